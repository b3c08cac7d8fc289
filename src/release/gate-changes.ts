import { canonicalJson, digestOf } from '../core/digest.ts';
import type { Gate, Margin } from '../core/gate.ts';
import type { PolicyChange } from '../core/policy.ts';

/** What became of the gates, and the gates that ask for all that either side asks for. */
export interface ComparedGates {
  /** In the order of now, so that they are those of now where nothing is looser. */
  gates: Gate[];
  changes: PolicyChange[];
}

/** A gate that was made stricter counts as it is now; one that was made looser, or taken away, as it was. */
export function compareGates(then: readonly Gate[], now: readonly Gate[]): ComparedGates {
  const changes: PolicyChange[] = [];
  const left = new Set(then);
  const gates = now.map((gate) => {
    const before = counterpart(gate, [...left], now);
    if (before === undefined) {
      changes.push(change('gate-added', gate, `gate ${gate.name} is new`, null, gate));
      return gate;
    }
    left.delete(before);
    const { looser, stricter } = differences(before, gate);
    if (looser.length > 0) {
      changes.push(change('gate-looser', gate, `gate ${gate.name}: ${looser.join(', ')}`, before, gate));
      return { ...before, name: gate.name };
    }
    if (stricter.length > 0) {
      const text = `gate ${gate.name} is stricter: ${stricter.join(', ')}`;
      changes.push(change('gate-stricter', gate, text, before, gate));
    }
    return gate;
  });
  const taken = new Set(gates.map(({ name }) => name));
  for (const gate of left) {
    changes.push(change('gate-removed', gate, `gate ${gate.name} was removed`, gate, null));
    gates.push(taken.has(gate.name) ? { ...gate, name: `${gate.name} (protected)` } : gate);
  }
  return { gates, changes };
}

/** By its name, or else one that is the same under another name. */
function counterpart(gate: Gate, then: readonly Gate[], now: readonly Gate[]): Gate | undefined {
  const named = then.find(({ name }) => name === gate.name);
  if (named) return named;
  const content = (of: Gate) => canonicalJson({ ...of, name: '' });
  const names = new Set(now.map(({ name }) => name));
  return then.find((other) => !names.has(other.name) && content(other) === content(gate));
}

interface Differences {
  looser: string[];
  stricter: string[];
}

/** Those for which there is a line below: a field that is new is compared all the same. */
const comparedFields = [
  ...['name', 'enforced', 'confidence', 'rule', 'metric', 'slice', 'cluster', 'models', 'requireCalibration'],
  ...['margin', 'by', 'limit', 'stat', 'cases', 'evenIfBaselineFails'],
];

/** Whatever is neither known to be looser nor stricter counts as looser. */
function differences(then: Gate, now: Gate): Differences {
  const found: Differences = { looser: [], stricter: [] };
  const step = (field: string, before: number, after: number, more: 'stricter' | 'looser') => {
    if (before === after) return;
    const kind = after > before === (more === 'stricter') ? 'stricter' : 'looser';
    found[kind].push(`${field} ${before} → ${after}`);
  };
  const other = (field: string, before: unknown, after: unknown) => {
    if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return;
    found.looser.push(`${field} ${shown(before)} → ${shown(after)}`);
  };
  const margin = (field: string, before: Margin, after: Margin, more: 'stricter' | 'looser') => {
    if (before.kind === after.kind) step(field, before.value, after.value, more);
    else other(field, marginText(before), marginText(after));
  };
  if (then.enforced !== now.enforced) {
    if (then.enforced) found.looser.push('it no longer decides');
    else found.stricter.push('it decides');
  }
  step('confidence', then.confidence, now.confidence, 'stricter');
  other('rule', then.rule, now.rule);
  other('metric', then.metric, now.metric);
  other('slice', then.slice, now.slice);
  other('cluster', then.cluster, now.cluster);
  if (then.models !== null && now.models === null) found.stricter.push('on every model');
  else other('models', then.models, now.models);
  if (then.requireCalibration !== undefined && now.requireCalibration === undefined) {
    found.stricter.push('it needs no calibration to decide');
  } else other('requireCalibration', then.requireCalibration, now.requireCalibration);
  if (then.rule === 'noWorseThan' && now.rule === 'noWorseThan')
    margin('margin', then.margin, now.margin, 'looser');
  if (then.rule === 'betterThan' && now.rule === 'betterThan') margin('by', then.by, now.by, 'stricter');
  if (then.rule === 'min' && now.rule === 'min') step('min', then.limit, now.limit, 'stricter');
  if (then.rule === 'max' && now.rule === 'max') step('max', then.limit, now.limit, 'looser');
  if ((then.rule === 'min' || then.rule === 'max') && then.rule === now.rule)
    other('stat', then.stat, now.stat);
  if (then.rule === 'maxIncrease' && now.rule === 'maxIncrease')
    step('maxIncrease', then.limit, now.limit, 'looser');
  if (then.rule === 'mustPass' && now.rule === 'mustPass') {
    other('cases', then.cases, now.cases);
    const strictness = (gate: typeof then) => Number(gate.evenIfBaselineFails);
    step('evenIfBaselineFails', strictness(then), strictness(now), 'stricter');
  }
  const [before, after] = [Object.entries(then), Object.entries(now)].map((entries) =>
    Object.fromEntries(entries.filter(([field]) => !comparedFields.includes(field))),
  );
  other('otherwise', before, after);
  return found;
}

function marginText({ kind, value }: Margin): string {
  return kind === 'relative' ? `${value * 100} %` : String(value);
}

function shown(value: unknown): string {
  return value === null || value === undefined
    ? 'none'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}

function change(
  kind: PolicyChange['kind'],
  { name }: Gate,
  text: string,
  then: Gate | null,
  now: Gate | null,
): PolicyChange {
  const isLooser = kind === 'gate-looser' || kind === 'gate-removed';
  return { kind, names: [name], text, isLooser, digest: digestOf([then, now]) };
}
