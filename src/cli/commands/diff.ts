import { printable } from '../../core/text.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { type Resolved, refOf, resolveRef } from '../../project/prompts/arms.ts';
import { interfaceChanges } from '../../prompts/interface-changes.ts';
import { parseRef } from '../../prompts/ref.ts';
import { renderDiffMarkdown } from '../../report/diff/diff-markdown.ts';
import { renderDiffTerminal } from '../../report/diff/diff-terminal.ts';
import { type PromptDiff, promptDiff } from '../../report/diff/prompt-diff.ts';
import { renderDiffPage } from '../../report/html/diff-page.ts';
import { markdownText } from '../../report/markdown-text.ts';
import { open } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';
import { type DiffFormat, ref } from '../parse-options.ts';

/** Above this a comment on a pull request could not hold it. */
const longestBlock = 50_000;

interface Comparison {
  from: string;
  to: string;
  diff: PromptDiff;
  remarks: string[];
}

export async function run(
  [fromText = '', toText = '']: string[],
  flags: GlobalOptions & { format: DiffFormat },
): Promise<void> {
  const { output, project } = await open(flags);
  const from = parseRef(fromText);
  const prompt = findPrompt(project, from.prompt);
  const before = await resolveRef(project, prompt, from);
  const after = await resolveRef(project, prompt, refOf(prompt, ref('<to>')(toText)));
  const same = before.digest === after.digest;
  const changes = interfaceChanges(before.prompt, after.prompt);
  const diff = promptDiff(before.prompt, after.prompt);
  const remarks = [
    ...(same ? [`${fromText} and ${toText} are the same to a model.`] : []),
    ...changes.map(({ field, message }) => `interface: ${field}: ${message}`),
  ];
  const text = show(flags.format, { from: fromText, to: toText, diff, remarks }, output);
  if (text !== '') output[flags.format === 'html' ? 'printDocument' : 'printForeign'](text);
  const side = ({ version, digest }: Resolved) => ({ version, digest });
  output.printJson({ from: side(before), to: side(after), same, ...diff, interface: changes });
}

function show(format: DiffFormat, { from, to, diff, remarks }: Comparison, output: Output): string {
  if (format === 'html') return renderDiffPage({ from, to, diff, remarks }).trimEnd();
  if (format === 'markdown') {
    const title = `### ${markdownText(from)} → ${markdownText(to)}`;
    const list = remarks.map((remark) => `- ${markdownText(remark)}`).join('\n');
    return [title, list, renderDiffMarkdown(diff, longestBlock)].filter((part) => part !== '').join('\n\n');
  }
  const list = printable(remarks.join('\n'));
  return [renderDiffTerminal(diff, output), list].filter((part) => part !== '').join('\n\n');
}
