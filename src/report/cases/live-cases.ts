import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Case, caseLine } from '../../core/case.ts';
import { isPair, type PairRecord } from '../../core/pair.ts';
import type { Place } from '../../core/place.ts';
import type { ListedRun } from '../../core/run-file.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { sensitiveVariables } from '../mask.ts';
import { type CasePart, packCases } from './case-part.ts';
import { detailLimits } from './detail-blocks.ts';
import { Scan } from './scan-run.ts';

/** A call needs some turns of the loop before it is on its way, and no model answers sooner. */
const firstCallsMs = 20;

/**
 * What a page holds of a run's cases, found out while the run goes on: a run mostly waits for answers, and after the last of them
 * somebody waits for the page. What it shows is what would be read from the run's folder.
 */
export class LiveCases {
  readonly #run: ListedRun;
  readonly #folder: string;
  readonly #aside: string;
  readonly #hidden: ReadonlySet<string>;
  /** Those that were not taken in yet. */
  #cases: readonly Case[];
  #scan: Scan;
  #part: Promise<CasePart | null> | undefined;

  /** @param cases as they stand in cases.jsonl. */
  constructor(folder: string, run: ListedRun, cases: readonly Case[]) {
    this.#run = run;
    this.#cases = cases;
    this.#folder = folder;
    this.#aside = join(folder, `index.html.${randomBytes(4).toString('hex')}.blocks`);
    this.#hidden = sensitiveVariables(run, {});
    this.#scan = new Scan(run, this.#hidden);
  }

  /** Before the first calls: the cases are taken in while their answers are waited for. */
  begin(): void {
    setTimeout(() => this.#takeCases(), firstCallsMs).unref();
  }

  /** @param place where its line stands in trials.jsonl. */
  add(record: TrialRecord | PairRecord, place: Place): void {
    if (isPair(record)) this.#scan.addPair(record, place);
    else this.#scan.addTrial(record, place);
  }

  /** After the last trial. Packing begins, and goes on in other threads while this one is busy. */
  end(): void {
    this.#takeCases();
    const [run, scan, hidden, limits] = [this.#run, this.#scan, this.#hidden, detailLimits];
    this.#part = packCases(this.#aside, this.#folder, { run, scan, hidden, limits });
    // Whoever asks for it hears of a failure.
    this.#part.catch(() => undefined);
    this.#scan = new Scan(run, hidden);
  }

  /** undefined before the end, null of a run without trials. */
  async part(): Promise<CasePart | null | undefined> {
    return this.#part;
  }

  /** Leaves nothing behind. */
  async close(): Promise<void> {
    await this.#part?.catch(() => undefined);
    await rm(this.#aside, { force: true });
  }

  /** In whatever order cases and trials are taken in. */
  #takeCases(): void {
    let start = 0;
    for (const item of this.#cases) {
      const bytes = Buffer.byteLength(caseLine(item));
      this.#scan.cases.places.set(this.#scan.addCase(item), { start, length: bytes - 1 });
      start += bytes;
    }
    this.#cases = [];
  }
}
