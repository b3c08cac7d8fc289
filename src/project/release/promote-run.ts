import { RefusedError } from '../../core/errors.ts';
import { actorOf, type Identity } from '../../core/identity.ts';
import type { RunFile } from '../../core/run-file.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { appendMove } from '../../registry/append-move.ts';
import { putEvidence } from '../../registry/evidence.ts';
import { moveApprovals } from '../../release/approvals.ts';
import type { ReleasePorts } from '../../release/ports.ts';
import { override, promote } from '../../release/promote.ts';
import { writeReports } from '../../report/write-reports.ts';
import { ciJob } from '../opening/ci-job.ts';
import type { Project } from '../opening/open-project.ts';
import { tellOfMove } from '../opening/webhooks.ts';
import { moveAndSign } from '../owners/signing.ts';
import type { PlanState } from '../plans/plan-standing.ts';
import { publishPrompt } from '../prompts/publish-prompt.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import { writeRunFile } from '../runs/run-folder.ts';

/** The effect: evidence, version, move. What moves is what the plan says, from the head that it names. */
export async function promoteRun(
  project: Project,
  run: RunFile,
  state: PlanState,
  who: Identity,
): Promise<RunFile> {
  const { digest, plan, standing } = state;
  const ports = releasePorts(project, run);
  const { release } = await promote(
    {
      run,
      expectedSeq: plan.from?.seq ?? 0,
      ...actorOf(who),
      reason: null,
      note: noteOf(run),
      at: new Date().toISOString(),
      plan: { digest, accepts: plan.accepts, approvals: moveApprovals(state, standing) },
    },
    // A run that was read from the evidence has sorted keys; the plan has the prompt as it was evaluated.
    { ...ports, publish: (version) => ports.publish({ ...version, file: plan.to.file }) },
  );
  return { ...run, release };
}

/** The same for what is not proven, for a reason. */
export async function overrideWith(
  project: Project,
  run: RunFile,
  { who, ...request }: { expectedSeq: number; who: Identity; reason: string },
): Promise<RunFile> {
  const at = new Date().toISOString();
  const promotion = { run, ...request, ...actorOf(who), note: noteOf(run), at };
  const { release } = await override(promotion, releasePorts(project, run));
  return { ...run, release };
}

/** After the move the run and its reports say that it was released. */
export async function reportRelease(run: RunFile, folder: string): Promise<EvaluatedRun> {
  try {
    await writeRunFile(folder, run);
    await writeReports(folder);
    return { run, folder };
  } catch (error) {
    // The alias has moved, and that is what the command was asked for. Whoever reads the run asks the registry.
    const unwritten = error instanceof Error ? error.message : String(error);
    return { run, folder, unwritten };
  }
}

function noteOf({ arms }: RunFile): string | null {
  return arms.candidate.prompt['x-prompteval'].changelog ?? null;
}

/** @param evidence the run that moves are told to rest on; none of a rollback or a freeze */
export function releasePorts(project: Project, evidence: RunFile | null = null): ReleasePorts {
  const url = ciJob()?.url ?? null;
  const job = url === null ? {} : { job: url };
  return {
    putEvidence: (run) => putEvidence(project.store, run),
    publish: async (version) => {
      if (promptDigest(version.file) !== version.digest) {
        throw new RefusedError(
          `${version.prompt} was not released: the prompt that its run says it evaluated has another digest than the run says`,
        );
      }
      return (await publishPrompt(project.store, version)).record;
    },
    async move(request, expectedSeq) {
      const made = { ...request, ...job };
      const move = await moveAndSign(project, () => appendMove(project.store, made, expectedSeq));
      tellOfMove(project, move, evidence);
      return move;
    },
  };
}
