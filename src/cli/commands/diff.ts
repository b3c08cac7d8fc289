import { styleText } from 'node:util';
import { printable } from '../../core/text.ts';
import { refOf, resolveRef } from '../../project/arms.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import { interfaceChanges } from '../../prompts/interface-changes.ts';
import { parseRef } from '../../prompts/ref.ts';
import { diffLines } from '../../report/line-diff.ts';
import { promptLines } from '../../report/prompt-text.ts';
import { createOutput, type GlobalOptions } from '../output.ts';

export async function run([fromText = '', toText = '']: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const from = parseRef(fromText);
  const prompt = findPrompt(project, from.prompt);
  const [before, after] = [
    await resolveRef(project, prompt, from),
    await resolveRef(project, prompt, refOf(prompt, toText)),
  ];
  const lines = diffLines(promptLines(before.prompt), promptLines(after.prompt));
  const changes = interfaceChanges(before.prompt, after.prompt);
  const same = before.digest === after.digest;
  const paint = (color: 'red' | 'green', text: string) =>
    output.color ? styleText(color, text, { validateStream: false }) : text;
  if (same) output.print(`${fromText} and ${toText} are the same to a model.`);
  for (const line of lines) {
    const text = printable(line.text);
    if (line.kind === 'added') output.print(paint('green', `+ ${text}`));
    else if (line.kind === 'removed') output.print(paint('red', `- ${text}`));
    else output.print(`  ${text}`.trimEnd());
  }
  for (const change of changes)
    output.print(`interface: ${printable(change.field)}: ${printable(change.message)}`);
  const side = ({ version, digest }: typeof before) => ({ version, digest });
  output.printJson({ from: side(before), to: side(after), same, lines, interface: changes });
}
