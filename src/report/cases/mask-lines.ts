import type { Json } from '../../core/json.ts';
import type { PairRecord, PairScore } from '../../core/pair.ts';
import type { Score } from '../../core/score.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { CaseMask } from '../mask.ts';
import { answerText } from '../shared/answer-text.ts';

export function maskVariables(
  variables: Readonly<Record<string, Json>>,
  mask: CaseMask,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, mask.variable(name, value)]),
  );
}

/** The trial with what a model or an evaluator repeats of sensitive values hidden. */
export function maskTrial(trial: TrialRecord, mask: CaseMask): TrialRecord {
  const { completion, failure, scores } = trial;
  return {
    ...trial,
    scores: scores.map((score) => maskScore(score, mask)),
    ...(completion && {
      completion: {
        ...completion,
        text: mask.text(answerText(completion)),
        ...(completion.toolCalls && {
          toolCalls: [completion.toolCalls].flat().map((call) => ({
            ...call,
            arguments: mask.json(call.arguments ?? null),
          })),
        }),
      },
    }),
    ...(failure && { failure: { code: failure.code, message: mask.text(String(failure.message)) } }),
  };
}

/** The same of what was said of both arms' answers. */
export function maskPair(pair: PairRecord, mask: CaseMask): PairRecord {
  return { ...pair, scores: pair.scores.map((score) => maskPairScore(score, mask)) };
}

function maskScore<Given extends Score | PairScore>(score: Given, mask: CaseMask): Given {
  if ('unscored' in score) return { ...score, unscored: mask.text(String(score.unscored)) };
  if (score.reason === undefined) return score;
  return { ...score, reason: mask.text(String(score.reason)) };
}

function maskPairScore(given: PairScore, mask: CaseMask): PairScore {
  const score = maskScore(given, mask);
  if ('unscored' in score || score.replies === undefined) return score;
  const [one, other] = score.replies.map((reply) =>
    reply.reason === undefined ? reply : { ...reply, reason: mask.text(reply.reason) },
  );
  return one && other ? { ...score, replies: [one, other] } : score;
}
