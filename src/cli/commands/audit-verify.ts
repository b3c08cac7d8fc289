import { printable } from '../../core/text.ts';
import { openProject } from '../../project/open-project.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { verifyRegistry } from '../../registry/verify.ts';
import { createOutput, type GlobalOptions } from '../output.ts';

export async function run(_args: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const result = await verifyRegistry(project.store, promptDigest);
  const { versions, moves, blobs } = result.checked;
  for (const finding of result.findings)
    output.print(`✖ ${printable(finding.key)}: ${printable(finding.message)}`);
  const outcome =
    result.findings.length === 0 ? '✔ everything fits' : `✖ ${result.findings.length} of it does not fit`;
  output.print(`${outcome}: ${versions} versions, ${moves} moves, ${blobs} pieces of evidence checked`);
  output.printJson(result);
  process.exitCode = result.findings.length === 0 ? 0 : 1;
}
