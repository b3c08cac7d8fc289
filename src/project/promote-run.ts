import { appendMove } from '../registry/append-move.ts';
import { putEvidence } from '../registry/evidence.ts';
import { publishVersion } from '../registry/versions.ts';
import type { ReleasePorts } from '../release/ports.ts';
import { promote } from '../release/promote.ts';
import { writeReports } from '../report/write-reports.ts';
import { findActor } from './circumstances.ts';
import type { EvaluatedRun } from './evaluation.ts';
import type { Project } from './open-project.ts';
import { writeRunFile } from './run-folder.ts';
import { moveAndSign } from './signing.ts';

/** The effect: evidence, version, move; then the run and its reports say that it was released. */
export async function promoteRun(
  project: Project,
  { run, folder }: EvaluatedRun,
  expectedSeq: number,
): Promise<EvaluatedRun> {
  const at = new Date().toISOString();
  const actor = await findActor(project.config.root);
  const note = run.arms.candidate.prompt['x-prompteval'].changelog ?? null;
  const { release } = await promote(
    { run, expectedSeq, actor, reason: null, note, at },
    releasePorts(project),
  );
  const released = { ...run, release };
  try {
    await writeRunFile(folder, released);
    await writeReports(folder);
  } catch (error) {
    // The alias has moved, and that is what the command was asked for. Whoever reads the run asks the registry.
    const unwritten = error instanceof Error ? error.message : String(error);
    return { run: released, folder, unwritten };
  }
  return { run: released, folder };
}

export function releasePorts(project: Project): ReleasePorts {
  return {
    putEvidence: (run) => putEvidence(project.store, run),
    publish: async (version) => (await publishVersion(project.store, version)).record,
    move: (request, expectedSeq) =>
      moveAndSign(project, () => appendMove(project.store, request, expectedSeq)),
  };
}
