import { armSettings } from '../core/arm-settings.ts';
import { formatCount } from '../core/format.ts';
import type { SentParameters, ServedModel } from '../core/run-file.ts';
import type { ModelPairing } from '../core/trial.ts';

/** `openai/o3 refuses temperature; …`, once for each model and parameter. */
export function droppedWarnings(sent: readonly SentParameters[]): string[] {
  const warnings = sent.flatMap(({ model, dropped }) =>
    dropped.map((name) => `${model} refuses ${name}; it was left out, as the prompt allows.`),
  );
  return [...new Set(warnings)];
}

/** Answers whose tokens the provider did not count. */
export function estimateWarnings(estimated: number, completed: number): string[] {
  if (estimated === 0) return [];
  const which =
    estimated === completed
      ? 'No answer came with its token count'
      : `${formatCount(estimated)} of ${formatCount(completed)} answers came without their token count`;
  return [
    `${which}. Their tokens, and what they cost, are estimates (tiktoken, o200k_base; images count as 0).`,
  ];
}

/** Models whose price is not that of their region. */
export function regionWarnings(
  models: Iterable<string>,
  isPricedAsInUs: (model: string) => boolean = () => false,
): string[] {
  return [...new Set(models)]
    .filter(isPricedAsInUs)
    .map(
      (model) =>
        `${model} is counted at what its model costs in the US: the price table has no price of its region. One of your own goes under \`prices\` in the config.`,
    );
}

/** Models of one name that were not one model: between the arms, or within one of them. */
export function servedWarnings(served: readonly ServedModel[], pairings: readonly ModelPairing[]): string[] {
  const models = new Map(armSettings(pairings).map(([, { id, model }]) => [id, model]));
  const byModel = new Map<string, ServedModel[]>();
  for (const lane of served) {
    const model = models.get(lane.model) ?? lane.model;
    byModel.set(model, [...(byModel.get(model) ?? []), lane]);
  }
  return [...byModel].flatMap(([model, lanes]) => {
    if (idsOf(lanes).size < 2) return [];
    const sides = (['baseline', 'candidate'] as const).flatMap((arm) => {
      const own = lanes.filter((lane) => lane.arm === arm);
      return own.length === 0 ? [] : [`as ${idWords(own)} to the ${arm}`];
    });
    return [
      `${model} was served ${sides.join(' and ')}: what differs between the answers may be the model, not the prompt.`,
    ];
  });
}

/** Models that are not those that the baseline was released on. `before` is of the run behind that release. */
export function changedSinceRelease(
  served: readonly ServedModel[],
  before: { run: string; served: readonly ServedModel[] },
): string[] {
  return [...new Set(served.map(({ model }) => model))].flatMap((model) => {
    // What is the baseline now was the candidate then.
    const then = before.served.filter((lane) => lane.model === model && lane.arm === 'candidate');
    const now = served.filter((lane) => lane.model === model);
    const known = idsOf(then);
    const isNew = [...idsOf(now)].some((id) => !known.has(id));
    if (then.length === 0 || !isNew) return [];
    return [
      `${model} is served as ${idWords(now)} now, and was as ${idWords(then)} in run ${before.run}, on which the baseline was released.`,
    ];
  });
}

function idsOf(lanes: readonly ServedModel[]): Set<string> {
  return new Set(lanes.flatMap(({ ids }) => ids.map(({ id }) => id)));
}

/** `a`, or with the number of trials where there are several: `a (180 trials) and b (20 trials)`. */
function idWords(lanes: readonly ServedModel[]): string {
  const trials = new Map<string, number>();
  for (const { id, trials: count } of lanes.flatMap(({ ids }) => ids)) {
    trials.set(id, (trials.get(id) ?? 0) + count);
  }
  if (trials.size === 1) return [...trials.keys()].join('');
  const words = [...trials].map(
    ([id, count]) => `${id} (${formatCount(count)} ${count === 1 ? 'trial' : 'trials'})`,
  );
  return words.join(' and ');
}
