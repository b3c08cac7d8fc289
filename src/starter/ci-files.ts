import type { StarterFile } from './starter-files.ts';

export const ciSystems = ['github', 'gitlab'] as const;
export type CiSystem = (typeof ciSystems)[number];

/** What a workflow depends on beside its template. */
export interface CiFacts {
  /** The version of prompteval that wrote it. */
  version: string;
  mainBranch: string;
  /** Variables that hold the keys of the models' providers. */
  secrets: readonly string[];
  /** Where the project is in its repository, with `/`; empty where it is all of it. */
  folder: string;
}

export const ciPaths: Record<CiSystem, string> = {
  github: '.github/workflows/prompteval.yml',
  gitlab: '.gitlab/prompteval.yml',
};

/** Includes GitLab's job, where there is no other pipeline yet. */
export const gitlabInclude: StarterFile = {
  path: '.gitlab-ci.yml',
  text: 'include:\n  - local: .gitlab/prompteval.yml\n',
};

/** The workflow as it is written. @param template with placeholders; a line that holds nothing else may go */
export function ciFile(system: CiSystem, template: string, facts: CiFacts): StarterFile {
  const { folder } = facts;
  const blocks: Record<string, string[]> = {
    SECRETS: secretLines(facts),
    FOLDER: folderLines(system, facts),
  };
  const words: Record<string, string> = {
    MAIN: yamlText(facts.mainBranch),
    VERSION: facts.version,
    DIR: folder === '' ? '' : `${folder}/`,
    KEYS: facts.secrets.length === 0 ? '' : `; and ${facts.secrets.join(', ')}`,
  };
  const text = template
    .split('\n')
    .flatMap((line) => blocks[/^__([A-Z]+)__$/.exec(line)?.[1] ?? ''] ?? [line])
    .map((line) => line.replace(/__([A-Z]+)__/g, (whole, name: string) => words[name] ?? whole))
    .join('\n');
  return { path: ciPaths[system], text };
}

/** A branch for the moves alone: people never commit to it, so it can be left unprotected while main is. */
export const registryBranch = 'prompteval-registry';

/** The config of a new project with its registry on a branch: what stays in a job's checkout is thrown away with it. */
export function withBranchRegistry(files: readonly StarterFile[]): StarterFile[] {
  const setting = `  // Moves of stable are commits on this branch, which CI pushes.\n  registry: { git: { branch: '${registryBranch}' } },\n`;
  return files.map(({ path, text }) => ({
    path,
    text: path.startsWith('prompteval.config.') ? text.replace(/\}\);\s*$/, `${setting}});\n`) : text,
  }));
}

function secretLines({ secrets }: CiFacts): string[] {
  return secrets.map((name) => `          ${name}: \${{ secrets.${name} }}`);
}

function folderLines(system: CiSystem, { folder }: CiFacts): string[] {
  if (folder === '') return [];
  if (system === 'gitlab') return [`    - cd ${yamlText(folder)}`];
  return ['    defaults:', '      run:', `        working-directory: ${yamlText(folder)}`];
}

/** A name in YAML; what is no plain word stands in quotes. */
function yamlText(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
