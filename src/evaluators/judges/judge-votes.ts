import type { Problem } from '../../core/problem.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import type { Metric, Score } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import { unscored } from '../options/binary-score.ts';
import { describe } from '../options/metric-problems.ts';
import type { OptionCheck } from '../options/options.ts';

const mostVotes = 15;

/** What one vote says. */
export interface Judgement {
  score: number;
  reason: string;
}

export type Vote = { found: Judgement } | { unread: string };

export const votesCheck: OptionCheck = (value) => {
  const isOdd = typeof value === 'number' && Number.isSafeInteger(value) && value % 2 === 1;
  if (isOdd && value > 0 && value <= mostVotes) return undefined;
  const message = `is ${typeof value === 'number' ? value : describe(value)}`;
  return { message, expected: `an odd number, 1 to ${mostVotes}` };
};

/** At temperature 0 every vote is the first one said again. */
export function voteProblems(votes: number, parameters: ModelParameters | undefined): Problem[] {
  const { temperature = 1 } = parameters ?? { temperature: 0 };
  if (votes === 1 || temperature !== 0) return [];
  return [
    {
      field: 'llmJudge.votes',
      message: `is ${votes}, but at temperature 0 every vote says the same`,
      hint: 'Give the judge parameters: { temperature: 0.7 }',
    },
  ];
}

/** A seed of its own for each vote: with one for all, they would be the same vote. */
export function seedOfVote(parameters: ModelParameters, vote: number): ModelParameters {
  const { seed } = parameters;
  return typeof seed === 'number' ? { ...parameters, seed: seed + vote } : parameters;
}

/**
 * What several votes come to: for yes or no what most of them say, else their mean. Votes that could not be read are left
 * to the others, as long as more than half of all could.
 */
export function countVotes(metric: Metric, votes: readonly Vote[]): Score {
  const read = votes.flatMap((vote) => ('found' in vote ? [vote.found] : []));
  const unread = votes.flatMap((vote) => ('unread' in vote ? [vote.unread] : []));
  if (read.length * 2 <= votes.length) {
    const [first = 'nobody voted'] = unread;
    const counted = votes.length === 1 ? '' : `${unread.length} of ${votes.length} votes are missing: `;
    return unscored(metric.id, `${counted}${first}`);
  }
  const mean = read.reduce((sum, { score }) => sum + score, 0) / read.length;
  if (metric.kind === 'score') return scoreOf(metric, mean, read);
  if (mean === 0.5) return unscored(metric.id, `${read.length} votes that could be read are evenly split`);
  return scoreOf(metric, mean > 0.5 ? 1 : 0, read);
}

/** With the reason of the vote that comes closest. */
function scoreOf({ id }: Metric, value: number, read: readonly Judgement[]): Score {
  const distance = ({ score }: Judgement): number => Math.abs(score - value);
  const closest = read.reduce((best, vote) => (distance(vote) < distance(best) ? vote : best));
  const said = read.length === 1 ? '' : `votes ${read.map(({ score }) => score).join(', ')}`;
  const reason = [said, excerpt(closest.reason, 500)].filter((part) => part !== '').join(': ');
  return { metric: id, value, ...(reason !== '' && { reason }) };
}
