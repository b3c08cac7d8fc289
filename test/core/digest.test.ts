import { expect, it } from 'vitest';
import { digestible, digestOf, identifyFunction } from '../../src/core/digest.ts';

const digest = (value: unknown) => digestOf(digestible(value));

function told(by: unknown) {
  const own = () => 1;
  identifyFunction(own, by);
  return own;
}

function holdingItself(name: string) {
  const value: Record<string, unknown> = { name, list: [] };
  value.list = [value, { deeper: value }];
  return value;
}

it.each<[string, (which: 1 | 2) => unknown]>([
  ['regular expressions', (which) => new RegExp(`a{${which}}`)],
  ['flags', (which) => (which === 1 ? /a/ : /a/i)],
  ['functions', (which) => (which === 1 ? () => 1 : () => 2)],
  ['functions that are told by something else', (which) => told({ which })],
  ['maps', (which) => new Map([['a', which]])],
  ['keys of maps', (which) => new Map([[{ which }, 'a']])],
  ['sets', (which) => new Set([/a/, which])],
  ['dates', (which) => new Date(which)],
  ['addresses', (which) => new URL(`https://example.com/${which}`)],
  ['bytes', (which) => Uint8Array.of(which)],
  ['big numbers', (which) => BigInt(which)],
  ['symbols', (which) => Symbol(which)],
  ['numbers that JSON lacks', (which) => (which === 1 ? Number.NaN : Number.POSITIVE_INFINITY)],
  ['values that hold themselves', (which) => holdingItself(`${which}`)],
])('tells %s apart, also deep inside, and knows one again', (_, make) => {
  const [one, again, other] = [make(1), make(1), make(2)].map((value) => digest({ list: [{ value }] }));
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

it('tells an object that comes twice from one that holds itself', () => {
  const shared = { a: 1 };
  expect(digest([shared, shared])).toBe(digest([{ a: 1 }, { a: 1 }]));
});

it('takes JSON as it is, and nothing for what is undefined', () => {
  const json = { a: [1, 'b', null, true], c: { d: -0.5 } };
  expect(digestible(json)).toEqual(json);
  expect(digest({ a: 1, b: undefined })).toBe(digest({ a: 1 }));
});
