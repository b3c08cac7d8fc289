import type { Case } from '../../core/case.ts';
import type { Usage } from '../../core/completion.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { JudgeQuestion } from '../../core/judge.ts';
import { estimateTokens } from '../../providers/token-estimate.ts';

/** Tokens of a judge's instructions, and of what it says. */
const instructions = 400;
const reply = 150;

/** What evaluators would ask a model about all answers of a run. */
export interface JudgeCalls {
  model: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

/** Everything that there is to judge. */
export interface Judged {
  /** Answers, and the tokens of all of them. */
  answers: { calls: number; outputTokens: number };
  /** Answers of two arms to one case. */
  pairs: number;
}

/** Estimates: a reply that can't be read is asked for again, and of two answers that are the same nothing is asked. */
export function plannedJudgeCalls(
  evaluators: readonly Evaluator[],
  cases: readonly Case[],
  { answers, pairs }: Judged,
): JudgeCalls[] {
  const material = cases.reduce((sum, item) => sum + materialTokens(item), 0) / Math.max(1, cases.length);
  const answer = answers.outputTokens / Math.max(1, answers.calls);
  const planned = new Map<string, JudgeCalls>();
  for (const model of evaluators.flatMap(({ embeddings = [] }) => embeddings)) {
    const before = planned.get(model) ?? { model, calls: 0, inputTokens: 0, outputTokens: 0 };
    // Of what is expected each text once, of answers all.
    const expected = cases.reduce((sum, testCase) => sum + expectedTokens(testCase), 0);
    planned.set(model, {
      ...before,
      calls: before.calls + answers.calls + cases.length,
      inputTokens: before.inputTokens + answers.outputTokens + expected,
    });
  }
  for (const { models = [], compare } of evaluators) {
    const [times, tokens] = compare ? [pairs, 2 * answer] : [answers.calls, answer];
    for (const model of models) {
      const before = planned.get(model) ?? { model, calls: 0, inputTokens: 0, outputTokens: 0 };
      planned.set(model, {
        model,
        calls: before.calls + times,
        inputTokens: before.inputTokens + Math.round((material + tokens + instructions) * times),
        outputTokens: before.outputTokens + times * reply,
      });
    }
  }
  return [...planned.values()].filter(({ calls }) => calls > 0);
}

/** About what all questions about one answer to a case, or one pair of them, cost: USD. */
export function expectedJudging(
  evaluators: readonly Evaluator[],
  testCase: Case,
  about: 'answer' | 'pair',
  { answerTokens, priceOf }: { answerTokens: number; priceOf(model: string, usage: Usage): number | null },
): number {
  const isPair = about === 'pair';
  const inputTokens = instructions + materialTokens(testCase) + answerTokens * (isPair ? 2 : 1);
  const asking = evaluators.filter(({ compare }) => (compare !== undefined) === isPair);
  const judges = asking.flatMap(({ models = [] }) => models);
  const embeddings = asking.flatMap((evaluator) => evaluator.embeddings ?? []);
  const vectors = { inputTokens: answerTokens + expectedTokens(testCase), outputTokens: 0 };
  return [
    ...judges.map((model) => priceOf(model, { inputTokens, outputTokens: reply })),
    ...embeddings.map((model) => priceOf(model, vectors)),
  ].reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
}

/** What one question may use. */
export function expectedReply({ messages, embed }: JudgeQuestion): Usage {
  const inputTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  return { inputTokens, outputTokens: embed ? 0 : reply, estimated: true };
}

function expectedTokens({ expected }: Case): number {
  return expected === undefined ? 0 : estimateTokens(JSON.stringify(expected));
}

function materialTokens({ variables, expected }: Case): number {
  return estimateTokens(JSON.stringify([variables, expected ?? null]));
}
