import { floorPromotes, p95Promotes, rankOfP95, repeatedP95Promotes } from '../measures/limits.ts';
import { alpha } from '../shipped.ts';
import { percent, tableLines } from '../table.ts';
import type { Measure } from './section.ts';

const counts = [20, 50, 59, 100, 300, 1000];
const floors = [0.5, 0.7, 0.8, 0.9, 0.95, 0.97];

export const measureFloors: Measure = (shipped) => {
  const found = counts.map((cases) => ({
    cases,
    rates: floors.map((floor) => floorPromotes(shipped, cases, floor)),
  }));
  return {
    title:
      'E. Floors on pass/fail metrics, by exact sums: false promotion when the true rate is at the floor, at most 5 %',
    lines: tableLines([
      ['cases', ...floors.map((floor) => `min: ${floor}`)],
      ...found.map(({ cases, rates }) => [String(cases), ...rates.map((rate) => percent(rate, 2))]),
    ]),
    claims: found.flatMap(({ cases, rates }) =>
      rates.map((rate, index) => ({
        what: `floor ${floors[index]}, ${cases} cases`,
        rate,
        atMost: alpha,
      })),
    ),
  };
};

const repeats = 3;
const repeatedCases = [59, 100];

/** Repeats: the p95 is that of each case's largest. From answers that have nothing in common to ones that are all the same. */
export const measureRepeatedP95: Measure = (shipped, { draws }) => {
  const found = [0, 0.5, 1].map((sameness) => ({
    sameness,
    rates: repeatedCases.map((cases) => repeatedP95Promotes(shipped, { cases, repeats, sameness, draws })),
  }));
  return {
    title: `p95 with ${repeats} repeats, ${draws} draws: false promotion when the true p95 of a case's largest is at the limit, at most 5 %`,
    lines: tableLines([
      ['', ...repeatedCases.map((cases) => `n=${cases}`)],
      ...found.map(({ sameness, rates }) => [
        `${percent(sameness, 0)} of the cases answer alike each time`,
        ...rates.map((rate) => percent(rate, 2)),
      ]),
    ]),
    claims: found.flatMap(({ sameness, rates }) =>
      rates.map((rate, index) => ({
        what: `p95 with repeats, ${sameness} alike, ${repeatedCases[index]} cases`,
        rate,
        atMost: alpha,
        draws,
      })),
    ),
  };
};

export const measureP95: Measure = (shipped) => {
  const found = [58, ...counts.slice(2)].map((cases) => ({ cases, rate: p95Promotes(shipped, cases) }));
  return {
    title:
      'p95 by order statistics, by exact sums: false promotion when the true p95 is at the limit, at most 5 %',
    lines: tableLines([
      ['cases', 'decides by value no.', 'false promotion'],
      ...found.map(({ cases, rate }) => [
        String(cases),
        String(rankOfP95(shipped, cases) ?? 'none'),
        percent(rate, 2),
      ]),
    ]),
    claims: found.map(({ cases, rate }) => ({ what: `p95, ${cases} cases`, rate, atMost: alpha })),
  };
};
