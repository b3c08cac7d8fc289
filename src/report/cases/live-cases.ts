import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from '../../core/case.ts';
import { isPair, type PairRecord } from '../../core/pair.ts';
import type { Place } from '../../core/place.ts';
import type { ListedRun } from '../../core/run-file.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { sensitiveVariables } from '../mask.ts';
import { temporaryPath } from '../temporary-files.ts';
import { type CasePart, packCases } from './case-part.ts';
import { detailLimits } from './detail-blocks.ts';
import { Scan } from './scan-run.ts';

/** Cases are taken in a little at a time, so that no answer waits for them; from when the first calls are on their way. */
const slices = { firstMs: 20, workMs: 2, restMs: 10 };

/**
 * What a page holds of a run's cases, found out while the run goes on: a run mostly waits for answers, and after the last of them
 * somebody waits for the page. What it shows is what would be read from the run's folder.
 */
export class LiveCases {
  readonly #run: ListedRun;
  readonly #folder: string;
  readonly #aside: string;
  readonly #cases: readonly Case[];
  /** How many cases were taken in. */
  #taken = 0;
  #timer: NodeJS.Timeout | undefined;
  /** By their index in the scan. */
  readonly #byIndex: Case[] = [];
  readonly #scan: Scan;
  /** Where the next line of trials.jsonl will stand. */
  #end = 0;
  #part: Promise<CasePart | null | undefined> | undefined;

  constructor(folder: string, run: ListedRun, cases: readonly Case[]) {
    this.#run = run;
    this.#folder = folder;
    this.#aside = temporaryPath(join(folder, 'index.html'), 'blocks');
    this.#cases = cases;
    this.#scan = new Scan(run, new Set());
  }

  /** Whether nothing is to be hidden: to find what repeats a sensitive value takes longer than a run should be kept from its answers. */
  static canShow(run: ListedRun): boolean {
    return sensitiveVariables(run, {}).size === 0;
  }

  /** Before the first calls: the cases are taken in while their answers are waited for. */
  begin(): void {
    this.#timer = setTimeout(() => this.#takeSome(), slices.firstMs).unref();
  }

  /** @param place where its line stands in trials.jsonl. */
  add(record: TrialRecord | PairRecord, place: Place): void {
    if (isPair(record)) this.#scan.addPair(record, place);
    else this.#scan.addTrial(record, place);
    this.#end = place.start + place.length + 1;
  }

  /**
   * After the last trial. Packing begins, and goes on in other threads while this one is busy. Not where somebody else has
   * written to trials.jsonl: then lines stand elsewhere.
   */
  end(): void {
    clearTimeout(this.#timer);
    const { size = 0 } = statSync(join(this.#folder, 'trials.jsonl'), { throwIfNoEntry: false }) ?? {};
    if (size !== this.#end) return;
    this.#takeUntil(Number.POSITIVE_INFINITY);
    const source = { run: this.#run, scan: this.#scan, hidden: new Set<string>(), limits: detailLimits };
    const textsOf = (index: number) => this.#byIndex[index];
    // Whatever goes wrong is told by whoever then makes the page from the folder.
    this.#part = packCases(this.#aside, this.#folder, { ...source, textsOf }).catch(() => undefined);
  }

  /** undefined before the end, and where it went wrong, as where a file was changed meanwhile; null of a run without trials. */
  async part(): Promise<CasePart | null | undefined> {
    return this.#part;
  }

  /** Leaves nothing behind. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.part();
    await rm(this.#aside, { force: true }).catch(() => undefined);
  }

  #takeSome(): void {
    this.#takeUntil(performance.now() + slices.workMs);
    if (this.#taken === this.#cases.length) return;
    this.#timer = setTimeout(() => this.#takeSome(), slices.restMs).unref();
  }

  /** In whatever order cases and trials come. */
  #takeUntil(moment: number): void {
    while (this.#taken < this.#cases.length && performance.now() < moment) {
      const item = this.#cases[this.#taken++];
      if (item) this.#byIndex[this.#scan.addCase(item)] = item;
    }
  }
}
