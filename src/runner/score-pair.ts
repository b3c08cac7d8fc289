import type { Case } from '../core/case.ts';
import type { Completion } from '../core/completion.ts';
import { deepFreeze } from '../core/deep-freeze.ts';
import { digestOf } from '../core/digest.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { OrderedReply, PairReply, PairScore, Preference } from '../core/pair.ts';
import { pairValue } from '../core/pair.ts';
import type { ArmName } from '../core/trial.ts';
import { type AskFor, messageOf } from './score-trial.ts';
import { cutReason } from './settle-scores.ts';
import { withinTime } from './within-time.ts';

/** Both arms' answers to one case. */
export interface AnsweredPair {
  /** What comparisons call the two models. */
  pair: string;
  /** Only in a sweep: of which row. */
  row?: number;
  case: Case;
  repeat: number;
  baseline: Completion;
  candidate: Completion;
}

/**
 * What evaluators of pairs say of two answers: exactly one score for every metric that they declare. They see the answers in
 * an order that is drawn for each pair, so that none can tell which arm it favours; as in `scoreTrial`, whatever one does wrong
 * becomes `unscored`.
 */
export async function scorePair(
  evaluators: readonly Evaluator[],
  pair: AnsweredPair,
  askFor?: AskFor,
): Promise<PairScore[]> {
  const arms = drawnOrder(pair);
  const [zero, one] = arms;
  const answers = [pair[zero], pair[one]] as const;
  const context = deepFreeze({ case: pair.case, variables: pair.case.variables, answers });
  const scores = await Promise.all(
    evaluators.map(async (evaluator) => {
      const { compare, metrics, name, timeoutMs } = evaluator;
      if (compare === undefined) return [];
      try {
        const returned = await withinTime(timeoutMs, (signalOf) =>
          compare.call(evaluator, {
            ...context,
            ...(askFor && { ask: askFor(evaluator, signalOf) }),
            get signal() {
              return signalOf();
            },
          }),
        );
        return metrics.map(({ id }) => scoreOf(id, returned, arms));
      } catch (error) {
        const unscored = cutReason(`${name} failed: ${messageOf(error)}`);
        return metrics.map(({ id }) => ({ metric: id, unscored }));
      }
    }),
  );
  return scores.flat();
}

type Order = readonly [ArmName, ArmName];

/** The same for the same pair, whenever it is judged. */
export function drawnOrder({ pair, case: { id }, repeat }: Omit<AnsweredPair, ArmName>): Order {
  const isTurned = Number.parseInt(digestOf(['pair', pair, id, repeat]).slice(-1), 16) % 2 === 1;
  return isTurned ? ['candidate', 'baseline'] : ['baseline', 'candidate'];
}

/** An evaluator may return anything. */
function scoreOf(metric: string, returned: unknown, arms: Order): PairScore {
  const given: Partial<Record<string, unknown>> =
    typeof returned === 'object' && returned !== null ? { ...returned } : {};
  if (typeof given.unscored === 'string') return { metric, unscored: cutReason(given.unscored) };
  if (Array.isArray(given.orders) && given.orders.length === 2) {
    const [first, second]: unknown[] = given.orders;
    if (isReply(first) && isReply(second) && first.first !== second.first) {
      const replies: [PairReply, PairReply] = [replyOf(first, arms), replyOf(second, arms)];
      return { metric, value: pairValue(replies), replies };
    }
  }
  const { prefers, reason } = given;
  if (isPreference(prefers)) {
    const value = prefers === null ? 0.5 : Number(arms[prefers] === 'candidate');
    return { metric, value, ...(typeof reason === 'string' && { reason: cutReason(reason) }) };
  }
  return { metric, unscored: 'it returned neither what it prefers nor what it was told in both orders' };
}

function replyOf({ first, chose, reason }: OrderedReply, arms: Order): PairReply {
  return {
    first: arms[first],
    chose: chose === null ? 'tie' : arms[chose],
    ...(typeof reason === 'string' && { reason: cutReason(reason) }),
  };
}

function isReply(value: unknown): value is OrderedReply {
  if (typeof value !== 'object' || value === null) return false;
  const { first, chose }: Partial<Record<string, unknown>> = { ...value };
  return (first === 0 || first === 1) && isPreference(chose);
}

function isPreference(value: unknown): value is Preference {
  return value === null || value === 0 || value === 1;
}
