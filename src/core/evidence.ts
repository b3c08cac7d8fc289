import { canonicalJson } from './digest.ts';
import type { Evidence } from './registry.ts';
import type { RunFile } from './run-file.ts';

/**
 * What is kept of a run as evidence, and what its digest is over: the canonical run.json as it was before the
 * move, so that filling in `release` afterwards does not change the digest. JSON has no infinity: a bound that
 * is infinite in memory is null in run.json, and so it is here.
 */
export function evidenceText(run: RunFile): string {
  return canonicalJson(JSON.parse(JSON.stringify({ ...run, release: null })));
}

/** Whether evidence rests on the answers of this run, whichever of the two adds what people said of them. */
export function restsOn(
  evidence: Evidence | null,
  { id, reviewedFrom }: Pick<RunFile, 'id' | 'reviewedFrom'>,
) {
  return evidence !== null && (evidence.reviewedFrom ?? evidence.run) === (reviewedFrom ?? id);
}

/** What a move record says about the run that it rests on; the audit computes the same again from the kept copy. */
export function evidenceOf(run: RunFile, runDigest: string): Evidence {
  return {
    run: run.id,
    ...(run.reviewedFrom !== undefined && { reviewedFrom: run.reviewedFrom }),
    runDigest,
    verdict: run.verdict.status,
    dataset: run.dataset.digest,
    evaluators: run.digests.evaluators,
    gates: run.digests.gates,
    baseline: run.arms.baseline?.digest ?? null,
    models: run.models,
    // Records of before attempts were kept don't have it, and neither have their runs this history.
    ...(run.attempts !== undefined && { attempt: run.attempt }),
    tool: run.tool,
    finishedAt: run.finishedAt,
  };
}
