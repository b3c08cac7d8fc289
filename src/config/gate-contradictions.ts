import type { Gate } from '../core/gate.ts';

type LimitGate = Extract<Gate, { rule: 'min' | 'max' }>;

/** Two gates that no answers pass at once: the one that is written later, and how to say it of that. */
export interface Contradiction {
  gate: LimitGate;
  message: string;
}

/**
 * Floors that lie above a ceiling of the same values: of one metric, slice and cluster, and of a model that both are about.
 * A gate that only reports keeps nobody from passing.
 */
export function contradictionsOf(gates: readonly Gate[]): Contradiction[] {
  const limits = gates.filter(isEnforcedLimit);
  return limits.flatMap((gate, index) => {
    const earlier = limits.slice(0, index).find((other) => areOpposed(gate, other));
    if (earlier === undefined) return [];
    return [
      { gate, message: `no answers can pass both this and the gate "${earlier.name}", ${shown(earlier)}` },
    ];
  });
}

function isEnforcedLimit(gate: Gate): gate is LimitGate {
  return gate.enforced && (gate.rule === 'min' || gate.rule === 'max');
}

function areOpposed(one: LimitGate, other: LimitGate): boolean {
  if (one.rule === other.rule) return false;
  const [floor, ceiling] = one.rule === 'min' ? [one, other] : [other, one];
  const areOfOne =
    floor.metric === ceiling.metric && floor.slice === ceiling.slice && floor.cluster === ceiling.cluster;
  return areOfOne && floor.limit > ceiling.limit && shareModel(floor.models, ceiling.models);
}

function shareModel(one: Gate['models'], other: Gate['models']): boolean {
  return one === null || other === null || one.some((model) => other.includes(model));
}

function shown({ rule, limit }: LimitGate): string {
  return `which asks for ${rule === 'min' ? 'at least' : 'at most'} ${limit}`;
}
