import type { ResolvedPrompt } from '../config/resolved-config.ts';
import type { SinceRelease } from '../core/drift.ts';
import type { Measured } from '../pipeline.ts';
import type { Project } from './open-project.ts';

export async function sinceRelease(
  _project: Project,
  _prompt: ResolvedPrompt,
  _alias: string,
  _measured: Measured,
): Promise<SinceRelease | null> {
  return null;
}
