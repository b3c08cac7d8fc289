import type { Completion } from '../core/completion.ts';
import { addSpend, type JudgeSpend, noSpend } from '../core/judge.ts';
import type { JudgedPlace, TrialPlace } from '../core/progress.ts';
import type { KeptAnswer } from './answer-cache.ts';

/** An answer that was paid for, and that its judges have not judged yet: a line of answers.jsonl. */
export interface WaitingAnswer extends TrialPlace {
  completion: Completion;
  /** How many calls it took. */
  attempts: number;
}

/** What a judge has replied about an answer, or a pair of them, that is not recorded yet: a line there too. */
export interface WaitingReply extends AskedOfJudge {
  reply: KeptAnswer['reply'];
  /** USD; null where the price is not known. */
  costUsd: number | null;
}

/** A question to a judge: the only one of its kind in a run. */
export interface AskedOfJudge {
  about: JudgedPlace;
  metric: string;
  /** Digest of what is asked. */
  question: string;
  /** Which of the like questions of one evaluator it is, from 0. */
  draw: number;
}

export type Waiting = WaitingAnswer | WaitingReply;

/** What was paid for and is no record yet, written down before anything else is asked about it. */
export class WaitingAnswers {
  readonly #append: (line: string) => Promise<unknown>;
  readonly #answers = new Map<string, WaitingAnswer>();
  /** By what they are about. */
  readonly #replies = new Map<string, Map<string, WaitingReply>>();

  /**
   * @param append resolves when the line can't be lost any more
   * @param left what an earlier part of the run has left
   */
  constructor(append: (line: string) => Promise<unknown>, left: readonly Waiting[] = []) {
    this.#append = append;
    for (const waiting of left) this.#take(waiting);
  }

  find(place: TrialPlace): WaitingAnswer | undefined {
    return this.#answers.get(keyOf(place));
  }

  findReply(asked: AskedOfJudge): WaitingReply | undefined {
    return this.#replies.get(keyOf(asked.about))?.get(questionKey(asked));
  }

  /** Resolves when its judges may be asked, or the next one may. */
  async keep(waiting: Waiting): Promise<void> {
    await this.#append(JSON.stringify(waiting));
    this.#take(waiting);
  }

  /** Its trial, or what was said of the pair, is recorded. */
  release(place: JudgedPlace): void {
    this.#answers.delete(keyOf(place));
    this.#replies.delete(keyOf(place));
  }

  /** How many answers wait. */
  get size(): number {
    return this.#answers.size;
  }

  get isEmpty(): boolean {
    return this.#answers.size === 0 && this.#replies.size === 0;
  }

  /** What the answers and the replies cost: USD, of those whose price is known. */
  get usd(): number {
    const answers = [...this.#answers.values()].map(({ completion }) => completion.costUsd);
    const replies = [...this.#replies.values()].flatMap((replies) =>
      [...replies.values()].map(({ costUsd }) => costUsd),
    );
    return [...answers, ...replies].reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
  }

  #take(waiting: Waiting): void {
    if (!isReply(waiting)) {
      this.#answers.set(keyOf(waiting), waiting);
      return;
    }
    const key = keyOf(waiting.about);
    const replies = this.#replies.get(key) ?? new Map<string, WaitingReply>();
    this.#replies.set(key, replies.set(questionKey(waiting), waiting));
  }
}

export function isReply(waiting: Waiting): waiting is WaitingReply {
  return 'about' in waiting;
}

/** What these replies count for, as if they had been asked for now. */
export function spendOf(replies: readonly Pick<WaitingReply, 'costUsd'>[]): JudgeSpend {
  return replies
    .map(({ costUsd }) => ({ calls: 1, usd: costUsd ?? 0, unpriced: Number(costUsd === null) }))
    .reduce<JudgeSpend>(addSpend, noSpend);
}

function keyOf({ arm, variant, case: id, model, repeat }: JudgedPlace): string {
  return JSON.stringify([arm ?? null, variant ?? null, id, model, repeat]);
}

function questionKey({ metric, question, draw }: AskedOfJudge): string {
  return JSON.stringify([metric, question, draw]);
}
