import { isJsonObject, type Json } from '../../core/json.ts';
import type { Score } from '../../core/score.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { type CaseMask, caseMask } from '../mask.ts';
import type {
  CaseBlock,
  CaseDetail,
  StoredScore,
  StoredTrial,
  StoredValue,
  TextIndex,
} from '../shared/case-detail.ts';
import { answerText } from '../worst-cases.ts';

/** Collects the details of neighbouring rows; a text that occurs several times is kept once. */
export class BlockBuilder {
  readonly #block: CaseBlock = { texts: [], rows: [] };
  readonly #known = new Map<string, TextIndex>();
  readonly #hidden: ReadonlySet<string>;

  /** @param hidden names of the variables whose values stay hidden. */
  constructor(hidden: ReadonlySet<string>) {
    this.#hidden = hidden;
  }

  get block(): CaseBlock {
    return this.#block;
  }

  /** @param line of cases.jsonl, or undefined where it is lost. */
  add(line: unknown, trials: readonly TrialRecord[]): void {
    const stored = isJsonObject(line) ? line : {};
    const variables = isJsonObject(stored.variables) ? stored.variables : undefined;
    const mask = caseMask(variables, this.#hidden);
    const detail: CaseDetail = {
      variables: Object.entries(variables ?? {}).map(([name, value]) =>
        this.#value(name, mask.variable(name, value)),
      ),
      trials: trials.map((trial) => this.#trial(trial, mask)),
    };
    if (stored.expected !== undefined) detail.expected = this.#value('expected', mask.json(stored.expected));
    this.#block.rows.push(detail);
  }

  addReduced(): void {
    this.#block.rows.push(null);
  }

  #value(name: string, value: Json): StoredValue {
    if (typeof value === 'string') return { name, text: this.#text(value) };
    return { name, text: this.#text(JSON.stringify(value, null, 2)), json: true };
  }

  #trial({ case: _case, completion, failure, scores, ...rest }: TrialRecord, mask: CaseMask): StoredTrial {
    const trial: StoredTrial = { ...rest, scores: scores.map((score) => this.#score(score, mask)) };
    if (completion) {
      const { text: _, toolCalls, ...measured } = completion;
      trial.completion = { ...measured, text: this.#text(mask.text(answerText(completion))) };
      if (Array.isArray(toolCalls)) {
        trial.completion.toolCalls = toolCalls.map((call) => ({
          ...call,
          arguments: mask.json(call.arguments ?? null),
        }));
      }
    }
    if (failure) {
      trial.failure = { code: String(failure.code), message: this.#text(mask.text(String(failure.message))) };
    }
    return trial;
  }

  #score(score: Score, mask: CaseMask): StoredScore {
    const { metric } = score;
    if ('unscored' in score) return { metric, unscored: this.#text(mask.text(score.unscored)) };
    const { value, reason } = score;
    return typeof reason === 'string'
      ? { metric, value, reason: this.#text(mask.text(reason)) }
      : { metric, value };
  }

  #text(text: string): TextIndex {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const index = this.#block.texts.push(text) - 1;
    this.#known.set(text, index);
    return index;
  }
}
