import type { Completion } from '../../core/completion.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
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

/**
 * The trial with what a model or an evaluator repeats of sensitive values hidden. Anyone can write the file that it comes from: of
 * what holds words nothing stays but what is known.
 */
export function maskTrial(
  { completion, failure, scores, ...rest }: TrialRecord,
  mask: CaseMask,
): TrialRecord {
  return {
    ...rest,
    ...(completion && { completion: maskCompletion(completion, mask) }),
    ...(failure && { failure: maskFailure(failure, mask) }),
    scores: scores.map((score) => maskScore(score, mask)),
  };
}

function maskFailure({ code, message }: NonNullable<TrialRecord['failure']>, mask: CaseMask) {
  return { code: mask.text(String(code)), message: mask.text(String(message)) };
}

function maskCompletion(completion: Completion, mask: CaseMask): Completion {
  const { toolCalls, servedModel, ...measured } = completion;
  const calls = Array.isArray(toolCalls) ? toolCalls.filter(isJsonObject) : [];
  return {
    ...measured,
    text: mask.text(answerText(completion)),
    servedModel: typeof servedModel === 'string' ? mask.text(servedModel) : null,
    ...(calls.length > 0 && {
      toolCalls: calls.map(({ id, name, arguments: given = null }) => ({
        id: mask.text(String(id)),
        name: mask.text(String(name)),
        arguments: mask.json(given),
      })),
    }),
  };
}

function maskScore(score: Score, mask: CaseMask): Score {
  const { metric } = score;
  if ('unscored' in score) return { metric, unscored: mask.text(score.unscored) };
  const { value, reason } = score;
  return typeof reason === 'string' ? { metric, value, reason: mask.text(reason) } : { metric, value };
}
