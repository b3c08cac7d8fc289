import { counted, formatCount, formatUsdFine } from '../../core/format.ts';
import type { SweepFile, SweepRow } from '../../core/sweep.ts';
import { excerpt } from '../../core/text.ts';
import type { GateStatus } from '../../core/verdict.ts';

/** Rows of a tie that are named. */
const mostNamed = 8;

const clears: Record<SweepRow['clears'], string> = {
  yes: 'clear',
  untimed: 'but latency',
  no: 'fails',
  undecided: 'undecided',
};

/** As what a badge shows them. */
export const clearsStatus: Record<SweepRow['clears'], GateStatus> = {
  yes: 'pass',
  untimed: 'pass',
  no: 'fail',
  undecided: 'inconclusive',
};

/** The gate column, beside a glyph. */
export function clearsWords(row: SweepRow): string {
  return clears[row.clears];
}

export function standingWords({ standing }: SweepRow): string {
  return standing === 'unknown' ? '–' : standing;
}

/** `12 rows: 3 variants on 4 model settings, 300 tune cases; stable ran once on each of 4` */
export function sizeWords({ rows, dataset, split, repeats, alias }: SweepFile): string {
  const variants = new Set(rows.map(({ variant }) => variant)).size;
  const settings = new Set(rows.map(({ settings: { id } }) => id)).size;
  const cases = `${counted(dataset.cases, `${split === 'tune' || split === 'release' ? `${split} ` : ''}case`)}`;
  const grid = `${counted(rows.length, 'row')}: ${counted(variants, 'variant')} on ${counted(settings, 'model setting')}`;
  const repeated = `${cases}${repeats > 1 ? ` × ${repeats} repeats` : ''}`;
  const ran = new Set(rows.flatMap(({ stable }) => stable ?? [])).size;
  const stable = ran === 0 ? '' : `; ${alias} ran once on ${ran === 1 ? 'one' : `each of ${ran}`}`;
  return `${grid}, ${repeated}${stable}`;
}

/** What the table comes to, each a sentence. */
export function findingsOf(sweep: SweepFile): string[] {
  return [...unfinishedWords(sweep), ...bestWords(sweep), ...cheapestWords(sweep), ...attemptWords(sweep)];
}

function unfinishedWords({ status, trials }: SweepFile): string[] {
  if (status === 'complete') return [];
  const { planned, completed, failed } = trials;
  const asked = formatCount(completed + failed);
  return [
    `Incomplete: the budget was spent after ${asked} of ${formatCount(planned)} trials, so nothing can be chosen by this table yet.`,
  ];
}

function bestWords({ best, rows, quality, status, alias }: SweepFile): string[] {
  if (best === null || status === 'incomplete' || rows.length < 2) return [];
  const metric = excerpt(quality ?? '', 60);
  const [first, ...others] = best.rows;
  if (first === undefined) return [];
  if (others.length === 0) {
    const isWorse = rows.find(({ row }) => row === first)?.standing === 'worse';
    const yet = isWorse ? `, yet worse than ${alias}` : '';
    return [`Best ${metric}: ${rowName(rows, first)}, proven better than every other row${yet}.`];
  }
  if (rows.every(({ standing }) => standing === 'worse')) {
    return [`Best ${metric}: ${alias}; every row is worse.`];
  }
  const tied = tieNames(best.rows, rows);
  return [`Best ${metric}: no winner, but a tie of ${tied}. These cases can't tell them apart.`];
}

function cheapestWords({ cheapest, rows, gates, status }: SweepFile): string[] {
  if (status === 'incomplete') return [];
  const clear = rows.filter((row) => row.clears === 'yes' || row.clears === 'untimed');
  if (clear.length === 0) {
    return [
      gates === 0
        ? 'No gate is configured and enforced, so no row is proven to be good enough.'
        : 'No row clears every gate.',
    ];
  }
  const what = cheapest?.untimed
    ? 'Cheapest that clears every gate but latency'
    : 'Cheapest that clears every gate';
  const [first, ...others] = cheapest?.rows ?? [];
  if (cheapest === null || first === undefined) {
    return [
      `${counted(clear.length, 'row')} ${clear.length === 1 ? 'clears' : 'clear'} every gate; none has a known price.`,
    ];
  }
  const cost = rows.find(({ row }) => row === first)?.costPer1000 ?? 0;
  const words =
    others.length === 0
      ? `${what}: ${rowName(rows, first)}, ${formatUsdFine(cost)} for 1,000 cases.`
      : `${what}: a tie of ${tieNames(cheapest.rows, rows)}; their costs differ by less than 5 %, or by chance.`;
  const open = cheapest.untimed
    ? [
        'Gates on latency are left open, because answers from the cache have no latency; --cache off decides them.',
      ]
    : [];
  return [words, ...open];
}

/** That looking at many is trying many. */
function attemptWords({ narrowed, status, rows, earlierAttempts, alias, split }: SweepFile): string[] {
  if (narrowed || status === 'incomplete') return [];
  const before = earlierAttempts > 0 ? ` after ${formatCount(earlierAttempts)} before` : '';
  const advice = split === undefined ? ' Cases with split: tune keep sweeps apart from releases.' : '';
  return [
    `${alias} stays where it is. Each row counts as an attempt against these cases (${formatCount(rows.length)}${before}).${advice}`,
  ];
}

/** `3 (short on openai/gpt-4.1-mini)` */
function rowName(rows: readonly SweepRow[], number: number): string {
  const row = rows.find((found) => found.row === number);
  return row
    ? `row ${number}, ${excerpt(row.variant, 60)} on ${excerpt(row.settings.id, 80)}`
    : `row ${number}`;
}

function tieNames(numbers: readonly number[], rows: readonly SweepRow[]): string {
  if (numbers.length === rows.length) return `all ${numbers.length} rows`;
  const named = [...numbers].sort((one, other) => one - other).slice(0, mostNamed);
  const left = numbers.length - named.length;
  return `${numbers.length} rows (${named.join(', ')}${left > 0 ? ` and ${left} more` : ''})`;
}
