import type { Gate } from '../core/gate.ts';
import { binomialCdf } from '../statistics/binomial.ts';
import { normalQuantile } from '../statistics/normal.ts';

/** Of a p95 gate: how many answers may be slower than its limit for it to pass all the same. */
const slowOnes = 3;
/** Assumed of the difference of two logarithms of a case's latencies, and the power to prove what is unchanged. */
const spread = 0.5;
const power = 0.8;

interface Sampled {
  id: string;
  tags: readonly string[];
}

/**
 * The cases that are asked for though the cache has their answers, because an answer from there has no latency: so many
 * of a random order that every enforced latency gate can decide by them.
 *
 * @param order all cases in a random order that is known before the run
 */
export function latencySample<Item extends Sampled>(gates: readonly Gate[], order: readonly Item[]): Item[] {
  const lengths = deciding(gates).map((gate) => prefixFor(gate, order));
  return order.slice(0, Math.max(0, ...lengths));
}

/** The gates for which that sample is all cases. */
export function gatesForAll(gates: readonly Gate[], order: readonly Sampled[]): Gate[] {
  if (order.length === 0) return [];
  return deciding(gates).filter((gate) => prefixFor(gate, order) === order.length);
}

function deciding(gates: readonly Gate[]): Gate[] {
  return gates.filter(({ metric, enforced }) => metric === 'latency' && enforced);
}

/** After how many cases of the order the gate's slice has as many as it needs. */
function prefixFor(gate: Gate, order: readonly Sampled[]): number {
  let missing = neededFor(gate);
  if (missing === null) return order.length;
  for (const [index, { tags }] of order.entries()) {
    if (gate.slice === null || tags.includes(gate.slice)) missing--;
    if (missing === 0) return index + 1;
  }
  return order.length;
}

/** null where no sample will do: of a rule on every answer, and where cases are counted by cluster. */
function neededFor(gate: Gate): number | null {
  if (gate.cluster !== undefined) return null;
  if (gate.rule === 'max' && gate.stat === 'p95') return neededForP95(gate.confidence);
  if (gate.rule === 'maxIncrease') return neededForIncrease(gate.limit, gate.confidence);
  return null;
}

/** 153 cases at 95 %. */
function neededForP95(confidence: number): number {
  let cases = slowOnes + 1;
  while (binomialCdf(slowOnes, cases, 0.05) > 1 - confidence) cases++;
  return cases;
}

/** 47 cases for an increase of at most 20 % at 95 %, 171 for 10 %. */
function neededForIncrease(limit: number, confidence: number): number {
  const z = normalQuantile(confidence) + normalQuantile(power);
  return Math.max(30, Math.ceil(((z * spread) / Math.log1p(limit)) ** 2));
}
