import { shortDigest } from '../../core/digest.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { publishDraft } from '../../project/prompts/publish-draft.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([name = '']: string[], flags: GlobalOptions & { note?: string }): Promise<void> {
  const { output, project } = await open(flags);
  const { record, created } = await publishDraft(project, findPrompt(project, name), flags.note ?? null);
  const what = `${name} v${record.version} (${shortDigest(record.digest)})`;
  output.print(
    created ? `Published ${what}; no alias moved.` : `The draft is ${what} already; nothing was published.`,
  );
  output.printJson({ prompt: name, version: record.version, digest: record.digest, created });
  if (created) output.note(`Release it with: prompteval release ${name} --candidate @${record.version}`);
}
