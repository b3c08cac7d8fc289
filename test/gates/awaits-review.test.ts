import { describe, expect, it } from 'vitest';
import { outlooksOf } from '../../src/comparison/outlook.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { GateOutcome } from '../../src/core/verdict.ts';
import { decide } from '../../src/evaluation/decide.ts';
import {
  bothArms,
  limit,
  model,
  mustPass,
  noWorseThan,
  observe,
  quality,
  type Row,
} from '../comparison/observed.ts';

const command = 'prompteval review greet --run 20261121-154501-9f3c1a';

/** Rows as they were measured; where a row has no value on an arm, its answer waits for a person. */
function observed(rows: readonly Row[]) {
  const observations = observe('quality', rows);
  for (const [index, row] of rows.entries()) {
    for (const arm of ['baseline', 'candidate'] as const) {
      if (row[arm] !== null) continue;
      const scores = [{ metric: 'quality', unscored: 'nobody yet', awaits: 'review' as const }];
      const id = observations.cases[index]?.id ?? '';
      observations.add({ arm, case: id, model, repeat: 0, status: 'completed', scores, attempts: 1 });
    }
  }
  return observations;
}

function outcome(rows: readonly Row[], gate: Gate, reviewWith: string | undefined = command): GateOutcome {
  const { verdict } = decide(observed(rows), {
    pairings: [bothArms],
    metrics: [quality],
    gates: [gate],
    interface: { changes: [], declaredBreaking: false },
    trials: { planned: 1, completed: 1, stopped: null },
    hasBaseline: true,
    attempt: { number: 1, mode: 'counted' },
    reviewWith,
  });
  const [first] = verdict.outcomes;
  if (first === undefined) throw new Error('no outcome');
  return first;
}

const waiting: Row = { baseline: null, candidate: null, critical: true };
const good: Row = { baseline: 1, candidate: 1, critical: true };
const bad: Row = { baseline: 1, candidate: 0, critical: true };
const all = (count: number, row: Row) => Array.from({ length: count }, () => ({ ...row }));

describe('a gate on what people have not said yet', () => {
  it.each<[string, Gate, Row[], string]>([
    [
      'must pass',
      mustPass('quality'),
      [good, waiting],
      `critical quality: 1 of 2 cases waits for a person to review the answers. Review them: ${command}`,
    ],
    [
      'no worse than',
      noWorseThan('quality', 0.05),
      all(20, waiting),
      `quality: 20 of 20 cases wait for a person to review the answers. Review them: ${command}`,
    ],
    [
      'a rule',
      limit('min', 'quality', 1),
      [...all(9, good), waiting],
      `quality: 1 of 10 cases waits for a person to review the answers. Review them: ${command}`,
    ],
  ])('is inconclusive and says how to review: %s', (_, gate, rows, text) => {
    expect(outcome(rows, gate)).toMatchObject({ status: 'inconclusive', reason: 'awaits-review', text });
  });

  it('adds it where there is more to say', () => {
    const { reason, text } = outcome([...all(99, good), waiting], noWorseThan('quality', 0.005));
    expect(reason).not.toBe('awaits-review');
    expect(text).toContain(`1 case waits for a review. Review them: ${command}`);
  });

  it('fails all the same where what was said is enough', () => {
    const { status, text } = outcome([bad, waiting], mustPass('quality'));
    expect(status).toBe('fail');
    expect(text).not.toContain(command);
  });

  it('is said of nothing that is missing for another reason', () => {
    const rows: Row[] = [good, { baseline: 'failed', candidate: 'failed', critical: true }];
    expect(outcome(rows, mustPass('quality'))).toMatchObject({ reason: 'missing-results' });
  });

  it('ends no run early', () => {
    const gate = noWorseThan('quality', 0.05);
    const look = (rows: Row[]) => {
      const observations = observed(rows);
      const asked = new Set(observations.cases.map(({ id }) => id));
      return outlooksOf(observations, asked, { pairings: [bothArms], metrics: [quality], gates: [gate] });
    };
    expect(look(all(20, waiting))).toEqual([]);
    expect(look(all(20, good))).toHaveLength(1);
  });
});
