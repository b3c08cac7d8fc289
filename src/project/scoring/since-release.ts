import { Observations } from '../../comparison/observations.ts';
import { servedIds } from '../../comparison/served-models.ts';
import { type ReleasedPairing, splitChanges } from '../../comparison/split-change.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { canonicalJson } from '../../core/digest.ts';
import type { SinceRelease } from '../../core/drift.ts';
import type { ModelPairing, ModelSettings } from '../../core/trial.ts';
import type { Measured } from '../../evaluation/evaluation.ts';
import type { PriceTable } from '../../providers/prices.ts';
import type { Project } from '../opening/open-project.ts';
import { isScoredOtherwise, openReleaseRun, type ReleaseRun } from './release-run.ts';
import { atPricesOfNow, releasedTrials, shareCases } from './release-trials.ts';

/**
 * How this run's baseline did in its own release run, where that is at hand and was scored and asked in the same way;
 * else null. It is good to know and decides nothing, so nothing that is wrong with that run may cost this one.
 */
export async function sinceRelease(
  project: Project,
  prompt: ResolvedPrompt,
  alias: string,
  measured: Measured,
  prices: PriceTable,
): Promise<SinceRelease | null> {
  const { baseline, candidate } = measured.arms;
  if (baseline === null || baseline.digest === candidate.digest) return null;
  try {
    const release = await openReleaseRun(project, prompt, { alias, ...baseline });
    return await setAgainst(release, prompt, measured, prices);
  } catch {
    return null;
  }
}

async function setAgainst(
  release: ReleaseRun,
  prompt: ResolvedPrompt,
  { arms, pairings, metrics, cases, observations }: Measured,
  prices: PriceTable,
): Promise<SinceRelease | null> {
  const { run, releasedAt } = release;
  const same = pairings.flatMap((pairing) => releasedOn(run.pairings, pairing));
  if (same.length === 0 || isScoredOtherwise(prompt, release, arms)) return null;
  const shared = await shareCases(release, cases);
  if (shared.cases.length === 0) return null;
  const released = new Observations(shared.cases, run.repeats);
  const models = new Map(same.map(({ released: id, pairing }) => [id, pairing.baseline.model]));
  let isRepriced = false;
  for await (const record of releasedTrials(release)) {
    const priced = atPricesOfNow(record, models.get(record.model) ?? record.model, prices);
    isRepriced ||= priced.completion?.costUsd !== record.completion?.costUsd;
    released.add(priced);
  }
  return {
    run: run.id,
    releasedAt,
    ...(isRepriced && { repriced: true as const }),
    metrics: splitChanges(observations, released, same, metrics, prompt.cluster),
    served: same.map(({ pairing, released: model }) => ({
      model: pairing.id,
      atRelease: servedIds(released, 'candidate', model),
      now: servedIds(observations, 'baseline', pairing.baseline.id),
    })),
  };
}

/** The settings under which the version was released, where they are those that the baseline ran on now. */
function releasedOn(released: readonly ModelPairing[], pairing: ModelPairing): ReleasedPairing[] {
  const { baseline } = pairing;
  if (baseline === null) return [];
  const same = released.find(({ candidate }) => isSame(candidate, baseline));
  return same ? [{ pairing: { ...pairing, baseline }, released: same.candidate.id }] : [];
}

function isSame(a: ModelSettings, b: ModelSettings): boolean {
  return a.model === b.model && canonicalJson(a.parameters) === canonicalJson(b.parameters);
}
