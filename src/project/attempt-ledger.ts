import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EarlierAttempts } from '../core/attempts.ts';
import type { Case } from '../core/case.ts';
import { digestOf } from '../core/digest.ts';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { type AttemptEntry, attemptLines, type LedgerLine } from './attempt-lines.ts';
import { type Project, registryFolder } from './open-project.ts';

/** What attempts are counted by: the cases, and the dataset that lines of older versions name instead. */
export interface AttemptSubject {
  cases: string;
  dataset: string;
}

export interface SeenAttempts {
  earlier: EarlierAttempts;
  /** About lines that cannot be read. */
  warnings: Problem[];
}

export interface AttemptLedger {
  /** What was tried before, as far as this ledger has seen. */
  earlier(subject: AttemptSubject): Promise<SeenAttempts>;
  /** The digest that a run had when it ended; undefined where the run was made elsewhere. */
  runDigest(run: string): Promise<string | undefined>;
  add(entry: AttemptEntry): Promise<void>;
}

/**
 * The ledger of attempts, beside the registry and outside git: every candidate that was judged by a dataset's cases,
 * passed or not. Each further attempt on the same cases is another chance to slip through.
 */
export function attemptLedger(project: Pick<Project, 'config' | 'display'>, prompt: string): AttemptLedger {
  const file = join(dirname(registryFolder(project.config)), 'attempts', `${prompt}.jsonl`);
  const display = project.display(file);
  const read = async () => attemptLines(await readLedger(file, display));
  return {
    async earlier(subject) {
      const lines = await read();
      return { earlier: countAgainst(lines, subject), warnings: unreadableProblems(lines, display) };
    },
    async runDigest(run) {
      return (await read()).findLast(({ entry }) => entry?.run === run)?.entry?.runDigest;
    },
    async add(entry) {
      // A line that a killed process left half written must not swallow this one.
      const text = await readLedger(file, display);
      const start = text === '' || text.endsWith('\n') ? '' : '\n';
      await explaining(display, 'written', async () => {
        await mkdir(dirname(file), { recursive: true });
        await appendFile(file, `${start}${JSON.stringify(entry)}\n`);
      });
    },
  };
}

/**
 * Of what attempts are counted by: what is asked and what is expected. Neither a case's name, tags, notes, place nor a
 * column that no placeholder asks for make it another case; a case that is added, removed or changed makes it other cases.
 *
 * @param asked the variables that count
 */
export function digestOfCases(cases: readonly Case[], asked: readonly string[]): string {
  const digestOfCase = ({ variables, expected }: Case) =>
    digestOf({ variables: asked.map((name) => variables[name] ?? null), expected });
  return digestOf(cases.map(digestOfCase).sort());
}

function countAgainst(lines: readonly LedgerLine[], { cases, dataset }: AttemptSubject): EarlierAttempts {
  const earlier: EarlierAttempts = { pass: 0, fail: 0, inconclusive: 0, unreadable: 0, elsewhere: 0 };
  for (const { entry } of lines) {
    if (entry === null) earlier.unreadable++;
    else if (entry.cases === undefined ? entry.dataset === dataset : entry.cases === cases)
      earlier[entry.verdict]++;
    else earlier.elsewhere++;
  }
  return earlier;
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

/** @throws InputError where there is a ledger that can't be read: an empty one would count from the start. */
async function readLedger(file: string, display: string): Promise<string> {
  return explaining(display, 'read', async () => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  });
}

async function explaining<Value>(
  display: string,
  done: 'read' | 'written',
  step: () => Promise<Value>,
): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({
      file: display,
      message: `the ledger of attempts cannot be ${done}: ${why}`,
      hint: 'It counts how often these cases were tried; make it a file that can be read and written',
    });
  }
}
