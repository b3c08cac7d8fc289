import type { Case } from './case.ts';
import type { Completion } from './completion.ts';
import type { Json } from './json.ts';
import type { AskJudge, JudgeRecord } from './judge.ts';
import type { Score } from './score.ts';
import type { ArmName } from './trial.ts';

/** What an evaluator sees of two answers to one case. Nothing in it says which arm gave which: their order is drawn. */
export interface PairContext {
  case: Case;
  variables: Record<string, Json>;
  answers: readonly [Completion, Completion];
  /** Asks one of the evaluator's `models`. Absent where no model may be asked. */
  ask?: AskJudge;
  /** Aborted when the evaluator's time is up. */
  signal: AbortSignal;
}

/** Which of two answers: the index of one, or null where neither is better. */
export type Preference = 0 | 1 | null;

/** What was replied where the answer `first` stood first. */
export interface OrderedReply {
  first: 0 | 1;
  chose: Preference;
  reason?: string;
}

/** What an evaluator says of a pair: without asking, or by what a model replied to each of the two orders. */
export type PairJudgement =
  | { metric: string; prefers: Preference; reason?: string }
  | { metric: string; orders: readonly [OrderedReply, OrderedReply] }
  | { metric: string; unscored: string };

/** One reply of a judge, by the arms. */
export interface PairReply {
  /** Whose answer stood first. */
  first: ArmName;
  chose: ArmName | 'tie';
  reason?: string;
}

export type PairScore =
  | {
      metric: string;
      /** The candidate's: 1 it won, 0.5 a tie, 0 it lost. */
      value: number;
      /** To both orders; absent where nothing was asked. */
      replies?: [PairReply, PairReply];
      /** Only where nothing was asked. */
      reason?: string;
    }
  | { metric: string; unscored: string };

/** A line of trials.jsonl about both arms' answers to one case; it stands after the lines of both trials. */
export interface PairRecord {
  /** What comparisons call the two models. */
  pair: string;
  /** Only in a sweep: of which row. */
  row?: number;
  case: string;
  /** Of both trials. */
  repeat: number;
  scores: PairScore[];
  judge?: JudgeRecord;
  /** The run that judged it, where it was another one: what it cost was paid there. */
  from?: string;
}

/** The candidate's value: what both orders say, and a tie where they do not say the same. */
export function pairValue([one, other]: readonly [PairReply, PairReply]): number {
  if (one.chose !== other.chose || one.chose === 'tie') return 0.5;
  return one.chose === 'candidate' ? 1 : 0;
}

/** What became of a judge's two replies about one pair. `first` and `second`: it took whatever stood there both times. */
export type OrderEffect = 'none' | 'first' | 'second' | 'mixed';

export function orderEffect([one, other]: readonly [PairReply, PairReply]): OrderEffect {
  if (one.chose === other.chose) return 'none';
  const places = [one, other].map(({ first, chose }) =>
    chose === 'tie' ? 'tie' : chose === first ? 'first' : 'second',
  );
  if (places.every((place) => place === 'first')) return 'first';
  return places.every((place) => place === 'second') ? 'second' : 'mixed';
}

/** What a pair's score says of one arm, as the score of its trial; the reason, which is about both, stands with the candidate. */
export function armScore(score: PairScore, arm: ArmName): Score {
  const { metric } = score;
  if ('unscored' in score) return { metric, unscored: score.unscored };
  if (arm === 'baseline') return { metric, value: 1 - score.value };
  const { value } = score;
  const reason = reasonOf(score);
  return { metric, value, ...(reason !== '' && { reason }) };
}

function reasonOf({ replies, reason = '' }: Extract<PairScore, { value: number }>): string {
  if (replies === undefined) return reason;
  return replies
    .map(({ first, chose, reason: said = '' }) => {
      const other = first === 'candidate' ? 'baseline' : 'candidate';
      const choice = chose === 'tie' ? 'neither' : `the ${chose}`;
      return `with 1 = ${first}, 2 = ${other} the judge took ${choice}${said === '' ? '' : `: ${said}`}`;
    })
    .join(' · ');
}

/** How often a judge's choice changed with the order, over the pairs that it read in both. */
export interface FlipCount {
  asked: number;
  flipped: number;
  /** Of those flipped, where it took whatever stood first, and whatever stood second. */
  first: number;
  second: number;
}

/** The largest share of flips with which a judge's preferences decide anything. */
export const mostFlips = 0.2;

export function isUnfit({ asked, flipped }: FlipCount): boolean {
  return asked > 0 && flipped / asked > mostFlips;
}

/** Whether a line of trials.jsonl is about a pair, and not about a trial. */
export function isPair(line: object): line is PairRecord {
  return 'pair' in line;
}
