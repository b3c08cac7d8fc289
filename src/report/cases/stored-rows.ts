import { join } from 'node:path';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { Place } from '../../core/place.ts';
import { PlacedLines } from './placed-lines.ts';
import { type CaseTexts, rowJson } from './row-json.ts';
import type { Scan } from './scan-run.ts';

/** The texts of a case, by its index in the scan; undefined where they are not at hand. */
export type TextsOf = (index: number) => CaseTexts | undefined;

/** The rows of a run as a page keeps them, read from the run's folder. */
export class StoredRows {
  readonly #scan: Scan;
  readonly #hidden: ReadonlySet<string>;
  readonly #textsOf: TextsOf;
  readonly #cases: PlacedLines;
  readonly #trials: PlacedLines;

  /**
   * @param hidden names of the variables whose values stay hidden.
   * @param textsOf where they need not be read from cases.jsonl.
   */
  constructor(folder: string, scan: Scan, hidden: ReadonlySet<string>, textsOf: TextsOf = () => undefined) {
    this.#scan = scan;
    this.#hidden = hidden;
    this.#textsOf = textsOf;
    this.#cases = new PlacedLines(join(folder, 'cases.jsonl'));
    this.#trials = new PlacedLines(join(folder, 'trials.jsonl'));
  }

  /** A `CaseRow` as JSON. @throws InputError where the files were written to after the scan. */
  of(row: number): string {
    const { cases, trials } = this.#scan;
    const index = trials.caseOf(row);
    const places = trials.placesOf(row);
    const texts = this.#textsOf(index) ?? readTexts(this.#cases.at(cases.places.at(index)));
    return rowJson(texts, this.#linesAt(places.trials), this.#linesAt(places.pairs), this.#hidden);
  }

  close(): void {
    this.#cases.close();
    this.#trials.close();
  }

  /** The scan has found them to be what they should be. */
  #linesAt(places: readonly Place[]): string[] {
    return places.map((place) => this.#trials.at(place)).filter((line) => line !== undefined);
  }
}

function readTexts(line: string | undefined): CaseTexts {
  const stored: Json = line === undefined ? null : JSON.parse(line);
  if (!isJsonObject(stored)) return {};
  const { variables, expected } = stored;
  return { variables: isJsonObject(variables) ? variables : undefined, expected };
}
