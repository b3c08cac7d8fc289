import { expect, it } from 'vitest';
import type { Case } from '../../src/core/case.ts';
import type { Gate } from '../../src/core/gate.ts';
import { criticalTagWarnings } from '../../src/gates/critical-tag.ts';
import { gateProblems } from '../../src/gates/gate-problems.ts';
import { mustPass, noWorseThan } from '../comparison/observed.ts';

const item = (id: string, critical: boolean, ...tags: string[]): Case => ({
  ...{ id, variables: {}, tags, critical, split: null },
});
const must = mustPass('quality');
const slice = noWorseThan('quality', 0.1, { slice: 'critical' });

it.each<[string, Gate, Case[], string[]]>([
  [
    'a tag without the field',
    must,
    [item('a', false, 'critical'), item('b', true)],
    [
      'means the field `critical` and not the tag "critical", and 1 case has the tag without the field, 1 case has the field without the tag',
    ],
  ],
  [
    'a slice',
    slice,
    [item('a', true, 'critical'), item('b', true), item('c', true)],
    ['means the tag "critical" and not the field `critical`, and 2 cases have the field without the tag'],
  ],
  ['no such tag', must, [item('a', true), item('b', false, 'german')], []],
  ['both agree', must, [item('a', true, 'critical'), item('b', false)], []],
  ['no gate names it', noWorseThan('quality', 0.1), [item('a', false, 'critical'), item('b', true)], []],
  ['a gate names another tag', mustPass('quality', 'german'), [item('a', false, 'critical')], []],
])('warns where the tag and the field do not agree: %s', (_, gate, cases, messages) => {
  expect(criticalTagWarnings([gate], cases).map(({ message }) => message)).toEqual(messages);
});

it('says so where no case has the field at all', () => {
  const [problem] = gateProblems([must], [item('a', false, 'critical')], []);
  expect(problem).toMatchObject({
    message: 'no case is critical',
    hint: expect.stringContaining('tag of that name'),
  });
});
