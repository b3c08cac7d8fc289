import type { AttemptMode } from '../core/attempts.ts';
import { canonicalJson, digestOf } from '../core/digest.ts';
import type { PolicyChange } from '../core/policy.ts';
import type { OnInconclusive } from '../core/run-file.ts';

/** What else of a prompt's config decides how it is judged. */
export interface JudgingSettings<Model> {
  attempts: AttemptMode;
  onInconclusive: OnInconclusive;
  repeats: number;
  cluster?: string | undefined;
  /** `own`, or `provider/model` with parameters. */
  models: Model[];
}

export interface ComparedSettings<Model> {
  settings: JudgingSettings<Model>;
  changes: PolicyChange[];
}

/** What was made looser counts as it was; models that were taken away are still asked. */
export function compareSettings<Model>(
  then: JudgingSettings<Model>,
  now: JudgingSettings<Model>,
): ComparedSettings<Model> {
  const changes: PolicyChange[] = [];
  const note = (name: string, before: unknown, after: unknown, isLooser: boolean) => {
    const text = `${name} ${shown(before)} → ${shown(after)}`;
    const kind = isLooser ? 'setting-looser' : 'setting-stricter';
    changes.push({ kind, names: [name], text, isLooser, digest: digestOf([before ?? null, after ?? null]) });
    return isLooser;
  };
  const settings = { ...now };
  if (then.attempts !== now.attempts) {
    if (note('attempts', then.attempts, now.attempts, now.attempts === 'counted'))
      settings.attempts = then.attempts;
  }
  if (then.onInconclusive !== now.onInconclusive) {
    if (note('onInconclusive', then.onInconclusive, now.onInconclusive, now.onInconclusive === 'ask'))
      settings.onInconclusive = then.onInconclusive;
  }
  if (then.repeats !== now.repeats) {
    if (note('repeats', then.repeats, now.repeats, now.repeats < then.repeats))
      settings.repeats = then.repeats;
  }
  if (then.cluster !== now.cluster) {
    note('cluster', then.cluster, now.cluster, true);
    settings.cluster = then.cluster;
  }
  const known = new Set(now.models.map(canonicalJson));
  const gone = then.models.filter((model) => !known.has(canonicalJson(model)));
  if (gone.length > 0) {
    note('models', then.models, now.models, true);
    settings.models = [...now.models, ...gone];
  }
  return { settings, changes };
}

function shown(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
