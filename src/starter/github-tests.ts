import { escapePattern } from '../core/escape-pattern.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { quoted } from './quoted.ts';

/** What GitHub's `testData` and `evaluators` of a prompt file come to here. */
export interface GithubTests {
  /** Rows of a dataset: variables and `expected`. */
  rows: JsonObject[];
  evaluators: EvaluatorCode[];
  /** What has no counterpart, each in a sentence. */
  lost: string[];
}

/** An evaluator as it is written into a config. */
export interface EvaluatorCode {
  /** The built-in that it calls. */
  name: 'caseChecks' | 'contains' | 'exactMatch' | 'jsonSchema' | 'llmJudge' | 'matches' | 'startsWith';
  metric: string;
  code: string;
}

/** Reads what the prompt format itself leaves aside. Nothing is dropped in silence: it is a case, an evaluator or lost. */
export function readGithubTests(source: JsonObject): GithubTests {
  const lost: string[] = [];
  const rows = listOf(source.testData).flatMap((row, index) => {
    if (isJsonObject(row)) return [row];
    lost.push(`testData[${index}] is no map of variables`);
    return [];
  });
  const names = new Set<string>();
  const evaluators = listOf(source.evaluators).flatMap((evaluator, index) => {
    const read = readEvaluator(isJsonObject(evaluator) ? evaluator : {}, `evaluators[${index}]`, names);
    lost.push(...read.lost);
    return read.evaluators;
  });
  return { rows, evaluators, lost };
}

const wholeExpected = /^\s*\{\{\s*expected\s*\}\}\s*$/;
const checks = ['equals', 'contains', 'startsWith', 'endsWith'] as const;

function readEvaluator(
  evaluator: JsonObject,
  place: string,
  names: Set<string>,
): { evaluators: EvaluatorCode[]; lost: string[] } {
  const title = typeof evaluator.name === 'string' ? evaluator.name : place;
  const { string } = evaluator;
  if (!isJsonObject(string))
    return { evaluators: [], lost: [`${named(place, title)}: ${reasonOf(evaluator)}`] };
  const lost: string[] = [];
  const evaluators = checks.flatMap((check) => {
    const wanted = string[check];
    // An empty text asks for nothing there.
    if (wanted === undefined || wanted === '') return [];
    const code = codeOf(check, wanted, metricName(title, names));
    if (code === undefined)
      lost.push(
        wholeExpected.test(String(wanted))
          ? `${named(place, title)}: ${check} {{expected}}`
          : `${named(place, title)}: ${check} with a template other than {{expected}}`,
      );
    return code ?? [];
  });
  if (evaluators.length + lost.length === 0)
    lost.push(`${named(place, title)}: it checks nothing that is known here`);
  return { evaluators, lost };
}

function reasonOf({ llm, uses }: JsonObject): string {
  if (llm !== undefined) return 'a model as the judge';
  if (typeof uses === 'string') return `uses ${excerpt(uses, 60)}`;
  return 'of no kind that is known here';
}

/** Upper and lower case are the same there, but for `equals`. */
function codeOf(check: (typeof checks)[number], wanted: Json, metric: string): EvaluatorCode | undefined {
  const text = typeof wanted === 'string' ? wanted : JSON.stringify(wanted);
  const option = `metric: ${quoted(metric)}`;
  if (wholeExpected.test(text)) {
    if (check === 'equals') return { name: 'exactMatch', metric, code: `exactMatch({ ${option} })` };
    if (check === 'endsWith') return undefined;
    return { name: check, metric, code: `${check}({ ${option}, ignoreCase: true })` };
  }
  if (text.includes('{{')) return undefined;
  const start = check === 'equals' || check === 'startsWith' ? '^' : '';
  const end = check === 'equals' || check === 'endsWith' ? '$' : '';
  const pattern = new RegExp(`${start}${escapePattern(text)}${end}`, check === 'equals' ? '' : 'i');
  return { name: 'matches', metric, code: `matches({ ${option}, pattern: ${pattern} })` };
}

function metricName(title: string, taken: Set<string>): string {
  const base =
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'check';
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
  taken.add(name);
  return name;
}

function named(place: string, title: string): string {
  return title === place ? place : `${place} "${excerpt(title, 60)}"`;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
