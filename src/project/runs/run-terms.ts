import { answeringSettings, settingsInUse } from '../../config/answering-settings.ts';
import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { armSettings } from '../../core/arm-settings.ts';
import { digestOf, shortDigest } from '../../core/digest.ts';
import { ConflictError } from '../../core/errors.ts';
import { modelsOf } from '../../core/evaluator.ts';
import { evaluatorsDigest, gatesDigest } from '../../evaluation/digests.ts';
import type { Subject } from '../../evaluation/evaluation.ts';
import { wholeOf } from '../../evaluation/measure.ts';

/** What each term is called, in the order in which people are told. */
const names = {
  candidate: 'the candidate',
  baseline: 'the baseline',
  dataset: 'the dataset',
  cases: 'the cases that were chosen',
  evaluators: 'the evaluators',
  code: 'code that the config holds or imports',
  gates: 'the gates',
  models: 'the models or their parameters',
  providers: 'the settings of its providers',
  judging: 'repeats, cluster, stopEarly, attempts or onInconclusive',
  prices: 'the prices',
  tool: 'prompteval itself',
} as const;

/**
 * What a run's numbers depend on, each as a digest; null where there is none. A run goes on only while all of it is as it
 * was: half of its answers would otherwise be about something else than the other half.
 */
export type RunTerms = Record<keyof typeof names, string | null>;

/** What a run goes by beyond its evaluation. */
export interface Surroundings {
  /** Where prices come from. */
  source: string;
  config: Pick<ResolvedConfig, 'prices' | 'providers'>;
  /** Digests of the code that the prompt's entry in the config rests on. */
  code: readonly string[];
  /** The version of prompteval. */
  tool: string;
}

export function termsOf(
  { evaluation, arms, chosen, pairings }: Subject,
  { source, config, code, tool }: Surroundings,
): RunTerms {
  const { repeats, cluster, stopEarly, attempts, onInconclusive, evaluators, gates } = evaluation;
  const models = armSettings(pairings).map(([, { model }]) => model);
  return {
    candidate: arms.candidate.digest,
    baseline: arms.baseline?.digest ?? null,
    dataset: chosen.dataset.digest,
    cases: digestOf(wholeOf(chosen).map(({ id }) => id)),
    evaluators: evaluatorsDigest(evaluators),
    code: digestOf(code),
    gates: gatesDigest(gates),
    models: digestOf(pairings),
    providers: digestOf(providersOf([...models, ...evaluators.flatMap(modelsOf)], config)),
    judging: digestOf({ repeats, cluster: cluster ?? null, stopEarly, attempts, onInconclusive }),
    prices: digestOf([source, models.map((model) => config.prices[model] ?? null)]),
    tool,
  };
}

/** By name. A digest is all that is kept of them: an address may hold a password. */
function providersOf(models: readonly string[], { providers }: Surroundings['config']): [string, unknown][] {
  const names = [...new Set(models.map((model) => model.slice(0, model.indexOf('/'))))].sort();
  return names.map((name) => [name, answeringSettings(settingsInUse(name, providers[name]))]);
}

/** A term that differs, by what people call it, with both short digests. */
export interface TermChange {
  name: string;
  before: string;
  after: string;
}

/** Of a term that one side does not have, as an older version wrote it, nothing is known. */
export function termChanges(then: RunTerms, now: RunTerms): TermChange[] {
  return Object.entries(names).flatMap(([term, name]) => {
    const [before, after] = [then, now].map((terms) => terms[term as keyof RunTerms]);
    if (before === undefined || after === undefined || before === after) return [];
    return [{ name, before: shown(before), after: shown(after) }];
  });
}

/** @throws ConflictError that names everything that has changed. */
export function requireSameTerms(run: string, then: RunTerms, now: RunTerms): void {
  const changes = termChanges(then, now).map(
    ({ name, before, after }) => `${name} (${before} then, ${after} now)`,
  );
  if (changes.length === 0) return;
  throw new ConflictError(
    `Run ${run} cannot go on, because something that its answers depend on has changed: ${changes.join('; ')}. Put it back, or make a new run`,
  );
}

function shown(term: string | null): string {
  return term === null ? 'none' : shortDigest(term);
}
