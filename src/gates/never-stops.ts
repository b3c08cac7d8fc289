import { type Gate, isRule } from '../core/gate.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { Problem } from '../core/problem.ts';

/**
 * An enforced gate that `stopEarly` can't go by: in the middle of a run most clusters are known in part, and what becomes
 * of them cannot be read from that. null for any other.
 */
export function neverStops(gate: Gate, metric: MetricDefinition): Problem | null {
  if (gate.cluster === undefined || !gate.enforced || gate.rule === 'mustPass') return null;
  if ((gate.rule === 'min' || gate.rule === 'max') && isRule(gate, metric)) return null;
  return {
    field: `gate "${gate.name}" cluster`,
    message: 'stopEarly never ends a run by this gate, because it counts clusters',
    hint: 'The other gates may still end it',
  };
}
