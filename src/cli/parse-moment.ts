import { InputError } from '../core/errors.ts';

const unitsMs: Record<string, number> = { m: 60e3, h: 3600e3, d: 86400e3, w: 7 * 86400e3 };
const ago = /^(\d{1,6}) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)(?: ago)?$/;
/** A date, and a time of day with or without seconds and zone. */
const iso =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;
/** As this tool prints times: `22 Aug 2026 14:03 UTC`. */
const printed = /^(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}) UTC$/;
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/**
 * A moment that a person names. Without a zone it is UTC, as everything that is printed; a date is its first moment.
 *
 * @throws InputError that says which forms there are, or that it lies in the future.
 */
export function parseMoment(option: string, text: string, now: Date): Date {
  const moment = readMoment(text.trim(), now);
  if (moment === undefined) {
    throw new InputError({
      field: option,
      message: `"${text}" is no time`,
      expected:
        'a date (2026-11-21), a date and time (2026-11-21T14:03, 2026-11-21T14:03:05+01:00) or "2h ago"',
      hint: 'Without a zone it is UTC; ago takes minutes, hours, days and weeks: 30m, 2h, 3d, 1w',
    });
  }
  if (moment.getTime() <= now.getTime()) return moment;
  throw new InputError({
    field: option,
    message: `"${text}" lies in the future`,
    expected: 'a time until now',
  });
}

function readMoment(text: string, now: Date): Date | undefined {
  if (text === 'now') return now;
  const [, count, unit] = ago.exec(text) ?? [];
  if (count !== undefined)
    return new Date(now.getTime() - Number(count) * (unitsMs[unit?.charAt(0) ?? ''] ?? 0));
  const [, day, month = '', year, clock = ''] = printed.exec(text) ?? [];
  if (day !== undefined) {
    const number = months.indexOf(month) / 3 + 1;
    return dateOf(`${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`, clock, 'Z');
  }
  const [, date, time = '00:00', zone = 'Z'] = iso.exec(text) ?? [];
  return date === undefined ? undefined : dateOf(date, time, /^(z|utc)$/i.test(zone) ? 'Z' : zone);
}

/** undefined for a day that does not exist, which Date would move to the next month. */
function dateOf(date: string, time: string, zone: string): Date | undefined {
  const offset = zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const moment = new Date(`${date}T${time}${offset}`);
  const day = new Date(`${date}T00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
  return exists && !Number.isNaN(moment.getTime()) ? moment : undefined;
}
