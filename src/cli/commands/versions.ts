import { shortDigest } from '../../core/digest.ts';
import { formatTime } from '../../core/format.ts';
import { excerpt } from '../../core/text.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import { promptStatus } from '../../project/status.ts';
import { listVersions } from '../../registry/versions.ts';
import { createOutput, type GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

export async function run([name = '']: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
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
  const rows = versions.map((entry) => [
    `v${entry.version}`,
    shortDigest(entry.digest),
    entry.aliases.join(', '),
    formatTime(entry.at),
    entry.actor,
    excerpt(entry.note ?? '', 60),
  ]);
  output.print(
    rows.length === 0
      ? `${name} has no version yet`
      : table(['version', 'digest', 'alias', 'published', 'by', 'note'], rows),
  );
  output.printJson(versions);
}
