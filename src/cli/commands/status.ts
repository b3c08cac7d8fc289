import { shortDigest } from '../../core/digest.ts';
import { formatTime } from '../../core/format.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import { type PromptStatus, promptStatus } from '../../project/status.ts';
import { createOutput, type GlobalOptions, type Output } from '../output.ts';

export async function run([name]: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const prompts = name === undefined ? [...project.config.prompts.values()] : [findPrompt(project, name)];
  const statuses = await Promise.all(prompts.map((prompt) => promptStatus(project, prompt)));
  for (const status of statuses) printStatus(output, status);
  output.printJson(name === undefined ? statuses : statuses[0]);
}

function printStatus(output: Output, status: PromptStatus): void {
  output.print(output.bold(status.prompt));
  const aliases = Object.entries(status.aliases);
  if (aliases.length === 0)
    output.print(`  nothing is live; release it with: prompteval release ${status.prompt}`);
  for (const [alias, head] of aliases) {
    output.print(
      `  ${alias}  v${head.version} ${shortDigest(head.digest)}  since ${formatTime(head.since)}, by ${head.by}`,
    );
    const evidence = head.run === null ? 'no run: it was moved without new evidence' : `run ${head.run}`;
    output.print(output.dim(`    move ${head.seq}, ${evidence}${head.reason ? `: ${head.reason}` : ''}`));
  }
  const draft =
    status.draft === null
      ? 'cannot be read; see prompteval validate'
      : status.draft.changed
        ? 'differs from what is live'
        : 'is what is live';
  output.print(`  latest  ${status.latest === null ? 'none' : `v${status.latest}`}; the draft ${draft}`);
}
