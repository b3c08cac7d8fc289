import { expect, it } from 'vitest';
import type { Case } from '../../src/core/case.ts';
import type { Gate } from '../../src/core/gate.ts';
import { gateProblems } from '../../src/gates/gate-problems.ts';
import { mustPass, noWorseThan } from '../comparison/observed.ts';

function caseWith(id: string, changes: Partial<Case> = {}): Case {
  return { id, variables: {}, tags: [], critical: false, split: null, ...changes };
}

const cases = [caseWith('a', { tags: ['german'] }), caseWith('b', { critical: true })];

it.each<[string, Gate]>([
  ['a slice that exists', noWorseThan('quality', 0.05, { slice: 'german' })],
  ['critical cases', mustPass('quality')],
  ['cases with a tag', mustPass('quality', 'german')],
  ['a model of the run', noWorseThan('quality', 0.05, { models: ['demo/in-context', 'own'] })],
])('has nothing to say about %s', (_, gate) => {
  expect(gateProblems([gate], cases, ['demo/in-context', 'own'])).toEqual([]);
});

it.each<[string, Gate, Case[], object]>([
  [
    'a slice that no case is in',
    noWorseThan('quality', 0.05, { slice: 'germn' }),
    cases,
    {
      field: 'gate "quality" slice',
      message: 'no case has the tag "germn"',
      hint: 'Did you mean "german"?',
    },
  ],
  [
    'a must-pass gate without critical cases',
    mustPass('quality'),
    [caseWith('a')],
    {
      field: 'gate "critical quality" cases',
      message: 'no case is critical',
      hint: 'Mark some with `critical: true`, or remove the gate',
    },
  ],
  [
    'a must-pass tag that no case has',
    mustPass('quality', 'critcal'),
    cases,
    {
      field: 'gate "critcal quality" cases',
      message: 'no case has the tag "critcal"',
      hint: 'Did you mean "critical"?',
    },
  ],
  [
    'a model that is not evaluated',
    noWorseThan('quality', 0.05, { models: ['demo/in-contxt'] }),
    cases,
    {
      field: 'gate "quality" models',
      message: '"demo/in-contxt" is not evaluated',
      hint: 'Did you mean "demo/in-context"?',
    },
  ],
])('finds %s', (_, gate, given, problem) => {
  expect(gateProblems([gate], given, ['demo/in-context'])).toEqual([problem]);
});

it('finds everything at once', () => {
  const gate = mustPass('quality', 'french', { slice: 'spanish', models: ['x/y', 'demo/in-context'] });
  expect(gateProblems([gate, gate], cases, ['demo/in-context'])).toHaveLength(6);
});
