import { formatNumber } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { Problem } from '../core/problem.ts';

/** A gate that allows every value its metric can have, so that it looks like a guard and is none; null for any other. */
export function neverFails(gate: Gate, { better, range }: MetricDefinition): Problem | null {
  if (range === null) return null;
  const [low, high] = range;
  switch (gate.rule) {
    case 'min':
      if (gate.limit > low) return null;
      return allowsAll(gate, 'min', `no score is below ${formatNumber(low)}`, 'Raise it');
    case 'max':
      if (gate.limit < high) return null;
      return allowsAll(gate, 'max', `no score is above ${formatNumber(high)}`, 'Lower it');
    case 'noWorseThan': {
      const { kind, value } = gate.margin;
      const [best, worst] = better === 'higher' ? [high, low] : [low, high];
      // The baseline as good as can be, at the limit that the margin sets; see `imputedDifferences` for relative ones.
      const room = kind === 'absolute' ? value : value * best;
      if (room < Math.abs(best - worst)) return null;
      const loss = better === 'higher' ? 'drop' : 'rise';
      return allowsAll(gate, 'margin', `no ${loss} is larger than that`, 'Use a smaller one');
    }
    default:
      return null;
  }
}

function allowsAll({ name }: Gate, key: string, because: string, instead: string): Problem {
  return {
    field: `gate "${name}" ${key}`,
    message: `this gate can never fail: ${because}`,
    hint: `${instead}, or remove the gate`,
  };
}
