import { counted } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import { copyRegistry } from '../../project/owners/copy-registry.ts';
import { createOutput, type GlobalOptions } from '../output.ts';

export async function run([from = '', to = '']: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const copy = await copyRegistry(from, to, process.cwd());
  const { versions, moves, blobs } = copy.checked;
  for (const { key, message } of copy.findings) output.print(`✖ ${printable(`${key} ${message}`)}`);
  const before = copy.present === 0 ? '' : `, ${counted(copy.present, 'was', 'were')} there already`;
  const attempts = copy.attempts === 0 ? '' : `, and ${counted(copy.attempts, 'attempt')}`;
  output.print(`Copied ${copy.copied} of ${counted(copy.keys, 'record')}${before}${attempts}.`);
  const held = [
    counted(versions, 'version'),
    counted(moves, 'move'),
    counted(blobs, 'piece of evidence', 'pieces of evidence'),
  ].join(', ');
  const fits =
    copy.findings.length === 0
      ? '✔ both ends fit'
      : `✖ the copy is exact, and ${counted(copy.findings.length, 'thing does', 'things do')} not fit in either`;
  output.print(`${fits}; the copy holds ${held}`);
  output.printJson(copy);
  output.note('Name it as `registry` in the config, or in PROMPTEVAL_REGISTRY, to work with it.');
  process.exitCode = copy.findings.length === 0 ? 0 : 1;
}
