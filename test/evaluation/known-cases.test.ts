import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/core/gate.ts';
import type { PolicyChange, RunPolicy } from '../../src/core/policy.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { decide } from '../../src/evaluation/decide.ts';
import { bothArms, flips, limit, noWorseThan, observe, quality, type Row } from '../comparison/observed.ts';

/** A verdict under the policy of a branch that has the known rows alone. */
function verdictOn(known: readonly Row[], added: readonly Row[], gates: Gate[], there = gates): Verdict {
  const named = (rows: readonly Row[], kind: string) =>
    rows.map((row, at) => ({ ...row, id: `${kind}-${at}` }));
  const rows = [...named(added, 'new'), ...named(known, 'old')];
  const names = named(added, 'new').map(({ id }) => id);
  const text = `${names.length} cases are new`;
  const change: PolicyChange = { kind: 'cases-added', names, text, isLooser: false, digest: 'sha256:0' };
  const policy: RunPolicy = {
    ...{ from: 'main', commit: '0123456789abcdef', digest: null, approvedBy: [], waitsFor: null },
    ...(names.length > 0 ? { changes: [change], gates: there } : { changes: [] }),
  };
  return decide(observe('quality', rows), {
    pairings: [bothArms],
    metrics: [quality],
    gates,
    interface: { changes: [], declaredBreaking: false },
    trials: { planned: 1, completed: 1, stopped: null },
    hasBaseline: true,
    attempt: { number: 1, mode: 'counted' },
    policy,
  }).verdict;
}

const gate = noWorseThan('quality', 0.08);
const brief = ({ status, outcomes }: Verdict) => ({
  status,
  known: outcomes.filter((outcome) => outcome.gate.endsWith('(known cases)')),
  policy: outcomes.find((outcome) => outcome.gate === 'policy'),
});

describe('the cases of the protected branch', () => {
  it('are not outvoted by cases that both arms get right', () => {
    const { status, known, policy } = brief(
      verdictOn(flips({ losses: 68, pass: 131, fail: 1 }), flips({ pass: 1200 }), [gate]),
    );
    expect(status).toBe('fail');
    expect(known).toMatchObject([
      {
        gate: 'quality (known cases)',
        status: 'fail',
        enforced: true,
        metric: null,
        actual: '65.5 % vs 99.5 %',
      },
    ]);
    expect(known[0]?.text).toMatch(/^on the 200 known cases alone, quality.*: 68 cases got worse, 0 better/);
    expect(policy).toMatchObject({ status: 'pass', actual: 'kept, 1,200 new cases' });
    expect(policy?.text).toContain(
      'Judged on the 200 known cases without the 1,200 new too: quality does not hold there.',
    );
  });

  const wide = noWorseThan('quality', 0.05);
  const perfect = limit('min', 'quality', 1);
  const [worse, more] = [flips({ losses: 68, pass: 132 }), flips({ pass: 1200 })];

  it.each<[string, Row[], Row[], [here: Gate, there: Gate], Verdict['status'], Verdict['status'][]]>([
    ['hold where nothing changed there', flips({ pass: 200 }), more, [gate, gate], 'pass', []],
    [
      'are undecided where all are enough and they are not',
      flips({ losses: 14, pass: 186 }),
      more,
      [gate, gate],
      'inconclusive',
      ['inconclusive'],
    ],
    [
      'are asked no more than there',
      flips({ pass: 60 }),
      more,
      [noWorseThan('quality', 0.02), wide],
      'pass',
      [],
    ],
    ['wait for no gate that they never could decide', flips({ pass: 20 }), more, [wide, wide], 'pass', []],
    [
      'fail such a gate all the same where they prove it',
      flips({ losses: 15, pass: 5 }),
      more,
      [wide, wide],
      'fail',
      ['fail'],
    ],
    ['repeat nothing that all say', flips({ losses: 5, pass: 95 }), more, [perfect, perfect], 'fail', []],
    [
      'know no gate that is only reported there',
      worse,
      more,
      [gate, { ...gate, enforced: false }],
      'pass',
      [],
    ],
  ])('%s', (_, known, added, [here, there], status, onKnown) => {
    const found = brief(verdictOn(known, added, [here], [there]));
    expect([found.status, found.known.map((outcome) => outcome.status)]).toEqual([status, onKnown]);
  });

  it('leave a run undecided that has none of them', () => {
    const { status, outcomes } = verdictOn([], more, [gate]);
    const [open] = outcomes.filter((outcome) => outcome.status !== 'pass');
    expect([status, open?.gate, open?.enforced]).toEqual(['inconclusive', 'known cases', true]);
  });

  it('are all there is where none is new', () => {
    const { known, policy } = brief(verdictOn(flips({ losses: 68, pass: 132 }), [], [gate]));
    expect([known, policy?.actual]).toEqual([[], 'kept']);
  });
});
