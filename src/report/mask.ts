import type { Json } from '../core/json.ts';
import type { RunFile } from '../core/run-file.ts';
import type { ReportInput, ReportOptions, WorstCase } from './report-input.ts';
import { Secrets } from './secrets/secrets.ts';
import type { Span } from './secrets/shaped-text.ts';

/** What stands in place of a sensitive value. */
export const maskText = '[hidden: sensitive]';

/** Hides in what belongs to one case the values of its sensitive variables, and what is repeated of them. */
export interface CaseMask {
  text(text: string): string;
  json(value: Json): Json;
  /** The value of a variable, by its name. */
  variable(name: string, value: Json): Json;
}

/** The input with the values of sensitive variables hidden, also where an answer, a reason or the expectation repeats one. */
export function maskSensitive(input: ReportInput, options: ReportOptions = {}): ReportInput {
  const names = sensitiveVariables(input.run, options);
  if (names.size === 0) return input;
  return { ...input, worst: input.worst.map((worst) => maskCase(worst, names)) };
}

/** The variables whose values stay hidden: those that either arm's prompt marks, unless they were asked for. */
export function sensitiveVariables(run: Pick<RunFile, 'arms'>, options: ReportOptions): Set<string> {
  const names = new Set<string>();
  if (options.showSensitive) return names;
  for (const arm of [run.arms.baseline, run.arms.candidate]) {
    for (const [name, variable] of Object.entries(arm?.prompt['x-prompteval']?.variables ?? {})) {
      if (variable.sensitive) names.add(name);
    }
  }
  return names;
}

/** @param variables the case's; undefined where they are lost, so that nobody knows what to hide and no text is shown. */
export function caseMask(variables: Record<string, Json> | undefined, names: ReadonlySet<string>): CaseMask {
  if (names.size === 0) return nothingHidden;
  if (variables === undefined) return maskWith(names, () => maskText);
  const values = Object.entries(variables).flatMap(([name, value]) => (names.has(name) ? leaves(value) : []));
  if (values.length === 0) return maskWith(names, (text) => text);
  const secrets = new Secrets(values);
  return maskWith(names, (text) => replaced(text, secrets.find(text)));
}

function maskWith(names: ReadonlySet<string>, text: (text: string) => string): CaseMask {
  const json = (value: Json) => cleanJson(value, text);
  return { text, json, variable: (name, value) => (names.has(name) ? maskText : json(value)) };
}

function replaced(text: string, spans: readonly Span[]): string {
  let result = '';
  let end = 0;
  for (const { from, to } of spans) {
    const hidden = text.slice(from, to);
    result += text.slice(end, from + hidden.length - hidden.trimStart().length) + maskText;
    end = from + hidden.trimEnd().length;
  }
  return result + text.slice(end);
}

const nothingHidden: CaseMask = {
  text: (text) => text,
  json: (value) => value,
  variable: (_name, value) => value,
};

function maskCase(worst: WorstCase, names: ReadonlySet<string>): WorstCase {
  const mask = caseMask(worst.variables, names);
  const hidden = Object.entries(worst.variables ?? {}).map(([name, value]): [string, Json] => [
    name,
    mask.variable(name, value),
  ]);
  return {
    ...worst,
    variables: worst.variables && Object.fromEntries(hidden),
    expected: worst.expected === undefined ? undefined : mask.json(worst.expected),
    baselineText: worst.baselineText === null ? null : mask.text(worst.baselineText),
    candidateText: worst.candidateText === null ? null : mask.text(worst.candidateText),
    reasons: worst.reasons.map((reason) => ({
      evaluatorMetric: reason.evaluatorMetric,
      ...(reason.baseline !== undefined && { baseline: mask.text(reason.baseline) }),
      ...(reason.candidate !== undefined && { candidate: mask.text(reason.candidate) }),
    })),
  };
}

/** Every text and number inside a value. */
function leaves(value: Json): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (value === null || typeof value === 'boolean') return [];
  return Object.values(value).flatMap(leaves);
}

function cleanJson(value: Json, clean: (text: string) => string): Json {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return clean(String(value)) === String(value) ? value : maskText;
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((member) => cleanJson(member, clean));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [clean(key), cleanJson(member, clean)]),
  );
}
