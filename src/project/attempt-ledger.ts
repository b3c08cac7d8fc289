import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Attempt {
  at: string;
  run: string;
  dataset: string;
  candidate: string;
  verdict: string;
  /** The run's digest as evidence, by which a change to its run.json shows. */
  runDigest: string;
}

export interface AttemptLedger {
  /** How many candidates were tried against this dataset so far. */
  count(dataset: string): Promise<number>;
  /** The digest that a run had when it ended; undefined where the run was made elsewhere. */
  runDigest(run: string): Promise<string | undefined>;
  add(attempt: Attempt): Promise<void>;
}

/**
 * The ledger of attempts: every candidate that was judged by a dataset's cases, passed or not. Each further
 * attempt on the same cases is another chance to slip through, so the count is printed with the verdict.
 */
export function attemptLedger(registryFolder: string, prompt: string): AttemptLedger {
  const file = join(dirname(registryFolder), 'attempts', `${prompt}.jsonl`);
  return {
    async count(dataset) {
      return (await readAttempts(file)).filter((attempt) => attempt.dataset === dataset).length;
    },
    async runDigest(run) {
      return (await readAttempts(file)).findLast((attempt) => attempt.run === run)?.runDigest;
    },
    async add(attempt) {
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify(attempt)}\n`);
    },
  };
}

/** A line that a killed process left half written says nothing. */
async function readAttempts(file: string): Promise<Partial<Attempt>[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Partial<Attempt>];
    } catch {
      return [];
    }
  });
}
