import { formatCount } from '../core/format.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { verdictAttemptWords } from './attempt-words.ts';
import { renderDiffMarkdown } from './diff/diff-markdown.ts';
import { promptDiff } from './diff/prompt-diff.ts';
import { boundsWords } from './figures.ts';
import {
  allPassedTitle,
  allPassedWords,
  failureWords,
  flakyWords,
  missingWords,
  unscoredWords,
  worseSliceWords,
} from './findings.ts';
import { type GateRow, gateRows } from './gate-rows.ts';
import { distinctSentences } from './gate-sentences.ts';
import { judgeWords } from './judge-rows.ts';
import { commentLayout, type MarkdownLayout } from './markdown-layout.ts';
import { fitting, markdownDetails, markdownTable, markdownText } from './markdown-text.ts';
import { maskSensitive } from './mask.ts';
import type { ReportInput, ReportOptions, WorstCase } from './report-input.ts';
import { provenSplitWords, splitNote, splitRows, splitTitle } from './since-release.ts';
import { spentWords } from './spent-words.ts';
import {
  aliasSentence,
  baselineName,
  candidateName,
  durationWords,
  gateWord,
  glyphs,
  notices,
  regressionCount,
  sizeWords,
  verdictWord,
  warningsOf,
} from './verdict-words.ts';
import { regressionFigures } from './worst-words.ts';

const sentenceLength = 600;
const mostFindings = 10;
/** A notice is a sentence; a person's reason in it may be long. */
const noticeLength = 800;

/**
 * `summary.md`: the comment for a pull request. Sections that do not fit are dropped from the end; the header,
 * which carries the verdict, and the hidden marker, by which a workflow finds its comment again, always stay.
 */
export function renderMarkdown(
  report: ReportInput,
  options: ReportOptions = {},
  layout: MarkdownLayout = commentLayout,
): string {
  const input = maskSensitive(report, options);
  const rows = gateRows(input.run);
  const { room } = layout;
  const sections = [
    gateTable(input, rows, room.gates),
    sentenceList(distinctSentences(rows), room),
    findingList(input, room.finding),
    splitSection(input, room.split),
    worstSection(input, room.worst),
    diffSection(input, room.diff),
  ].filter((section) => section !== '');
  return keepWhatFits(
    header(input),
    sections,
    [footer(input, options), commentMarker(input.run.prompt)],
    layout,
  );
}

/** The hidden last line of a prompt's comment. No name can end the HTML comment that it stands in. */
export function commentMarker(prompt: string): string {
  return `<!-- prompteval:${encodeURIComponent(prompt.toWellFormed()).replaceAll('--', '-%2D')} -->`;
}

function keepWhatFits(
  head: string,
  sections: readonly string[],
  tail: readonly string[],
  { longest, sizeOf }: MarkdownLayout,
): string {
  const size = (parts: readonly string[]) => parts.reduce((sum, part) => sum + sizeOf(part) + 2, 0);
  const kept = [head];
  for (const section of sections) {
    if (size([...kept, section, ...tail]) > longest) {
      kept.push('_The rest does not fit here; see the full report._');
      break;
    }
    kept.push(section);
  }
  return `${[...kept, ...tail].join('\n\n')}\n`;
}

function header({ run }: ReportInput): string {
  const word = verdictWord(run);
  const title = `${word.charAt(0)}${word.slice(1).toLowerCase()}: ${markdownText(run.prompt, 200)} ${candidateName(run)}`;
  const lines = [
    `## ${glyphs[run.verdict.status]} ${title} — ${markdownText(aliasSentence(run), 300)}`,
    ...notices(run)
      .slice(0, mostFindings)
      .map((notice) => `> ${markdownText(notice, noticeLength)}`),
    `**${markdownText(run.verdict.headline)}**`,
    ...verdictAttemptWords(run).map((words) => markdownText(words)),
    ...warningsOf(run)
      .slice(0, mostFindings)
      .map((words) => `⚠ ${markdownText(words, 400)}`),
  ];
  return lines.join('\n\n');
}

function gateTable({ run }: ReportInput, rows: readonly GateRow[], most: number): string {
  if (rows.length === 0) return '';
  const head = [
    '',
    'Gate',
    baselineName(run),
    candidateName(run),
    'Change',
    'Between (each side is sure)',
    'Limit',
  ];
  const cells = rows.map((row) => [
    `${glyphs[row.outcome.status]} ${gateWord(row.outcome)}`,
    `${markdownText(row.name, 120)}${row.outcome.enforced ? '' : ' (not enforced)'}`,
    row.baseline ?? '–',
    markdownText(row.candidate ?? row.outcome.actual, 200),
    row.change ?? '–',
    row.bounds === null ? '–' : `${boundsWords(row)} (${row.confidence})`,
    markdownText(row.outcome.expected, 200),
  ]);
  const { table, left } = markdownTable(head, [2, 3, 4, 5], cells, most);
  return left > 0 ? `${table}\n\n${formatCount(left)} more gates stand in the full report.` : table;
}

/** What failed and what could not be decided, in whole sentences; the passed ones folded. */
function sentenceList(outcomes: readonly GateOutcome[], room: MarkdownLayout['room']): string {
  const items = (which: readonly GateOutcome[], most: number) => {
    const all = which.map(({ status, text }) => `- ${glyphs[status]} ${markdownText(text, sentenceLength)}`);
    const shown = fitting(all, most);
    const left = all.length - shown.length;
    return [...shown, ...(left > 0 ? [`- ${formatCount(left)} more stand in the full report.`] : [])].join(
      '\n',
    );
  };
  const open = outcomes.filter(({ status }) => status !== 'pass');
  const passed = outcomes.filter(({ status }) => status === 'pass');
  return [
    ...(open.length > 0 ? [items(open, room.open)] : []),
    ...(passed.length > 0 ? [markdownDetails('What the passed gates say', items(passed, room.passed))] : []),
  ].join('\n\n');
}

/** What is worth knowing beside the gates: a line of each kind, and only where there is something to say. */
function findingList({ run }: ReportInput, most: number): string {
  const item = (title: string, words: readonly string[]) => {
    if (words.length === 0) return [];
    const all = words.slice(0, mostFindings).map((text) => markdownText(text, sentenceLength));
    const named = fitting(all, most);
    const left = words.length - named.length;
    const more = left > 0 ? [`${formatCount(left)} more`] : [];
    return [`- ${title}: ${[...named, ...more].join(' · ')}`];
  };
  return [
    ...item(markdownText(splitTitle(run)), provenSplitWords(run)),
    ...item('Slices that got worse (reported, not gated)', worseSliceWords(run)),
    ...item(allPassedTitle(run), allPassedWords(run)),
    ...item('Flaky (the baseline’s own trials disagree)', flakyWords(run)),
    ...item('Judges', judgeWords(run)),
    ...item('Missing', missingWords(run)),
    ...item('Unscored, and why', unscoredWords(run)),
    ...item('Failed trials', failureWords(run)),
  ].join('\n');
}

function splitSection({ run }: ReportInput, most: number): string {
  const rows = splitRows(run);
  if (rows.length === 0) return '';
  const head = [
    'Metric',
    'At its release',
    `${baselineName(run)} now`,
    candidateName(run),
    'The model',
    'The edit',
  ];
  const cells = rows.map((row) => [
    ...[markdownText(row.name, 120), row.atRelease, row.now, row.candidate, row.drift, row.edit],
  ]);
  const { table } = markdownTable(head, [1, 2, 3, 4, 5], cells, most);
  return markdownDetails(
    `What the model did and what the edit did: ${markdownText(splitTitle(run))}`,
    `${table}\n\n${markdownText(splitNote(run))}`,
  );
}

function worstSection(input: ReportInput, most: number): string {
  const { run, worst } = input;
  if (worst.length === 0) return '';
  const rows = worst.map((entry) => {
    const { baseline, candidate, change } = regressionFigures(run, entry);
    return [
      change,
      `${baseline} → ${candidate}`,
      markdownText(entry.case, 80),
      markdownText(entry.tags.join(', '), 60),
      markdownText(`${entry.metric} on ${entry.model}`, 80),
      markdownText(whyWorse(entry), 160),
    ];
  });
  const head = ['Change', 'Score', 'Case', 'Slices', 'Metric', 'Why'];
  const { table, left } = markdownTable(head, [0], rows, most);
  return markdownDetails(`${formatCount(worst.length - left)} worst of ${regressionCount(run)}`, table);
}

function whyWorse(worst: WorstCase): string {
  const own = worst.reasons.find((reason) => reason.evaluatorMetric === worst.metric && reason.candidate);
  return own?.candidate ?? worst.reasons.find((reason) => reason.candidate)?.candidate ?? '';
}

function diffSection({ run }: ReportInput, length: number): string {
  const { baseline, candidate } = run.arms;
  if (baseline === null) return '';
  const diff = renderDiffMarkdown(promptDiff(baseline.prompt, candidate.prompt), length);
  return diff === '' ? '' : markdownDetails(`Prompt diff ${baselineName(run)} → ${candidateName(run)}`, diff);
}

function footer({ run }: ReportInput, { job }: ReportOptions): string {
  const parts = [
    job === undefined ? '' : `[log and full report](${job.replace(/[\s()<>]/g, encodeURIComponent)})`,
    sizeWords(run),
    spentWords(run),
    durationWords(run),
    `run ${markdownText(run.id, 80)}`,
    `full report: \`prompteval report ${run.id.replace(/[^\w.-]/g, '')}\``,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
