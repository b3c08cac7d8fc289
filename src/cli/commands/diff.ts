import { styleText } from 'node:util';
import { printable } from '../../core/text.ts';
import { type Resolved, refOf, resolveRef } from '../../project/arms.ts';
import { findPrompt } from '../../project/open-project.ts';
import { interfaceChanges } from '../../prompts/interface-changes.ts';
import { parseRef } from '../../prompts/ref.ts';
import { diffLines } from '../../report/line-diff.ts';
import { promptLines } from '../../report/prompt-text.ts';
import { withContext } from '../diff-context.ts';
import { open } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';
import { ref } from '../parse-options.ts';

export async function run([fromText = '', toText = '']: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const from = parseRef(fromText);
  const prompt = findPrompt(project, from.prompt);
  const before = await resolveRef(project, prompt, from);
  const after = await resolveRef(project, prompt, refOf(prompt, ref('<to>')(toText)));
  const lines = diffLines(promptLines(before.prompt), promptLines(after.prompt));
  const changes = interfaceChanges(before.prompt, after.prompt);
  const same = before.digest === after.digest;
  if (same) output.print(`${fromText} and ${toText} are the same to a model.`);
  else {
    for (const line of withContext(lines)) output.print(paint(output, line.kind, line.text));
    for (const { field, message } of changes) output.print(`interface: ${printable(`${field}: ${message}`)}`);
  }
  const side = ({ version, digest }: Resolved) => ({ version, digest });
  output.printJson({ from: side(before), to: side(after), same, lines, interface: changes });
}

const looks = {
  added: { sign: '+', style: 'green' },
  removed: { sign: '-', style: 'red' },
  same: { sign: ' ', style: 'reset' },
  skipped: { sign: '…', style: 'dim' },
} as const;

function paint(output: Output, kind: keyof typeof looks, text: string): string {
  const { sign, style } = looks[kind];
  const line = `${sign} ${printable(text)}`.trimEnd();
  return output.color && kind !== 'same' ? styleText(style, line, { validateStream: false }) : line;
}
