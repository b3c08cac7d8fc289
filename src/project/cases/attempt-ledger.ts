import type { EarlierAttempts, KnownAttempts } from '../../core/attempts.ts';
import type { Case } from '../../core/case.ts';
import { digestBytes } from '../../core/digest.ts';
import { evidenceText } from '../../core/evidence.ts';
import type { Problem } from '../../core/problem.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { Project } from '../opening/open-project.ts';
import { type AttemptEntry, attemptLines, type LedgerLine } from './attempt-lines.ts';
import { CaseDigests } from './case-digests.ts';

/** What attempts are counted by: the cases, and the dataset that lines of older versions name instead. */
export interface AttemptSubject {
  cases: string;
  dataset: string;
}

export interface SeenAttempts extends Required<KnownAttempts> {
  /** About lines that cannot be read. */
  warnings: Problem[];
}

export interface AttemptLedger {
  /** What was tried before, as far as this ledger has seen. */
  earlier(subject: AttemptSubject): Promise<SeenAttempts>;
  /** The digest that a run had when it ended; undefined where the run was made elsewhere. */
  runDigest(run: string): Promise<string | undefined>;
  /** Why a run is not one that ended as it is now, in words; undefined where this ledger knows nothing against it. */
  changeOf(run: RunFile): Promise<string | undefined>;
  /** @throws InputError where nothing could be added. */
  requireWritable(): Promise<void>;
  add(entry: AttemptEntry): Promise<void>;
}

/**
 * The ledger of attempts, beside the registry: every candidate that was judged by a dataset's cases, passed or not.
 * Each further attempt on the same cases is another chance to slip through.
 *
 * @param lost lines of it that are not here and count all the same
 */
export function attemptLedger(
  project: Pick<Project, 'attempts'>,
  prompt: string,
  lost: readonly string[] = [],
): AttemptLedger {
  const storage = project.attempts(prompt);
  const read = async () => attemptLines([await storage.read(), ...lost].join('\n'));
  return {
    async earlier(subject) {
      const lines = await read();
      const warnings = unreadableProblems(lines, storage.display);
      return { earlier: countAgainst(lines, subject), tried: triedAgainst(lines, subject), warnings };
    },
    async runDigest(run) {
      return (await read()).findLast(({ entry }) => entry?.run === run)?.entry?.runDigest;
    },
    requireWritable: () => storage.requireWritable(),
    changeOf: async (run) => changeIn(await read(), run),
    add: (entry) => storage.append(JSON.stringify(entry)),
  };
}

/** Lines of a ledger that another one lacks. */
export function lostLines(ledger: string, other: string): string[] {
  const kept = new Set(other.split('\n'));
  return ledger.split('\n').filter((line) => line.trim() !== '' && !kept.has(line));
}

/** What is written of a run that ended. */
export function attemptEntry(run: RunFile, at: string, of: string | undefined): AttemptEntry {
  return {
    at,
    run: run.id,
    ...(of !== undefined && { of }),
    dataset: run.dataset.digest,
    ...(run.attempts && { cases: run.attempts.cases }),
    candidate: run.arms.candidate.digest,
    verdict: run.verdict.status,
    runDigest: digestBytes(evidenceText(run)),
    trials: run.digests.trials,
  };
}

/** A run that this ledger does not know may be from elsewhere, or a copy whose name was changed as well. */
function changeIn(lines: readonly LedgerLine[], run: RunFile): string | undefined {
  const entries = lines.flatMap(({ entry }) => entry ?? []);
  const own = entries.findLast((entry) => entry.run === run.id);
  if (own) {
    const isSame = own.runDigest === digestBytes(evidenceText(run));
    return isSame ? undefined : 'its run.json was changed after it finished';
  }
  const original = entries.find(({ trials }) => trials === run.digests.trials);
  return original && `it is a copy of run ${original.run}: its trials are those of that run`;
}

/**
 * Of what attempts are counted by: what is asked and what is expected. Neither a case's name, tags, notes, place nor a
 * column that no placeholder asks for make it another case; a case that is added, removed or changed makes it other cases.
 * A picture counts by its bytes: another one under the same name is another case, and the same one under another name is not.
 *
 * @param asked the variables that count
 */
export function digestOfCases(cases: readonly Case[], asked: readonly string[]): string {
  return digestsOf(cases, asked).value();
}

export function digestsOf(cases: readonly Case[], asked: readonly string[]): CaseDigests {
  const digests = new CaseDigests(asked);
  for (const item of cases) digests.add(item);
  return digests;
}

function countAgainst(lines: readonly LedgerLine[], subject: AttemptSubject): EarlierAttempts {
  const earlier: EarlierAttempts = { pass: 0, fail: 0, inconclusive: 0, unreadable: 0, elsewhere: 0 };
  for (const { entry } of lines) {
    if (entry === null) earlier.unreadable++;
    else if (entry.of !== undefined) continue;
    else if (isAgainst(entry, subject)) earlier[entry.verdict]++;
    else earlier.elsewhere++;
  }
  return earlier;
}

function triedAgainst(lines: readonly LedgerLine[], subject: AttemptSubject): Map<string, string> {
  const tried = new Map<string, string>();
  for (const { entry } of lines) {
    if (entry === null || entry.of !== undefined || !isAgainst(entry, subject)) continue;
    if (!tried.has(entry.candidate)) tried.set(entry.candidate, entry.run);
  }
  return tried;
}

/** By the cases; lines of older versions name the dataset alone. */
function isAgainst(entry: AttemptEntry, { cases, dataset }: AttemptSubject): boolean {
  return entry.cases === undefined ? entry.dataset === dataset : entry.cases === cases;
}

function unreadableProblems(lines: readonly LedgerLine[], file: string): Problem[] {
  const [line, ...more] = lines.filter(({ entry }) => entry === null).map(({ number }) => number);
  if (line === undefined) return [];
  const others = more.length === 0 ? '' : `, and so do ${more.length} more below it`;
  return [
    {
      file,
      line,
      message: `this line of the ledger of attempts cannot be read, and counts as an attempt against these cases${others}`,
      hint: 'Put it right, or take it out if it was none',
    },
  ];
}
