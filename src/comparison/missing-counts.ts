import type { FailureCount, Unscored } from '../core/run-file.ts';
import { excerpt } from '../core/text.ts';
import type { ArmName, TrialRecord } from '../core/trial.ts';

/** Characters of a reason that are kept. */
const reasonLength = 200;
const codeLength = 60;
/** With more of them, each is about its own answer. */
const mostReasons = 1000;

type Counted = Unscored & { reason: string };

/** How much a run lacks and why: trials that failed, answers that nobody could score. */
export class MissingCounts {
  readonly #failures = new Map<string, FailureCount>();
  /** With where its reason stands: the first in the dataset's order, whatever order the answers came in. */
  readonly #unscored = new Map<
    string,
    { position: number; unscored: Counted; reasons: Map<string, number> }
  >();

  addFailure({ arm, model, failure }: Pick<TrialRecord, 'arm' | 'model' | 'failure'>): void {
    // Of a file that anyone can write, so it may be anything.
    const given: unknown = failure?.code;
    const code = typeof given === 'string' ? excerpt(given, codeLength) : 'unknown';
    const key = `${code}\n${laneKey(arm, model)}`;
    const known = this.#failures.get(key);
    const said: unknown = failure?.message;
    const message = known?.message ?? (typeof said === 'string' ? excerpt(said, reasonLength) : '');
    this.#failures.set(key, { code, model, arm, count: (known?.count ?? 0) + 1, message });
  }

  /** @param position of the answer among all of its arm and model */
  addUnscored(
    { arm, model }: Pick<TrialRecord, 'arm' | 'model'>,
    position: number,
    score: { metric: string; unscored: string; awaits?: 'review' },
  ): void {
    const { metric } = score;
    const key = `${metric}\n${laneKey(arm, model)}`;
    const known = this.#unscored.get(key);
    const isFirst = known === undefined || position < known.position;
    const own = excerpt(score.unscored, reasonLength);
    const reason = isFirst ? own : known.unscored.reason;
    const reasons = known?.reasons ?? new Map<string, number>();
    if (reasons.size <= mostReasons) reasons.set(own, (reasons.get(own) ?? 0) + 1);
    const count = (known?.unscored.count ?? 0) + 1;
    const awaiting = (known?.unscored.awaiting ?? 0) + (score.awaits === 'review' ? 1 : 0);
    this.#unscored.set(key, {
      position: isFirst ? position : known.position,
      unscored: { metric, model, arm, count, ...(awaiting > 0 && { awaiting }), reason },
      reasons,
    });
  }

  takeUnscored(others: MissingCounts): void {
    for (const [key, unscored] of others.#unscored) this.#unscored.set(key, unscored);
  }

  /** By metric, model and arm. */
  unscored(): Counted[] {
    const inOrder = [...this.#unscored.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    return inOrder.map(([, { unscored, reasons }]) => {
      const often = mostFrequent(reasons);
      return often === null ? unscored : { ...unscored, often };
    });
  }

  /** By code, model and arm, the most frequent first. */
  failures(): FailureCount[] {
    const inOrder = [...this.#failures.entries()].sort(
      ([a, most], [b, least]) => least.count - most.count || (a < b ? -1 : 1),
    );
    return inOrder.map(([, failure]) => failure);
  }
}

/** null where there is one, where none is given twice, and where there are too many to count. */
function mostFrequent(reasons: ReadonlyMap<string, number>): { reason: string; count: number } | null {
  if (reasons.size < 2 || reasons.size > mostReasons) return null;
  const [[reason, count] = ['', 0]] = [...reasons].sort(
    ([a, many], [b, few]) => few - many || (a < b ? -1 : 1),
  );
  return count > 1 ? { reason, count } : null;
}

function laneKey(arm: ArmName, model: string): string {
  return `${arm}\n${model}`;
}
