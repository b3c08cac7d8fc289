import type { Completion, Usage } from '../core/completion.ts';
import { digestOf } from '../core/digest.ts';
import { ProviderError } from '../core/errors.ts';
import type { Evaluator } from '../core/evaluator.ts';
import {
  type AskJudge,
  addSpend,
  type JudgeQuestion,
  type JudgeRecord,
  type JudgeSpend,
  noSpend,
} from '../core/judge.ts';
import type { JudgedPlace } from '../core/progress.ts';
import type { Message } from '../core/prompt.ts';
import type { ModelReply, Provider } from '../core/provider.ts';
import type { KeptAnswer, ReplyCache } from './answer-cache.ts';
import { askJudge, type JudgeCallPorts, requestOf } from './ask-judge.ts';
import { answerFigures } from './ask-model.ts';
import { BudgetSpent } from './budget.ts';
import { reportedUsage } from './reported-usage.ts';
import { spendOf, type WaitingAnswers } from './waiting-answers.ts';
import { whenAborted } from './when-aborted.ts';

export interface JudgePorts extends JudgeCallPorts {
  providerOf(model: string): { provider: Provider; model: string };
  priceOf(model: string, usage: Completion['usage']): number | null;
  /** Of a reply whose provider reported no usage. */
  estimateUsage(messages: readonly Message[], reply: ModelReply): Promise<Usage>;
  /** Aborted when the run stops. */
  signal: AbortSignal;
}

/** What one judge has for the answer, or the pair, that it is about. */
export interface JudgeMeans {
  /** What it is about, for those who watch. */
  about: JudgedPlace;
  /** Replies of earlier runs; undefined where none are taken and none are kept. */
  replies: ReplyCache | undefined;
  /** Replies that are written down as they come, until what they are about is recorded; undefined where nobody could go on from them. */
  waiting: WaitingAnswers | undefined;
  /** Resolves when a question may be asked; undefined where nothing limits what a run costs. */
  reserve: (() => Promise<void>) | undefined;
}

/** Answers the questions of evaluators about one answer, or one pair, and counts what they cost. */
export class Judge {
  readonly #ports: JudgePorts;
  readonly #means: JudgeMeans;
  readonly #spends = new Map<string, JudgeSpend>();
  readonly #unkept: { metric: string; keep: () => Promise<void> }[] = [];
  #waitedUsd = 0;
  /** What ends the run: a failure that concerns every call, such as a wrong key, or a budget that is spent. */
  fatal: ProviderError | BudgetSpent | undefined;

  constructor(ports: JudgePorts, means: JudgeMeans) {
    this.#ports = ports;
    this.#means = means;
  }

  /** For one evaluator, until its time is up. `signalOf` is asked for its signal where it asks a model at all. */
  askFor(evaluator: Evaluator, signalOf: () => AbortSignal): AskJudge {
    const metric = evaluator.metrics[0]?.id ?? evaluator.name;
    let asked: Map<string, number> | undefined;
    const drawOf = (question: JudgeQuestion) => {
      asked ??= new Map();
      const key = JSON.stringify(question);
      const draw = asked.get(key) ?? 0;
      asked.set(key, draw + 1);
      return draw;
    };
    return (question) => {
      const draw = drawOf(question);
      return untilEither(this.#ports.signal, signalOf(), (either) =>
        this.#answer({ metric, question, draw }, either),
      );
    };
  }

  /** USD, of the replies whose price is known and that were not there already. */
  get paidUsd(): number {
    return [...this.#spends.values()].reduce((sum, { usd }) => sum + usd, 0) - this.#waitedUsd;
  }

  /** undefined where nothing was asked. */
  get record(): JudgeRecord | undefined {
    if (this.#spends.size === 0) return undefined;
    const total = [...this.#spends.values()].reduce(addSpend, noSpend);
    return { ...total, by: Object.fromEntries(this.#spends) };
  }

  /** Whether it was asked anything that later runs may use. */
  get hasReplies(): boolean {
    return this.#unkept.length > 0;
  }

  /** Keeps the replies behind scores for later runs; those that came to none may be asked for again. */
  async keep(scores: readonly ({ metric: string } & object)[]): Promise<void> {
    const unscored = new Set(scores.filter((score) => 'unscored' in score).map(({ metric }) => metric));
    for (const { metric, keep } of this.#unkept) if (!unscored.has(metric)) await keep();
  }

  async #answer(
    { metric, question, draw }: { metric: string; question: JudgeQuestion; draw: number },
    signal: AbortSignal,
  ): Promise<string> {
    const { providerOf, progress } = this.#ports;
    const { replies, about, waiting } = this.#means;
    const judge = { about, metric, model: question.model };
    const { provider, model } = providerOf(question.model);
    const asked = {
      provider,
      request: requestOf(question, model),
      droppable: [],
      ...(question.embed && { embed: true as const }),
    };
    const place = { about, metric, question: waiting ? digestOf(question) : '', draw };
    const keepLater = (reply: KeptAnswer['reply']) =>
      this.#unkept.push({ metric, keep: async () => replies?.keep(asked, draw, { reply, dropped: [] }) });
    const left = waiting?.findReply(place);
    if (left) {
      this.#count(metric, spendOf([left]));
      this.#waitedUsd += left.costUsd ?? 0;
      keepLater(left.reply);
      return left.reply.text;
    }
    const known = await replies?.find(asked, draw);
    if (known) {
      this.#count(metric, { ...noSpend, cached: 1 });
      progress.emit({
        type: 'judge-replied',
        judge,
        costUsd: 0,
        cached: true,
        answer: answerFigures(known.reply),
      });
      return known.reply.text;
    }
    try {
      await this.#means.reserve?.();
      const reply = await askJudge({ question, judge }, asked, this.#ports, signal);
      // A vector is no text, and is written with no tokens.
      const reported = question.embed ? reply.usage : reportedUsage(reply);
      const usage = reported ?? (await this.#ports.estimateUsage(question.messages, reply));
      const costUsd = this.#ports.priceOf(question.model, usage);
      this.#count(metric, spendOf([{ costUsd }]));
      progress.emit({ type: 'judge-replied', judge, costUsd, cached: false, answer: answerFigures(reply) });
      const { firstTokenMs: _, lagMs: __, limits: ___, ...rest } = reply;
      const kept = { ...rest, latencyMs: null };
      await waiting?.keep({ ...place, reply: kept, costUsd });
      keepLater(kept);
      return reply.text;
    } catch (error) {
      const isFatal =
        error instanceof BudgetSpent || (error instanceof ProviderError && error.scope === 'run');
      if (isFatal) this.fatal ??= error;
      else progress.emit({ type: 'judge-failed', judge });
      throw error;
    }
  }

  #count(metric: string, spend: JudgeSpend): void {
    this.#spends.set(metric, addSpend(this.#spends.get(metric) ?? noSpend, spend));
  }
}

/** Not AbortSignal.any: on Node 20 it keeps every signal alive. */
async function untilEither<T>(
  a: AbortSignal,
  b: AbortSignal,
  work: (either: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(a.aborted ? a.reason : b.reason);
  if (a.aborted || b.aborted) stop();
  const unheard = [a, b].map((signal) => whenAborted(signal, stop));
  try {
    return await work(controller.signal);
  } finally {
    for (const forget of unheard) forget();
  }
}
