import { expect, it } from 'vitest';
import { parseDuration, parseShare, parseUsd } from '../../src/config/quantities.ts';

it.each<[string, (value: number | string) => number | undefined, number | string, number | undefined]>([
  ['share', parseShare, '50%', 0.5],
  ['share', parseShare, ' 2.5 % ', 0.025],
  ['share', parseShare, 0.1, 0.1],
  ['share', parseShare, '50', undefined],
  ['share', parseShare, '-5%', undefined],
  ['share', parseShare, '', undefined],
  ['share', parseShare, Number.NaN, undefined],
  ['share', parseShare, Number.POSITIVE_INFINITY, undefined],
  ['time', parseDuration, '800ms', 800],
  ['time', parseDuration, '1.5s', 1500],
  ['time', parseDuration, '2 min', 120_000],
  ['time', parseDuration, '24h', 86_400_000],
  ['time', parseDuration, '7d', 604_800_000],
  ['time', parseDuration, 250, 250],
  ['time', parseDuration, '2 parsecs', undefined],
  ['time', parseDuration, '5m', undefined],
  ['time', parseDuration, '1h 30min', undefined],
  ['time', parseDuration, Number.NaN, undefined],
  ['price', parseUsd, '$0.02', 0.02],
  ['price', parseUsd, ' $ 3 ', 3],
  ['price', parseUsd, 0.02, 0.02],
  ['price', parseUsd, '0.02', undefined],
  ['price', parseUsd, '€3', undefined],
])('reads the %s %# as it is meant', (_, parse, written, value) => {
  expect(parse(written)).toBe(value);
});
