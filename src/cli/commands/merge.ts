import type { ExitCode } from '../../core/errors.ts';
import { createSilentProgress } from '../../progress/silent.ts';
import { mergeShards, openShards } from '../../project/ci/merge-shards.ts';
import { listenForInterrupt } from '../evaluation-options.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { exitCodeOf, hintAfterRun, printRun, worstExitCode } from '../run-outcome.ts';

export async function run(folders: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const { prompts, leftOut } = await openShards(project, folders);
  for (const line of leftOut) output.note(line);
  const interrupt = listenForInterrupt();
  const codes: ExitCode[] = [];
  const documents: unknown[] = [];
  try {
    for (const [prompt, shards] of prompts) {
      const ports = { progress: createSilentProgress(), signal: interrupt.signal };
      const merged = await mergeShards(project, prompt, shards, ports);
      const code = exitCodeOf(merged.run);
      await printRun(output, project, merged, code);
      hintAfterRun(output, merged.run);
      codes.push(code);
      documents.push(merged.run);
    }
  } finally {
    interrupt.release();
  }
  output.printJson(documents.length === 1 ? documents[0] : documents);
  process.exitCode = worstExitCode(codes);
}
