import { shortDigest } from '../../core/digest.ts';
import { formatTime } from '../../core/format.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { promptStatus } from '../../project/overview/status.ts';
import { listVersions } from '../../registry/versions.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

export async function run([name = '']: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await openRegistryOf(flags);
  const prompt = findPrompt(project, name);
  const records = await listVersions(project.store, prompt.name);
  const { aliases } = await promptStatus(project, prompt);
  const named = (version: number) =>
    Object.keys(aliases).filter((alias) => aliases[alias]?.version === version);
  const versions = records
    .map(({ version, digest, note, actor, at, file }) => ({
      version,
      digest,
      aliases: named(version),
      model: file.model,
      note,
      actor,
      at,
    }))
    .reverse();
  output.printJson(versions);
  if (versions.length === 0) {
    output.print(`${name} has no version yet`);
    output.note(`Make the first one with: prompteval release ${name}`);
    return;
  }
  const rows = versions.map((entry) => [
    `v${entry.version}`,
    shortDigest(entry.digest),
    entry.aliases.join(', '),
    formatTime(entry.at),
    entry.actor,
    entry.note ?? '',
  ]);
  output.print(
    table(['version', 'digest', 'alias', 'published', 'by', 'note'], rows, {
      width: output.width,
      cut: ['note', 'by', 'alias'],
    }),
  );
}
