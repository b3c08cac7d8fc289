import { styleText } from 'node:util';
import type { ExitCode } from '../core/errors.ts';
import { formatCount } from '../core/format.ts';
import type { RunFile } from '../core/run-file.ts';
import { excerpt, printable } from '../core/text.ts';
import type { GateOutcome, GateStatus } from '../core/verdict.ts';
import { verdictAttemptWords } from './attempt-words.ts';
import { boundsInLine } from './figures.ts';
import {
  allPassedTitle,
  allPassedWords,
  failureWords,
  flakyWords,
  missingWords,
  unscoredWords,
  worseSliceWords,
} from './findings.ts';
import { type GateRow, gateRows, modelCount } from './gate-rows.ts';
import { distinctSentences } from './gate-sentences.ts';
import { judgeWords } from './judge-rows.ts';
import type { ReportInput } from './report-input.ts';
import { provenSplitWords, splitTitle } from './since-release.ts';
import { padColumns, wrap } from './text-layout.ts';
import {
  aliasSentence,
  baselineLabel,
  candidateName,
  gateWord,
  glyphs,
  notices,
  regressionCount,
  sizeWords,
  verdictWord,
  warningsOf,
} from './verdict-words.ts';
import { regressionFigures } from './worst-words.ts';

export interface TerminalOptions {
  color: boolean;
  /** Columns of the terminal; sentences are wrapped to it. Default 100. */
  width?: number;
  /** As the user would type them. */
  paths: { report: string };
  /** Absent where the process goes on. */
  exitCode?: ExitCode | undefined;
}

type Paint = (style: Style, text: string) => string;
type Style = 'bold' | 'dim' | GateStatus;

const colours = { bold: 'bold', dim: 'dim', pass: 'green', fail: 'red', inconclusive: 'yellow' } as const;
/** Named in the last line but one; the report has ten. */
const worstNamed = 3;
const findingsNamed = 3;
const findingLength = 160;

/** The result of a run for a terminal: a line per gate, the sentences that matter, the verdict last. */
export function renderTerminal(input: ReportInput, options: TerminalOptions): string {
  const paint: Paint = (style, text) =>
    options.color ? styleText(colours[style], text, { validateStream: false }) : text;
  const width = options.width ?? 100;
  const rows = gateRows(input.run);
  const headline = excerpt(unsaidHeadline(input.run), 1000);
  const sections = [
    [header(input, paint), ...notices(input.run).flatMap((notice) => wrap(printable(notice), width, ' '))],
    headline === '' ? [] : wrap(headline, width, ' '),
    gateLines(rows, paint),
    sentences(distinctSentences(rows, headline), width, paint),
    findingLines(input),
    warningLines(input, width),
    verdictAttemptWords(input.run).flatMap((words) => wrap(words, width, ' ')),
    [lastLine(input, options, paint)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/**
 * The headline where no row says the same: what became of a live version, that nothing was compared, or that no gate decides. A
 * part of a run has said what it is.
 */
function unsaidHeadline({ drift, shard, verdict: { headline, outcomes } }: RunFile): string {
  if (drift) return headline;
  const isSaid = shard !== undefined || outcomes.some(({ text }) => text !== '' && headline.includes(text));
  return isSaid ? '' : headline;
}

function header({ run }: ReportInput, paint: Paint): string {
  const against = run.arms.baseline === null ? '(no baseline yet)' : `vs ${baselineLabel(run)}`;
  const dataset = `${excerpt(run.dataset.name, 60)}, ${sizeWords(run)}`;
  return ` ${paint('bold', excerpt(run.prompt, 60))}  ${candidateName(run)} ${against}  ${paint('dim', dataset)}`;
}

function gateLines(rows: readonly GateRow[], paint: Paint): string[] {
  const cells = rows.map((row) => [
    `${glyphs[row.outcome.status]} ${gateWord(row.outcome)}`,
    excerpt(row.name, 48),
    excerpt(movement(row), 60),
    row.change ?? '',
    boundsInLine(row) ?? '',
    excerpt(row.outcome.expected, 60) + (row.outcome.enforced ? '' : '  (not enforced)'),
  ]);
  return padColumns(cells).map((columns, index) => {
    const status = rows[index]?.outcome.status ?? 'inconclusive';
    const [word = '', ...rest] = columns;
    return ` ${paint(status, word)}  ${rest.join('  ')}`.trimEnd();
  });
}

/** `0.861 → 0.847`, or what was seen where there are no two values. */
function movement(row: GateRow): string {
  if (row.candidate === null) return row.outcome.actual;
  return row.baseline === null ? row.candidate : `${row.baseline} → ${row.candidate}`;
}

/** The whole sentences of what failed and of what could not be decided. */
function sentences(outcomes: readonly GateOutcome[], width: number, paint: Paint): string[] {
  return outcomes
    .filter(({ status }) => status !== 'pass')
    .flatMap(({ status, text }) => {
      const [first = '', ...more] = wrap(printable(text).replace(/\s+/g, ' '), width - 3, '');
      const glyph = paint(status, glyphs[status]);
      return [` ${glyph} ${first}`, ...more.map((line) => `   ${line}`)];
    });
}

/** One line of each kind, and only where there is something to say. */
function findingLines(input: ReportInput): string[] {
  const { run } = input;
  return [
    ...worstLine(input),
    ...findingLine(splitTitle(run), provenSplitWords(run)),
    ...findingLine('slices that got worse', worseSliceWords(run)),
    ...findingLine(allPassedTitle(run), allPassedWords(run)),
    ...findingLine('flaky', flakyWords(run)),
    ...findingLine('judges', judgeWords(run)),
    ...findingLine('missing', missingWords(run)),
    ...findingLine('unscored', unscoredWords(run)),
    ...findingLine('failed', failureWords(run)),
  ];
}

function warningLines({ run }: ReportInput, width: number): string[] {
  const warnings = warningsOf(run);
  const left = warnings.length - findingsNamed;
  return [
    ...warnings.slice(0, findingsNamed).flatMap((text) => wrap(`⚠ ${excerpt(text, 400)}`, width, ' ')),
    ...(left > 0 ? [` ⚠ more warnings: ${formatCount(left)}. They stand in the report.`] : []),
  ];
}

function findingLine(title: string, words: readonly string[]): string[] {
  if (words.length === 0) return [];
  const left = words.length - findingsNamed;
  const named = words.slice(0, findingsNamed).map((text) => excerpt(text, findingLength));
  const more = left > 0 ? [`${formatCount(left)} more`] : [];
  return [` ${title}: ${[...named, ...more].join(' · ')}`];
}

function worstLine({ run }: ReportInput): string[] {
  if (run.regressions.length === 0) return [];
  const severalMetrics = new Set(run.regressions.map(({ metric }) => metric)).size > 1;
  const severalModels = modelCount(run) > 1;
  const named = run.regressions.slice(0, worstNamed).map((regression) => {
    const { metric, model } = regression;
    const what = [
      excerpt(regression.case, 40),
      ...(severalMetrics ? [excerpt(metric, 40)] : []),
      ...(severalModels ? [`on ${excerpt(model, 40)}`] : []),
      regressionFigures(run, regression).change,
    ];
    return what.join(' ');
  });
  return [` worst: ${named.join(' · ')}   (${regressionCount(run)})`];
}

function lastLine({ run }: ReportInput, options: TerminalOptions, paint: Paint): string {
  const word = paint('bold', paint(run.verdict.status, ` ${verdictWord(run)}`));
  const report = `report  ${printable(options.paths.report)}`;
  const exit = options.exitCode === undefined ? [] : [`exit ${options.exitCode}`];
  return [word, printable(aliasSentence(run)), report, ...exit].join('   ');
}
