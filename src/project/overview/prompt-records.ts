import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError, PromptevalError } from '../../core/errors.ts';
import type { PromptFile } from '../../core/prompt.ts';
import type { MoveRecord, Store, VersionRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { listAliases, readMoves } from '../../registry/aliases.ts';
import { getEvidence } from '../../registry/evidence.ts';
import { listVersions } from '../../registry/versions.ts';
import type { PromptHistory } from '../../report/history/history.ts';
import { promptHistory } from '../../report/history/prompt-history.ts';
import { withDefaults } from '../../report/run-defaults.ts';
import type { Project } from '../opening/open-project.ts';
import { loadDraft } from '../prompts/arms.ts';
import { releaseLookup } from '../release/landed-release.ts';
import { listRuns, readRun } from '../runs/runs.ts';

/** A run with its folder; null where only the registry keeps it, as evidence of a release. */
export interface KnownRun {
  run: RunFile;
  folder: string | null;
}

/** Everything that is kept of a prompt: its runs, and what the registry holds. */
export interface PromptRecords {
  prompt: ResolvedPrompt;
  /** The oldest first. */
  runs: KnownRun[];
  versions: VersionRecord[];
  /** The moves of each alias, in order. */
  chains: MoveRecord[][];
  /** null where the file has mistakes. */
  draft: PromptFile | null;
  /** What could not be read, in words: one damaged file must not hide all the others. */
  problems: string[];
}

export async function readRecords(project: Project, prompt: ResolvedPrompt): Promise<PromptRecords> {
  const problems: string[] = [];
  const unless = tolerant(problems);
  const { store } = project;
  const chains = await unless(() => readChains(store, prompt.name), []);
  const runs = await storedRuns(project, prompt.name, unless);
  const kept = await keptRuns(store, chains.flat(), new Set(runs.map(({ run }) => run.id)), unless);
  const lookup = releaseLookup(store, (error) => problems.push(error.message));
  const all = await Promise.all(
    [...runs, ...kept].map(async ({ run, folder }) => ({ run: withDefaults(await lookup(run)), folder })),
  );
  return {
    prompt,
    runs: all.sort((a, b) => (a.run.id < b.run.id ? -1 : 1)),
    versions: await unless(() => listVersions(store, prompt.name), []),
    chains,
    draft: await readDraft(project, prompt),
    problems: [...new Set(problems)],
  };
}

/** What the pages and the commands show of it. */
export function historyOf(records: PromptRecords): PromptHistory {
  const { prompt, runs, versions, chains, problems } = records;
  const file = newestFile(records);
  return promptHistory({
    prompt: prompt.name,
    description: file?.description ?? null,
    volume: file?.['x-prompteval'].volume ?? null,
    runs: runs.map(({ run, folder }) => ({ run, stored: folder !== null })),
    versions,
    chains,
    problems,
  });
}

/** The draft has the last word on what people say of a prompt; where it can't be read, the newest version. */
export function newestFile({
  draft,
  versions,
}: Pick<PromptRecords, 'draft' | 'versions'>): PromptFile | null {
  return draft ?? versions.at(-1)?.file ?? null;
}

/** Takes what is there instead of what can't be read, and notes why. */
type Tolerant = <Value>(read: () => Promise<Value>, otherwise: Value) => Promise<Value>;

function tolerant(problems: string[]): Tolerant {
  return async (read, otherwise) => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof PromptevalError)) throw error;
      problems.push(error.message);
      return otherwise;
    }
  };
}

async function readChains(store: Store, prompt: string): Promise<MoveRecord[][]> {
  const aliases = await listAliases(store, prompt);
  return Promise.all(aliases.map((alias) => readMoves(store, prompt, alias)));
}

async function storedRuns(project: Project, prompt: string, unless: Tolerant): Promise<KnownRun[]> {
  const found = await Promise.all(
    (await listRuns(project, prompt)).map(async (stored) => {
      const run = await unless(() => readRun(stored), null);
      // A shard decided nothing; the run that it became part of did.
      return run === null || run.shard ? [] : [{ run, folder: stored.path }];
    }),
  );
  return found.flat();
}

/** The runs that releases rest on and whose folders are not here. */
async function keptRuns(
  store: Store,
  moves: readonly MoveRecord[],
  known: ReadonlySet<string>,
  unless: Tolerant,
): Promise<KnownRun[]> {
  const wanted = new Map(
    moves.flatMap(({ evidence }) =>
      evidence && !known.has(evidence.run) ? [[evidence.run, evidence.runDigest] as const] : [],
    ),
  );
  const found = await Promise.all(
    [...wanted.values()].map((digest) => unless(() => getEvidence(store, digest), undefined)),
  );
  return found.flatMap((run) => (run ? [{ run, folder: null }] : []));
}

async function readDraft(project: Project, prompt: ResolvedPrompt): Promise<PromptFile | null> {
  try {
    return await loadDraft(project, prompt);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
