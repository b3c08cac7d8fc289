import { counted } from '../../core/format.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { signMoves } from '../../project/owners/sign-moves.ts';
import { requireAlias } from '../../registry/aliases.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([name = '']: string[], flags: GlobalOptions & { alias: string }): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const { alias } = flags;
  await requireAlias(project.store, prompt.name, alias);
  const signed = await signMoves(project, prompt.name, alias);
  output.print(
    signed.length === 0
      ? `Nothing to sign: every move of ${alias} of ${prompt.name} has a signature.`
      : `Signed ${counted(signed.length, 'move')} of ${alias} of ${prompt.name}: ${signed.map(({ seq }) => seq).join(', ')}.`,
  );
  output.printJson({ prompt: prompt.name, alias, signed: signed.map(({ seq }) => seq) });
}
