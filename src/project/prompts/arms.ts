import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError, IntegrityError } from '../../core/errors.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { readTextFile, unreadReason } from '../../core/read-file.ts';
import type { Store, VersionPointer, VersionRecord } from '../../core/registry.ts';
import type { Arm, ArmName } from '../../core/trial.ts';
import type { Arms } from '../../evaluation/evaluation.ts';
import { intactVersion } from '../../prompts/intact-version.ts';
import { parsePromptFile } from '../../prompts/parse-prompt-file.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { formatRef, parseRef, type Ref } from '../../prompts/ref.ts';
import { readAlias, requireAlias } from '../../registry/aliases.ts';
import {
  findVersionByDigest,
  listVersions,
  readLatestVersion,
  readVersion,
} from '../../registry/versions.ts';
import type { Project } from '../opening/open-project.ts';
import { loadDraftImages } from './draft-images.ts';
import { refuseMistypedAlias } from './new-alias.ts';

/** What a ref names: a version of the registry, or the draft in the working tree. */
export interface Resolved {
  version: number | null;
  digest: string;
  prompt: PromptFile;
  record: VersionRecord | null;
}

/** The draft with its pictures in it. @throws InputError with everything that is wrong with it. */
export async function loadDraft(project: Project, prompt: ResolvedPrompt): Promise<PromptFile> {
  const file = project.display(prompt.file);
  const text = await readTextFile(prompt.file).catch((error: unknown) => {
    throw new InputError({ file, message: unreadReason(error) });
  });
  const draft = parsePromptFile(text, file);
  return loadDraftImages(draft.prompt, { file, positions: draft.positions, root: project.config.root });
}

/** @throws InputError where the ref names nothing. */
export async function resolveRef(project: Project, prompt: ResolvedPrompt, ref: Ref): Promise<Resolved> {
  if (ref.at.kind === 'draft') {
    const draft = await loadDraft(project, prompt);
    return { version: null, digest: promptDigest(draft), prompt: draft, record: null };
  }
  const record = await resolveVersion(project.store, ref);
  return { version: record.version, digest: record.digest, prompt: record.file, record };
}

/**
 * The version that a ref names.
 *
 * @throws InputError where it names none, as a draft does; IntegrityError where it is not what was published.
 */
export async function resolveVersion(store: Store, ref: Ref): Promise<VersionRecord> {
  const record = await findVersion(store, ref);
  if (record) return intactVersion(record);
  const numbers = (await listVersions(store, ref.prompt)).map((version) => version.version);
  const hint =
    numbers.length === 0
      ? `Nothing of "${ref.prompt}" is published yet; make its first version with: prompteval publish ${ref.prompt} --note "…"`
      : `Versions: ${numbers.join(', ')}`;
  throw new InputError({ message: `${formatRef(ref)} names no version`, hint });
}

async function findVersion(store: Store, { prompt, at }: Ref): Promise<VersionRecord | undefined> {
  switch (at.kind) {
    case 'alias':
      return readPointed(store, prompt, (await requireAlias(store, prompt, at.alias)).to);
    case 'version':
      return readVersion(store, prompt, at.version);
    case 'digest':
      return findVersionByDigest(store, prompt, at.digest);
    case 'latest':
      return readLatestVersion(store, prompt);
    case 'draft':
      return undefined;
  }
}

async function readPointed(
  store: Store,
  prompt: string,
  { version, digest }: VersionPointer,
): Promise<VersionRecord | undefined> {
  const record = await readVersion(store, prompt, version);
  if (record === undefined || record.digest === digest) return record;
  throw new IntegrityError(
    `version ${version} of ${prompt} is another than the one that an alias was moved to`,
  );
}

export interface ArmRefs {
  candidate?: string | undefined;
  baseline?: string | undefined;
  alias: string;
  /** What the alias names, where the caller has read that already: the run is about it, whatever moves meanwhile. */
  head?: VersionPointer | null;
}

/** The two sides of a run: the candidate (the draft by default) and the baseline (what the alias names now). */
export async function resolveArms(
  project: Project,
  prompt: ResolvedPrompt,
  refs: ArmRefs,
): Promise<{ arms: Arms; head: VersionPointer | null }> {
  const candidate = toArm('candidate', await resolveCandidate(project, prompt, refs.candidate));
  const { baseline, head } = await resolveBaselineArm(project, prompt, refs);
  return { arms: { baseline, candidate }, head };
}

/** What candidates are compared with: null where the alias names nothing yet. */
export async function resolveBaselineArm(
  project: Project,
  prompt: ResolvedPrompt,
  refs: Omit<ArmRefs, 'candidate'>,
): Promise<{ baseline: Arms['baseline']; head: VersionPointer | null }> {
  const head =
    refs.head === undefined
      ? ((await readAlias(project.store, prompt.name, refs.alias))?.to ?? null)
      : refs.head;
  if (head === null && refs.baseline === undefined) {
    await refuseMistypedAlias(project.store, prompt.name, refs.alias);
  }
  const named = refs.baseline ?? (head && `@${head.version}`);
  return { baseline: named === null ? null : await resolveBaseline(project, prompt, named), head };
}

async function resolveBaseline(
  project: Project,
  prompt: ResolvedPrompt,
  named: string,
): Promise<NonNullable<Arms['baseline']>> {
  const ref = refOf(prompt, named);
  const baseline = toArm('baseline', await resolveRef(project, prompt, ref));
  if (baseline.version === null) {
    throw new InputError({
      field: '--baseline',
      message: `${formatRef(ref)} is a draft, and a baseline has to be a version`,
      hint: `Publish it first: prompteval publish ${prompt.name} --note "…"`,
    });
  }
  return { ...baseline, version: baseline.version };
}

/** A ref of this very prompt. */
export function refOf(prompt: { name: string }, text: string): Ref {
  const ref = parseRef(text.startsWith('@') ? `${prompt.name}${text}` : text);
  if (ref.prompt === prompt.name) return ref;
  throw new InputError({
    message: `${text} is a version of another prompt`,
    expected: `a ref of "${prompt.name}", such as ${prompt.name}@latest`,
  });
}

/** What would be released: the draft where no ref is named. */
export function resolveCandidate(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: string | undefined,
): Promise<Resolved> {
  return resolveRef(project, prompt, refOf(prompt, candidate ?? `${prompt.name}@draft`));
}

function toArm(name: ArmName, { version, digest, prompt }: Resolved): Arm {
  return { name, version, digest, prompt };
}
