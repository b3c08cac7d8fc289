import { expect, it } from 'vitest';
import { clusterOf } from '../../src/core/cluster.ts';
import type { Json } from '../../src/core/json.ts';

it.each<[string, Json, string | null]>([
  ['a text', 'acme', 'acme'],
  ['a text with blanks around it', ' acme ', 'acme'],
  ['a number, as CSV would have it', 7, '7'],
  ['a truth', false, 'false'],
  ['anything else by its content', { b: 1, a: [2] }, '{"a":[2],"b":1}'],
  ['nothing', '', null],
  ['only blanks', ' ', null],
  ['null', null, null],
])('reads %s', (_, value, expected) => {
  expect(clusterOf({ variables: { customer: value } }, 'customer')).toBe(expected);
});

it('finds nothing where the field is not there', () => {
  expect(clusterOf({}, 'customer')).toBeNull();
  expect(clusterOf({ variables: {} }, 'customer')).toBeNull();
  expect(clusterOf({ variables: {} }, 'constructor')).toBeNull();
});
