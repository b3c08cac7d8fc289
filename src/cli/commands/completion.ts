import type { Command } from 'commander';
import type { Shell } from '../../core/exchange-formats.ts';
import { completedCommands } from '../completion/completed-commands.ts';
import { completionScript } from '../completion/completion-script.ts';
import { createOutput, type GlobalOptions } from '../output.ts';

export async function print(program: Command, shell: string, flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const script = completionScript(shell as Shell, completedCommands(program));
  output.printDocument(script.trimEnd());
  output.printJson({ shell, script });
}
