import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../src/cli/parse-moment.ts';

const now = new Date('2026-11-21T12:00:00Z');

describe('parseMoment', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T14:03', '2026-11-20T14:03:00.000Z'],
    ['2026-11-20 14:03', '2026-11-20T14:03:00.000Z'],
    ['2026-11-20T14:03:05Z', '2026-11-20T14:03:05.000Z'],
    ['2026-11-20T14:03:05.250Z', '2026-11-20T14:03:05.250Z'],
    ['2026-11-20T14:03+01:00', '2026-11-20T13:03:00.000Z'],
    ['2026-11-20T14:03 -0230', '2026-11-20T16:33:00.000Z'],
    ['2026-11-20 14:03 UTC', '2026-11-20T14:03:00.000Z'],
    ['2 Nov 2026 04:03 UTC', '2026-11-02T04:03:00.000Z'],
    ['30m ago', '2026-11-21T11:30:00.000Z'],
    ['90 minutes ago', '2026-11-21T10:30:00.000Z'],
    ['2h', '2026-11-21T10:00:00.000Z'],
    ['3 days ago', '2026-11-18T12:00:00.000Z'],
    ['1w ago', '2026-11-14T12:00:00.000Z'],
    [' now ', now.toISOString()],
  ])('reads %j', (text, iso) => {
    expect(parseMoment('--at', text, now).toISOString()).toBe(iso);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-11-20T25:00',
    '21.11.2026',
    '2 Foo 2026 04:03 UTC',
    '-2h',
  ])('refuses %j and says what it takes', (text) => {
    expect(() => parseMoment('--at', text, now)).toThrow(
      /^--at: ".*" is no time; expected a date .*"2h ago"/s,
    );
  });

  it.each(['2026-11-21T12:00:01', '2027-01-01'])('refuses %s, which lies in the future', (text) => {
    expect(() => parseMoment('--at', text, now)).toThrow('lies in the future');
  });
});
