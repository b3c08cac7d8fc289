import { formatTime } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import { resolveRef } from '../../project/arms.ts';
import { findPrompt } from '../../project/open-project.ts';
import { formatRef, parseRef } from '../../prompts/ref.ts';
import { promptLines } from '../../report/prompt-text.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([text = '']: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const ref = parseRef(text);
  const { version, digest, prompt, record } = await resolveRef(project, findPrompt(project, ref.prompt), ref);
  const extension = prompt['x-prompteval'];
  output.print(output.bold(`${formatRef(ref)} is ${version === null ? 'the draft' : `version ${version}`}`));
  const facts: [string, string | undefined][] = [
    ['digest', digest],
    ['description', prompt.description],
    ['owner', extension.owner],
    ['risk', extension.risk],
    ['changelog', extension.changelog],
    ['published', record ? `${formatTime(record.at)} by ${record.actor}` : undefined],
    ['note', record?.note === extension.changelog ? undefined : (record?.note ?? undefined)],
  ];
  for (const [label, value] of facts) if (value) output.print(`  ${label.padEnd(12)} ${printable(value)}`);
  output.print('');
  output.print(
    promptLines(prompt)
      .map((line) => `  ${printable(line)}`.trimEnd())
      .join('\n'),
  );
  output.printJson(record ?? { version, digest, file: prompt });
}
