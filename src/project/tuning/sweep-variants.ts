import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { readTextFile } from '../../core/read-file.ts';
import { suggestion } from '../../core/suggest.ts';
import type { Arms } from '../../evaluation/evaluation.ts';
import { parsePromptFile } from '../../prompts/parse-prompt-file.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import type { Project } from '../opening/open-project.ts';
import { refOf, resolveRef } from '../prompts/arms.ts';
import { loadDraftImages } from '../prompts/draft-images.ts';

/** One wording that an author chooses between. */
export interface Variant {
  /** `short` of the file `triage.short.prompt.yml`; of a ref what stands behind the name: `draft`, `@7`. */
  name: string;
  version: number | null;
  digest: string;
  prompt: PromptFile;
  /** As a user would type it; absent of a version. */
  file?: string;
}

/** A variant's file beside the prompt's, and the name between the two. */
interface VariantFile {
  name: string;
  path: string;
}

/**
 * The variants that are named, or without a name all there are: the files beside the prompt's and the draft, where that is
 * something else than what is live.
 *
 * @param named refs, files, and names of the files beside the prompt's
 * @throws InputError with everything that is wrong with any of them.
 */
export async function findVariants(
  project: Project,
  prompt: ResolvedPrompt,
  named: readonly string[],
  baseline: Arms['baseline'],
): Promise<Variant[]> {
  const files = await variantFiles(project, prompt);
  if (named.length > 0) {
    return distinct(await collect(named.map((text) => () => readNamed(project, prompt, files, text))));
  }
  const found = await collect([
    () => readRef(project, prompt, '@draft'),
    ...files.map((file) => () => readVariant(project, file)),
  ]);
  const [draft, ...others] = found;
  const isLive = draft !== undefined && draft.digest === baseline?.digest;
  return isLive && others.length > 0 ? others : found;
}

/** `triage.short.prompt.yml` beside `triage.prompt.yml`, by name; not one that is a prompt of the config itself. */
async function variantFiles(
  { config }: Pick<Project, 'config'>,
  { file: promptFile }: Pick<ResolvedPrompt, 'file'>,
): Promise<VariantFile[]> {
  const prompts = new Set([...config.prompts.values()].map(({ file }) => file));
  const ending = /(\.prompt)?\.ya?ml$/i.exec(promptFile)?.[0] ?? '';
  const stem = `${basename(promptFile, ending)}.`;
  const entries = await readdir(dirname(promptFile), { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !prompts.has(join(dirname(promptFile), entry.name)))
    .filter(({ name }) => name.startsWith(stem) && name.endsWith(ending))
    .map(({ name }) => ({
      name: name.slice(stem.length, name.length - ending.length),
      path: join(dirname(promptFile), name),
    }))
    .filter(({ name }) => name !== '')
    .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}

function readNamed(
  project: Project,
  prompt: ResolvedPrompt,
  files: readonly VariantFile[],
  text: string,
): Promise<Variant> {
  if (text.includes('@')) return readRef(project, prompt, text);
  const path = resolve(text);
  const known = files.find((file) => file.name === text || file.path === path);
  if (known) return readVariant(project, known);
  if (path === prompt.file) return readRef(project, prompt, '@draft');
  if (/\.ya?ml$/i.test(text)) {
    return readVariant(project, { name: basename(path).replace(/(\.prompt)?\.ya?ml$/i, ''), path });
  }
  const hint = suggestion(
    text,
    files.map(({ name }) => name),
  );
  throw new InputError({
    field: '--candidate',
    message: `there is no variant "${text}" beside ${project.display(prompt.file)}`,
    expected: `a ref such as @draft, a file, or the name of a file like ${variantName(prompt, 'short')}`,
    ...(hint && { hint }),
  });
}

/** What a variant's file is called: `triage.short.prompt.yml`. */
export function variantName({ file }: Pick<ResolvedPrompt, 'file'>, name: string): string {
  return basename(file).replace(/((\.prompt)?\.ya?ml)$/i, `.${name}$1`);
}

/** Rows of a sweep are told apart by their names, in tables, in files and in shells. */
const plainName = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;
/** What stands for something else in a table or a ref, and what no object can be asked for. */
const reserved = new Set(['stable', 'draft', 'latest', ...Object.getOwnPropertyNames(Object.prototype)]);

/** @throws InputError for a name that means something else already, or that is none. */
export function refuseName(name: string, file: string): void {
  const flaw = reserved.has(name) ? 'is taken' : plainName.test(name) ? null : 'is no plain name';
  if (flaw === null) return;
  throw new InputError({
    file,
    message: `"${name}" ${flaw}, so no variant can be called that`,
    expected:
      'letters, digits, ".", "_" and "-", beginning with a letter or digit; stable, draft and latest are taken',
    hint: 'Rename the file',
  });
}

async function readRef(project: Project, prompt: ResolvedPrompt, text: string): Promise<Variant> {
  const ref = refOf(prompt, text);
  const { record: _, ...resolved } = await resolveRef(project, prompt, ref);
  if (ref.at.kind === 'draft') {
    return { name: 'draft', ...resolved, file: project.display(prompt.file) };
  }
  return { name: `@${resolved.version}`, ...resolved };
}

async function readVariant(project: Project, { name, path }: VariantFile): Promise<Variant> {
  const file = project.display(path);
  refuseName(name, file);
  const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      throw new InputError({
        field: '--candidate',
        message: `there is no file ${file}`,
        expected: 'the file of a variant, the name of one beside the prompt, or a ref such as @draft',
      });
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({ field: '--candidate', message: `${file} cannot be read: ${why}` });
  });
  const draft = parsePromptFile(text, file);
  const where = { file, positions: draft.positions, root: project.config.root };
  const prompt = await loadDraftImages(draft.prompt, where);
  return { name, version: null, digest: promptDigest(prompt), prompt, file };
}

/** Everything that is wrong with any of them is told at once. */
async function collect(reads: readonly (() => Promise<Variant>)[]): Promise<Variant[]> {
  const settled = await Promise.allSettled(reads.map(async (read) => read()));
  const failed = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const other = failed.find((reason) => !(reason instanceof InputError));
  if (other !== undefined) throw other;
  const problems = failed.flatMap((reason) => (reason instanceof InputError ? reason.problems : []));
  if (problems.length > 0) throw new InputError(problems);
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** One that is named twice is one; two of the same name get a number. */
function distinct(variants: readonly Variant[]): Variant[] {
  const kept: Variant[] = [];
  for (const variant of variants) {
    const isKnown = kept.some(
      ({ file, digest, version }) =>
        digest === variant.digest && file === variant.file && version === variant.version,
    );
    if (isKnown) continue;
    const twins = kept.filter(({ name }) => name === variant.name || name.startsWith(`${variant.name} (`));
    kept.push(twins.length === 0 ? variant : { ...variant, name: `${variant.name} (${twins.length + 1})` });
  }
  return kept;
}
