import { isJsonObject, type Json } from '../../core/json.ts';
import type { ModelRequest } from '../../core/provider.ts';
import { type Criterion, isMet, readCriteria } from './criteria.ts';

/** An answer that is to be judged, as the question of a judge shows it. */
export interface Judging {
  criteria: string;
  /** Levels in words, from the lowest to the highest; empty where there are none. */
  levels: { score: number; means: string }[];
  /** What may be given, from the lowest to the highest. */
  scores: number[];
  input: string;
  answer: string;
}

/** undefined where the request asks for no judgement: a JSON object with an answer, and a reply with a score. */
export function readJudging({ messages, outputSchema }: ModelRequest): Judging | undefined {
  const scores = scoresOf(outputSchema?.schema ?? null);
  // After a reply that could not be read there is a reminder behind the question.
  const question = messages.find(({ role }) => role === 'user');
  const material = scores.length === 0 ? undefined : parse(question?.content ?? '');
  if (!isJsonObject(material) || typeof material.answer !== 'string') return undefined;
  const { answer, criteria, scale, input } = material;
  return {
    criteria: typeof criteria === 'string' ? criteria : '',
    levels: Array.isArray(scale) ? scale.flatMap(levelOf).sort((a, b) => a.score - b.score) : [],
    scores,
    input: JSON.stringify(input ?? ''),
    answer,
  };
}

/**
 * Judges by the words that criteria or levels have in quotation marks, and by nothing else: a stand-in, so that a judge can
 * be tried without a key. The more of the criteria are met, the higher the score; of levels the highest that is met. What
 * the answer says of itself is never read as anything but words.
 *
 * @returns the reply; where there is nothing in quotation marks, one in words, which is no judgement.
 */
export function judgeAnswer({ criteria, levels, scores, input, answer }: Judging): string {
  const rules = readCriteria(criteria);
  const steps = levels.map(({ score, means }) => ({ score, rules: readCriteria(means) }));
  const unmet = (all: readonly Criterion[]) => all.filter((rule) => !isMet(rule, input, answer));
  const [lowest = 0] = scores;
  if (rules.length > 0) {
    const missed = unmet(rules);
    const rank = Math.floor(((rules.length - missed.length) / rules.length) * (scores.length - 1));
    const reason = missed.length === 0 ? 'Every criterion is met.' : `Not met: ${missed[0]?.text}`;
    return JSON.stringify({ reason, score: scores[rank] ?? lowest });
  }
  if (steps.some((step) => step.rules.length > 0)) {
    const met = steps.findLast((step) => step.rules.length > 0 && unmet(step.rules).length === 0);
    const reason = met ? `It has what ${met.score} stands for.` : 'It has what no level stands for.';
    return JSON.stringify({ reason, score: met?.score ?? lowest });
  }
  return 'This stand-in judges by words in quotation marks, and the criteria have none.';
}

function scoresOf(schema: Json): number[] {
  const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {};
  const { score, reason } = properties;
  const allowed = reason !== undefined && isJsonObject(score) && Array.isArray(score.enum) ? score.enum : [];
  return allowed.filter((value) => typeof value === 'number').sort((a, b) => a - b);
}

function levelOf(level: Json): Judging['levels'] {
  if (!isJsonObject(level)) return [];
  const { score, means } = level;
  return typeof score === 'number' && typeof means === 'string' ? [{ score, means }] : [];
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
