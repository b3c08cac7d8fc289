import { commentMarker, renderMarkdown } from '../report/markdown.ts';
import { jobPageLayout } from '../report/markdown-layout.ts';
import { markdownText } from '../report/markdown-text.ts';
import { glyphs } from '../report/verdict-words.ts';
import type { WantedComment } from './comments.ts';
import type { CiJob } from './job.ts';
import type { PromptOutcome } from './prompt-outcome.ts';
import { adviceOf, titleOf } from './titles.ts';

type Page = Pick<CiJob, 'page'>;

/** Regressions; the page of the job and the report have more. */
const shownInComment = 10;

/** What reviewers read about one prompt, under the change itself. */
export function commentOf(outcome: PromptOutcome, { page }: Page): WantedComment {
  const marker = commentMarker(outcome.prompt);
  const { input } = outcome;
  const job = page === null ? {} : { job: page };
  const body =
    input === null
      ? `${wordsOf(outcome, page)}\n\n${marker}\n`
      : renderMarkdown({ ...input, worst: input.worst.slice(0, shownInComment) }, job);
  return { marker, body };
}

/** In place of an earlier verdict that is about nothing any more: what was changed was taken back. */
export function unchangedComment(prompt: string, page: Page): WantedComment {
  const words = 'This change no longer touches the prompt, its dataset, evaluators or gates.';
  return noRunComment(prompt, `${glyphs.pass} Nothing to evaluate`, words, page);
}

/** What stands there of a prompt that the change takes out of the config. */
export function removedComment(prompt: string, words: string, page: Page): WantedComment {
  return noRunComment(prompt, '⚠ Removed', markdownText(words), page);
}

function noRunComment(prompt: string, title: string, words: string, { page }: Page): WantedComment {
  const marker = commentMarker(prompt);
  const link = page === null ? '' : ` [Log](${page})`;
  const body = `## ${title}: ${markdownText(prompt, 200)}\n\n${words}${link}\n\n${marker}\n`;
  return { marker, body };
}

/**
 * The page of the job: every prompt, those that did not pass first. Bytes are shared out so that the whole stays within
 * what a step may write, and every prompt keeps at least its title.
 *
 * @param intro Markdown-safe lines on what this job did.
 */
export function jobPageOf(
  outcomes: readonly PromptOutcome[],
  intro: readonly string[],
  { page }: Page,
): string {
  const ordered = [...outcomes].sort((a, b) => Number(a.exitCode === 0) - Number(b.exitCode === 0));
  const list = ordered
    .slice(0, mostTitles)
    .map((outcome) => `- ${glyphOf(outcome)} ${markdownText(titleOf(outcome))}`);
  const left = ordered.length - list.length;
  const head = [...intro, ...(left > 0 ? [...list, `- ${left} more`] : list)].join('\n');
  const parts = [head];
  let free = jobPageLayout.longest - Buffer.byteLength(head);
  for (const outcome of ordered) {
    const layout = { ...jobPageLayout, longest: free - reserve };
    const part = outcome.input === null ? wordsOf(outcome, page) : renderMarkdown(outcome.input, {}, layout);
    const size = Buffer.byteLength(part) + 2;
    if (size > free) {
      parts.push('_The rest does not fit here; see the reports of this job._');
      break;
    }
    parts.push(part.trimEnd());
    free -= size;
  }
  return `${parts.join('\n\n')}\n`;
}

const mostTitles = 200;
/** For the line that says that something is left out. Bytes. */
const reserve = 500;

function wordsOf(outcome: PromptOutcome, page: string | null): string {
  const link = page === null ? '' : ` [Log](${page})`;
  const problems = outcome.problems.slice(0, 20).map(({ file, line, field, message, hint }) => {
    const place = [file, line].filter((part) => part !== undefined).join(':');
    const text = [place, field, message, hint]
      .filter((part) => part !== undefined && part !== '')
      .join(' · ');
    return `- ${markdownText(text, 600)}`;
  });
  const advice = adviceOf(outcome);
  return [
    `## ${glyphOf(outcome)} ${markdownText(titleOf(outcome), 300)}`,
    ...(problems.length > 0 ? [problems.join('\n')] : []),
    ...(advice === '' && link === '' ? [] : [`${advice}${link}`.trim()]),
  ].join('\n\n');
}

function glyphOf({ exitCode }: PromptOutcome): string {
  if (exitCode === 0) return glyphs.pass;
  return exitCode === 3 ? glyphs.inconclusive : glyphs.fail;
}
