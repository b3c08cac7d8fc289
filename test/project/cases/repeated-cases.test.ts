import { expect, it } from 'vitest';
import type { Case } from '../../../src/core/case.ts';
import { digestsOf } from '../../../src/project/cases/attempt-ledger.ts';
import { repeatWarnings } from '../../../src/project/cases/repeated-cases.ts';

const item = (id: string, message: string, expected: string): Case => ({
  ...{ id, variables: { message, row: id }, expected },
  ...{ tags: [], critical: false, split: null },
});
const three = [item('a', 'one', 'x'), item('b', 'two', 'x'), item('c', 'one', 'y')];

it.each<[string, Case[], string | null]>([
  ['none', three, null],
  ['no case', [], null],
  [
    'one',
    [...three, item('d', 'one', 'x')],
    '1 of 4 cases asks and expects the same as another, and yet counts as evidence',
  ],
  [
    'many',
    Array.from({ length: 2000 }, (_, index) =>
      three.map((one) => ({ ...one, id: `${one.id}${index}` })),
    ).flat(),
    '5,997 of 6,000 cases ask and expect the same as another, and yet count as evidence',
  ],
])('says how many cases repeat another one: %s', (_, cases, message) => {
  const digests = digestsOf(cases, ['message']);
  const before = digests.value();
  expect(repeatWarnings({ name: 'say' }, digests).map((warning) => warning.message)).toEqual(
    message ? [message] : [],
  );
  expect(digests.value()).toBe(before);
  expect(repeatWarnings({ name: 'say', cluster: 'row' }, digests)).toEqual([]);
});
