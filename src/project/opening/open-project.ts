import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseEnv } from 'node:util';
import { findConfig, importModule, loadConfig, type PackageExports } from '../../config/load-config.ts';
import { deferringRefusals } from '../../config/refused-evaluators.ts';
import { inspectConfig } from '../../config/resolve-config.ts';
import type { ResolvedConfig, ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { suggestion } from '../../core/suggest.ts';
import { builtInEvaluators } from '../../evaluators/built-ins.ts';
import { evaluatorProblems } from '../../evaluators/options/define-evaluator.ts';
import { withCalibrations } from './calibrations.ts';
import { openRegistry, type Registry, registryPlace } from './registry-place.ts';
import { toolVersion } from './tool-version.ts';

/** A config with what it names: the place where commands start from. */
export interface Project extends Registry {
  config: ResolvedConfig;
  /** Whose OWNERS.yml counts, where it is not this checkout's. */
  ownersFrom?: Pick<Project, 'config'>;
  /** The tool's version, for records. */
  tool: string;
  /** The file of the private key that signs what is done; the environment may have one too. */
  signKey?: string | undefined;
  /** A path as the user would type it. */
  display(path: string): string;
  /** Tells what went wrong beside a deed that is done. */
  warn(text: string): void;
}

export interface ProjectOptions {
  cwd: string;
  config?: string | undefined;
  signKey?: string | undefined;
  /** Told what went wrong beside a deed that is done; without it Node's own warning is. */
  warn?: ((text: string) => void) | undefined;
}

/** @throws InputError with everything that is wrong with the config. */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const { project, problems } = await inspectProject(options);
  if (project === null || problems.length > 0) throw new InputError(problems);
  return project;
}

/**
 * A project as far as its config is sound, with everything that is wrong with the config: for a look at
 * everything at once.
 *
 * @throws InputError where there is no config, or none that can be loaded.
 */
export async function inspectProject(
  options: ProjectOptions,
): Promise<{ project: Project | null; problems: Problem[] }> {
  const file = findConfig(options.cwd, options.config);
  await loadEnvironment(join(file, '..', '.env'));
  const index: PackageExports = { ...(await import('../../index.ts')) };
  const refused: Problem[] = [];
  const makers = Object.fromEntries(evaluatorMakers.map((name) => [name, index[name]]));
  const packageExports = { ...index, ...deferringRefusals(makers, file, refused) };
  const loaded = await loadConfig(file, packageExports);
  const { config, problems: found } = await inspectConfig(loaded, {
    builtIns: builtInEvaluators,
    problemsOf: evaluatorProblems,
    importFile: (path) => importModule(path, packageExports),
  });
  const problems = [...refused, ...found];
  if (config === null) return { project: null, problems };
  const display = (path: string) => relative(options.cwd, path) || path;
  const warn = options.warn ?? ((text: string) => process.emitWarning(text));
  const registry = openRegistry(registryPlace(config), display, warn);
  const project: Project = {
    config: await withCalibrations(config),
    ...registry,
    tool: await toolVersion(),
    signKey: options.signKey,
    display,
    warn,
  };
  return { project, problems };
}

/** Of what the package exports, what a config calls to make its evaluators. */
const evaluatorMakers = [...Object.keys(builtInEvaluators), 'defineEvaluator', 'fromScorer'];

/** @throws InputError that names the prompts there are. */
export function findPrompt(project: Project, name: string): ResolvedPrompt {
  const prompt = project.config.prompts.get(name);
  if (prompt) return prompt;
  const hint = suggestion(name, project.config.prompts.keys());
  throw new InputError({
    file: project.display(project.config.file),
    message: `there is no prompt "${name}"`,
    ...(hint && { hint }),
  });
}

/** What git, Node.js and the linker go by, in programs that are started: a file that is data must not run code. */
const steersPrograms = /^(?:NODE_OPTIONS|NODE_PATH|PATH|GIT_\w+|LD_\w+|DYLD_\w+)$/i;

/** What stands in the environment already wins over the file. A folder of that name is a Python environment. */
async function loadEnvironment(file: string): Promise<void> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  const values = parseEnv(await readFile(file, 'utf8'));
  for (const [name, value] of Object.entries(values)) {
    if (!steersPrograms.test(name)) process.env[name] ??= value;
  }
}
