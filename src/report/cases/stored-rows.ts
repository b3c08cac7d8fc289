import { join } from 'node:path';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { Place } from '../../core/place.ts';
import { PlacedLines } from './placed-lines.ts';
import { type CaseTexts, rowJson } from './row-lines.ts';
import type { Scan } from './scan-run.ts';

/** The rows of a run as a page keeps them, read from the run's folder. */
export class StoredRows {
  readonly #scan: Scan;
  readonly #hidden: ReadonlySet<string>;
  readonly #cases: PlacedLines;
  readonly #trials: PlacedLines;

  /** @param hidden names of the variables whose values stay hidden. */
  constructor(folder: string, scan: Scan, hidden: ReadonlySet<string>) {
    this.#scan = scan;
    this.#hidden = hidden;
    this.#cases = new PlacedLines(join(folder, 'cases.jsonl'));
    this.#trials = new PlacedLines(join(folder, 'trials.jsonl'));
  }

  /** A `CaseRow` as JSON. */
  of(row: number): string {
    const { cases, trials } = this.#scan;
    const places = trials.placesOf(row);
    const texts = caseTexts(this.#cases.at(cases.places.at(trials.caseOf(row))));
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

function caseTexts(line: string | undefined): CaseTexts {
  const stored: Json = line === undefined ? null : JSON.parse(line);
  if (!isJsonObject(stored)) return {};
  const { variables, expected } = stored;
  return { variables: isJsonObject(variables) ? variables : undefined, expected };
}
