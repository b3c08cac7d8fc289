import { shortDigest } from '../../core/digest.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import { publishDraft } from '../../project/release.ts';
import { createOutput, type GlobalOptions } from '../output.ts';

export async function run([name = '']: string[], flags: GlobalOptions & { note?: string }): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const { record, created } = await publishDraft(project, findPrompt(project, name), flags.note ?? null);
  const what = `${name} v${record.version} (${shortDigest(record.digest)})`;
  output.print(
    created ? `Published ${what}; no alias moved.` : `The draft is ${what} already; nothing was published.`,
  );
  output.printJson({ prompt: name, version: record.version, digest: record.digest, created });
}
