import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { MoveRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { putEvidence } from '../../registry/evidence.ts';
import { putPlan } from '../../registry/plans.ts';
import { approvalsNeeded, makePlan } from '../../release/make-plan.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import { releaseCases } from '../cases/release-cases.ts';
import type { Project } from '../opening/open-project.ts';
import { authorsOf } from './authors.ts';
import { type PlanState, planState } from './plan-standing.ts';
import type { ReleaseTerms } from './release-terms.ts';

/** Writes down what a run that may promote would do: its evidence first, then the plan that names it. */
export async function writePlan(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  head: MoveRecord | null,
  terms: ReleaseTerms,
): Promise<PlanState> {
  const { risk, owners, port, who } = terms;
  const accepts = run.verdict.status === 'inconclusive' ? 'inconclusive' : null;
  const { cases } = await loadPromptDataset(project, prompt);
  const parties = { owners: port, actor: who.name };
  const plan = makePlan({
    run,
    runDigest: await putEvidence(project.store, run),
    head,
    accepts,
    risk,
    approvals: approvalsNeeded(project.config.risk, risk, accepts),
    owners,
    critical: releaseCases(cases).filter(({ critical }) => critical).length,
    authors: await authorsOf(project, prompt, run.arms.candidate, head, parties),
    by: who.name,
    at: new Date().toISOString(),
  });
  const digest = await putPlan(project.store, plan);
  return planState(project, { digest, plan }, { port, owners, promoter: null });
}
