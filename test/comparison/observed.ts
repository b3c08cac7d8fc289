import { type ComparedArms, compareArms } from '../../src/comparison/compare.ts';
import { Observations } from '../../src/comparison/observations.ts';
import type { Completion } from '../../src/core/completion.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { GateEvidence } from '../../src/core/gate-evidence.ts';
import type { Metric } from '../../src/core/score.ts';
import type { ArmName, ModelPairing, TrialRecord } from '../../src/core/trial.ts';

export const quality: Metric = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
export const grade: Metric = { id: 'grade', better: 'higher', kind: 'score', range: [0, 10] };
export const toxicity: Metric = { id: 'toxicity', better: 'lower', kind: 'score', range: [0, 1] };
export const flagged: Metric = { id: 'flagged', better: 'lower', kind: 'binary', range: [0, 1] };

export const model = 'demo/in-context';

export const bothArms: ModelPairing = {
  id: model,
  baseline: { id: model, model, parameters: {} },
  candidate: { id: model, model, parameters: {} },
};
export const firstRelease: ModelPairing = { ...bothArms, baseline: null };

/** What one arm measured on one case, one entry a repeat; a number is a score, null a missing one, 'failed' a failed call. */
export type Measured = number | null | 'failed';

/** A case as a row: its values on both arms. */
export interface Row {
  id?: string;
  tags?: string[];
  /** The value of its field `customer`. */
  customer?: string;
  critical?: boolean;
  baseline?: Measured | Measured[];
  candidate?: Measured | Measured[];
}

const amounts = ['cost', 'latency', 'inputTokens', 'outputTokens'];

/** Observations of latencies, each with the most that it may be too long. */
export function observeTimed(
  rows: readonly Partial<Record<ArmName, [latency: number, lag: number]>>[],
): Observations {
  const cases = rows.map((_, index) => ({ id: `case-${index + 1}`, tags: [], critical: false }));
  const observations = new Observations(cases, 1);
  for (const [index, row] of rows.entries()) {
    for (const arm of ['baseline', 'candidate'] as const) {
      const timed = row[arm];
      if (timed === undefined) continue;
      const [latency, lagMs] = timed;
      const record = recordOf('latency', arm, `case-${index + 1}`, model, 0, latency);
      if (record.completion) record.completion.lagMs = lagMs;
      observations.add(record);
    }
  }
  return observations;
}

/** Observations of one metric, an amount or a score, from rows. */
export function observe(metric: string, rows: readonly Row[], models = [model]): Observations {
  const cases = rows.map((row, index) => ({
    id: row.id ?? `case-${String(index + 1).padStart(3, '0')}`,
    tags: row.tags ?? [],
    critical: row.critical ?? false,
    ...(row.customer !== undefined && { variables: { customer: row.customer } }),
  }));
  const listOf = (values: Row['baseline']) => (values === undefined ? [] : [values].flat());
  const repeats = Math.max(
    1,
    ...rows.flatMap((row) => [listOf(row.baseline).length, listOf(row.candidate).length]),
  );
  const observations = new Observations(cases, repeats);
  for (const [index, row] of rows.entries()) {
    for (const arm of ['baseline', 'candidate'] as const) {
      for (const [repeat, value] of listOf(row[arm]).entries()) {
        for (const modelId of models) {
          observations.add(recordOf(metric, arm, cases[index]?.id ?? '', modelId, repeat, value));
        }
      }
    }
  }
  return observations;
}

function recordOf(
  metric: string,
  arm: ArmName,
  caseId: string,
  modelId: string,
  repeat: number,
  value: Measured,
): TrialRecord {
  const place = { arm, case: caseId, model: modelId, repeat, attempts: 1 };
  if (value === 'failed') {
    return { ...place, status: 'failed', failure: { code: 'timeout', message: 'no answer' }, scores: [] };
  }
  const completion = completionWith(amounts.includes(metric) ? { [metric]: value } : {});
  const score = value === null ? { metric, unscored: 'no reply' } : { metric, value };
  return { ...place, status: 'completed', completion, scores: amounts.includes(metric) ? [] : [score] };
}

/** A completion in which only the named amounts are known. */
function completionWith(values: Record<string, number | null>): Completion {
  const { cost = null, latency = null, inputTokens = null, outputTokens = null } = values;
  const hasUsage = inputTokens !== null || outputTokens !== null;
  return {
    text: '',
    finishReason: 'stop',
    usage: hasUsage ? { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 } : null,
    costUsd: cost,
    latencyMs: latency,
    servedModel: null,
  };
}

/** Rows of a binary metric: so many won, lost, passed and failed on both arms. */
export function flips(counts: { wins?: number; losses?: number; pass?: number; fail?: number }): Row[] {
  const rows = (count: number | undefined, baseline: number, candidate: number): Row[] =>
    Array.from({ length: count ?? 0 }, () => ({ baseline, candidate }));
  return [
    ...rows(counts.wins, 0, 1),
    ...rows(counts.losses, 1, 0),
    ...rows(counts.pass, 1, 1),
    ...rows(counts.fail, 0, 0),
  ];
}

const common = { enforced: true, confidence: 0.95, models: null, slice: null };

export function noWorseThan(metric: string, margin: number | string, more: Partial<Gate> = {}): Gate {
  const kind = typeof margin === 'string' ? 'relative' : 'absolute';
  const value = typeof margin === 'string' ? Number.parseFloat(margin) / 100 : margin;
  return { ...common, name: metric, rule: 'noWorseThan', metric, margin: { kind, value }, ...pick(more) };
}

export function betterThan(metric: string, by: number | string, more: Partial<Gate> = {}): Gate {
  const kind = typeof by === 'string' ? 'relative' : 'absolute';
  const value = typeof by === 'string' ? Number.parseFloat(by) / 100 : by;
  return { ...common, name: metric, rule: 'betterThan', metric, by: { kind, value }, ...pick(more) };
}

export function limit(
  rule: 'min' | 'max',
  metric: string,
  value: number,
  more: Partial<Gate> & { stat?: 'p95' } = {},
): Gate {
  return { ...common, name: metric, rule, metric, limit: value, stat: more.stat ?? null, ...pick(more) };
}

export function maxIncrease(metric: string, share: number, more: Partial<Gate> = {}): Gate {
  return { ...common, name: metric, rule: 'maxIncrease', metric, limit: share, ...pick(more) };
}

export function mustPass(
  metric: string,
  cases = 'critical',
  more: Partial<Gate> & { evenIfBaselineFails?: boolean } = {},
): Gate {
  const { evenIfBaselineFails = false } = more;
  return {
    ...common,
    name: `${cases} ${metric}`,
    rule: 'mustPass',
    metric,
    cases,
    evenIfBaselineFails,
    ...pick(more),
  };
}

/** What every gate may set. */
function pick({ name, enforced, confidence, models, slice, cluster }: Partial<Gate>) {
  return {
    ...(name !== undefined && { name }),
    ...(enforced !== undefined && { enforced }),
    ...(confidence !== undefined && { confidence }),
    ...(models !== undefined && { models }),
    ...(slice !== undefined && { slice }),
    ...(cluster !== undefined && { cluster }),
  };
}

/** Compares the arms on one metric; amounts need no definition. */
export function compare(
  rows: readonly Row[],
  metric: Metric | string,
  gates: readonly Gate[] = [],
  pairing: ModelPairing = bothArms,
  cluster?: string,
): ComparedArms {
  const metrics = typeof metric === 'string' ? [] : [metric];
  const observations = observe(typeof metric === 'string' ? metric : metric.id, rows);
  return compareArms(observations, { pairings: [pairing], metrics, gates, cluster });
}

/** What is gathered for one gate. */
export function evidenceFor<Kind extends GateEvidence['kind']>(
  kind: Kind,
  rows: readonly Row[],
  metric: Metric | string,
  gate: Gate,
  pairing: ModelPairing = bothArms,
): Extract<GateEvidence, { kind: Kind }> {
  const [evidence] = compare(rows, metric, [gate], pairing).evidence;
  if (evidence === undefined || !isKind(evidence, kind)) throw new Error(`no evidence of kind ${kind}`);
  return evidence;
}

function isKind<Kind extends GateEvidence['kind']>(
  evidence: GateEvidence,
  kind: Kind,
): evidence is Extract<GateEvidence, { kind: Kind }> {
  return evidence.kind === kind;
}
