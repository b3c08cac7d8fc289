import type { Json } from '../core/json.ts';
import type { RunFile } from '../core/run-file.ts';
import type { ReportInput, ReportOptions, WorstCase } from './report-input.ts';

/** What stands in place of a sensitive value. */
export const maskText = '[hidden: sensitive]';

/** Shorter values occur by chance in any text, and replacing them would garble it. */
const shortestEcho = 4;

/**
 * The input with the values of sensitive variables hidden, also where an answer, a reason or the expectation
 * repeats one word for word. A variable counts as sensitive where either arm's prompt says so.
 */
export function maskSensitive(input: ReportInput, options: ReportOptions = {}): ReportInput {
  if (options.showSensitive) return input;
  const names = sensitiveVariables(input.run);
  if (names.size === 0) return input;
  return { ...input, worst: input.worst.map((worst) => maskCase(worst, names)) };
}

function sensitiveVariables(run: RunFile): Set<string> {
  const names = new Set<string>();
  for (const arm of [run.arms.baseline, run.arms.candidate]) {
    for (const [name, variable] of Object.entries(arm?.prompt['x-prompteval']?.variables ?? {})) {
      if (variable.sensitive) names.add(name);
    }
  }
  return names;
}

function maskCase(worst: WorstCase, names: ReadonlySet<string>): WorstCase {
  const secrets = Object.entries(worst.variables).flatMap(([name, value]) =>
    names.has(name) ? leaves(value) : [],
  );
  const clean = cleaner(secrets);
  const hidden = Object.entries(worst.variables).map(([name, value]): [string, Json] => [
    name,
    names.has(name) ? maskText : cleanJson(value, clean),
  ]);
  return {
    ...worst,
    variables: Object.fromEntries(hidden),
    expected: worst.expected === undefined ? undefined : cleanJson(worst.expected, clean),
    baselineText: worst.baselineText === null ? null : clean(worst.baselineText),
    candidateText: worst.candidateText === null ? null : clean(worst.candidateText),
    reasons: worst.reasons.map((reason) => ({
      evaluatorMetric: reason.evaluatorMetric,
      ...(reason.baseline !== undefined && { baseline: clean(reason.baseline) }),
      ...(reason.candidate !== undefined && { candidate: clean(reason.candidate) }),
    })),
  };
}

/** Every text and number inside a value. */
function leaves(value: Json): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (value === null || typeof value === 'boolean') return [];
  return Object.values(value).flatMap(leaves);
}

/** Replaces the longest secrets first, plain and as JSON writes them. */
function cleaner(secrets: readonly string[]): (text: string) => string {
  const written = secrets.flatMap((secret) => [secret, secret.trim(), JSON.stringify(secret).slice(1, -1)]);
  const known = [...new Set(written)].filter((secret) => secret.length >= shortestEcho);
  known.sort((a, b) => b.length - a.length);
  return (text) => known.reduce((result, secret) => result.replaceAll(secret, () => maskText), text);
}

function cleanJson(value: Json, clean: (text: string) => string): Json {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return clean(String(value)) === String(value) ? value : maskText;
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((member) => cleanJson(member, clean));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cleanJson(member, clean)]));
}
