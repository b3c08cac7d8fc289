import { digestOf } from '../../core/digest.ts';
import type { ModelParameters, PromptFile } from '../../core/prompt.ts';
import type { Arm, ModelPairing, ModelSettings } from '../../core/trial.ts';
import type { Arms } from '../../evaluation/evaluation.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { type ModelSpec, pairModels, settingsFor } from '../../runner/model-pairings.ts';
import type { Lane } from '../../runner/plan-trials.ts';
import { outputSchemaOf } from '../prompts/arm-interface.ts';
import type { Variant } from './sweep-variants.ts';

/** One line of the table: a variant on a model with its settings, and what it is compared with. */
export interface GridRow {
  variant: Variant;
  /** What the candidate runs on. */
  settings: ModelSettings;
  arms: Arms;
  /** As a run of it alone has it. */
  pairing: ModelPairing;
  lanes: { baseline: Lane | null; candidate: Lane };
}

export interface Grid {
  rows: GridRow[];
  /** What has no row, because it is the baseline itself. */
  same: { variant: string; model: string }[];
  /** The baseline, once for each model and setting. */
  stables: Lane[];
  /** All that is asked, each once for every case and repeat. */
  lanes: Lane[];
}

/** The models of a sweep, each with every combination of the settings. */
export function sweepSpecs(models: readonly ModelSpec[], settings: readonly ModelParameters[]): ModelSpec[] {
  const combinations = settings.length > 0 ? settings : [{}];
  return models.flatMap((spec) =>
    combinations.map((setting): ModelSpec => {
      if (Object.keys(setting).length === 0) return spec;
      if (spec === 'own') return { model: 'own', parameters: setting };
      return { model: spec.model, parameters: { ...spec.parameters, ...setting } };
    }),
  );
}

/**
 * Every variant on every model and setting, against the baseline on the same model and setting: a row says what the wording
 * does. A variant with the baseline's own wording is compared with the baseline as it runs today: its rows say what the model
 * or the setting does. What is the same is asked once.
 */
export function sweepGrid(
  variants: readonly Variant[],
  specs: readonly ModelSpec[],
  baseline: Arms['baseline'],
): Grid {
  const known = new Map<string, Lane>();
  const lane = (arm: Arm, settings: ModelSettings): Lane => {
    const schema = arm.name === 'baseline' ? null : outputSchemaOf({ baseline, candidate: arm });
    const key = digestOf([arm.name, promptDigest(withSettings(arm.prompt, settings)), schema]);
    const found = known.get(key) ?? { arm, settings };
    known.set(key, found);
    return found;
  };
  const same: Grid['same'] = [];
  const rows = variants.flatMap((variant) => {
    const arm = armOf(variant);
    if (baseline === null) return wordingRows(variant, arm, null, specs, lane);
    if (!isWordingOf(variant, baseline)) return wordingRows(variant, arm, baseline, specs, lane);
    const [own, others] = apart(variant, baseline, specs);
    same.push(...own.map(({ id }) => ({ variant: variant.name, model: id })));
    return settingRows(variant, baseline, others, lane);
  });
  const lanes = [...known.values()];
  return { rows, same, lanes, stables: lanes.filter(({ arm }) => arm.name === 'baseline') };
}

type LaneOf = (arm: Arm, settings: ModelSettings) => Lane;

function armOf({ name, version, digest, prompt }: Variant): Arm {
  return { name: 'candidate', version, digest, prompt, variant: name };
}

/** Whether it differs from the baseline in its model and parameters at most. */
function isWordingOf({ prompt }: Variant, baseline: Arm): boolean {
  const { model, modelParameters } = baseline.prompt;
  return promptDigest({ ...prompt, model, modelParameters }) === baseline.digest;
}

function wordingRows(
  variant: Variant,
  arm: Arm,
  baseline: Arms['baseline'],
  specs: readonly ModelSpec[],
  lane: LaneOf,
): GridRow[] {
  const { name, version, digest, prompt } = arm;
  const candidate = { name, version, digest, prompt };
  return pairModels(specs, baseline?.prompt ?? null, prompt).map((pairing) => ({
    variant,
    settings: pairing.candidate,
    arms: { baseline, candidate },
    pairing,
    lanes: {
      baseline: baseline && pairing.baseline ? lane(baseline, pairing.baseline) : null,
      candidate: lane(arm, pairing.candidate),
    },
  }));
}

/** What a variant with the baseline's wording runs on, each once: as the baseline does, and otherwise. */
function apart(
  { prompt }: Variant,
  { digest }: NonNullable<Arms['baseline']>,
  specs: readonly ModelSpec[],
): [same: ModelSettings[], others: ModelSettings[]] {
  const known = new Map<string, ModelSettings>();
  for (const spec of specs) {
    const settings = settingsFor(spec, prompt);
    const key = promptDigest(withSettings(prompt, settings));
    if (!known.has(key)) known.set(key, settings);
  }
  const same = known.get(digest);
  known.delete(digest);
  return [same === undefined ? [] : [same], [...known.values()]];
}

function settingRows(
  variant: Variant,
  baseline: NonNullable<Arms['baseline']>,
  others: readonly ModelSettings[],
  lane: LaneOf,
): GridRow[] {
  return others.flatMap((settings) => {
    const prompt = withSettings(variant.prompt, settings);
    const digest = promptDigest(prompt);
    return pairModels(['own'], baseline.prompt, prompt).map((pairing) => ({
      variant,
      settings,
      arms: { baseline, candidate: { name: 'candidate' as const, version: null, digest, prompt } },
      pairing,
      lanes: {
        baseline: lane(baseline, settingsFor('own', baseline.prompt)),
        candidate: lane(baseline, settings),
      },
    }));
  });
}

/** Says of what is the baseline itself why the table does not have it. */
export function sameAsBaseline({ same }: Grid, baseline: Arms['baseline']): string[] {
  return same.map(
    ({ variant, model }) =>
      `${variant} on ${model} is the same as v${baseline?.version}, and has no row of its own.`,
  );
}

/** The prompt as it would be released to run so. */
export function withSettings(prompt: PromptFile, { model, parameters }: ModelSettings): PromptFile {
  return { ...prompt, model, modelParameters: parameters };
}
