import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { InputError } from '../core/errors.ts';
import type { MoveRecord } from '../core/registry.ts';
import { formatRef } from '../prompts/ref.ts';
import { readMoves, requireAlias } from '../registry/aliases.ts';
import { rollbackTarget } from '../registry/rollback-target.ts';
import { rollback } from '../release/rollback.ts';
import { refOf, resolveRef } from './arms.ts';
import { findActor } from './circumstances.ts';
import type { Project } from './open-project.ts';
import { releasePorts } from './promote-run.ts';

/** Moves an alias back: one write, no model call, no network. */
export async function rollbackPrompt(
  project: Project,
  prompt: ResolvedPrompt,
  request: { to?: string; alias: string; reason: string },
): Promise<MoveRecord> {
  const { alias, reason } = request;
  const head = await requireAlias(project.store, prompt.name, alias);
  const moves = await readMoves(project.store, prompt.name, alias);
  const target = rollbackTarget(
    moves,
    request.to === undefined ? undefined : await versionOf(project, prompt, request.to),
  );
  const actor = await findActor(project.config.root);
  const at = new Date().toISOString();
  return rollback(
    { prompt: prompt.name, alias, target, expectedSeq: head.seq, actor, reason, at },
    releasePorts(project),
  );
}

async function versionOf(
  project: Project,
  prompt: ResolvedPrompt,
  text: string,
): Promise<{ version: number }> {
  const ref = refOf(prompt, /^\d+$/.test(text) ? `@${text}` : text);
  const { version } = await resolveRef(project, prompt, ref);
  if (version !== null) return { version };
  throw new InputError({ field: '--to', message: `${formatRef(ref)} is a draft and was never live` });
}
