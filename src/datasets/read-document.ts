import { load, YAMLException } from 'js-yaml';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { parseDocumentExactly } from '../core/exact-json.ts';
import { isJsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';
import { readWholeText } from './read-text.ts';
import { problemAtLine, type RowSink } from './rows.ts';
import { ValueWalk } from './value-walk.ts';

/** A list of cases, or an object that holds it as `cases`. */
export async function readJson(file: string, sink: RowSink): Promise<void> {
  const text = await readWholeText(file);
  try {
    const { value, problems } = parseDocumentExactly(text);
    for (const problem of problems) sink.problem(problem);
    takeDocument(value, text, sink);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    sink.problem(jsonProblem(error, text));
  }
}

/** The same as YAML 1.2. js-yaml reads it, in a third of the time; `yaml` finds the lines when they are needed. */
export async function readYaml(file: string, sink: RowSink): Promise<void> {
  const text = await readWholeText(file);
  try {
    takeDocument(text.trim() === '' ? [] : load(text), text, sink);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark === undefined ? undefined : error.mark.line + 1;
    sink.problem(problemAtLine(line, { message: `is no valid YAML: ${error.reason}` }));
  }
}

function takeDocument(value: unknown, text: string, sink: RowSink): void {
  const list = isJsonObject(value) ? value.cases : value;
  if (!Array.isArray(list)) {
    sink.problem({ message: 'holds no list of cases', expected: 'a list, or {cases: […]}' });
    return;
  }
  const lineOf = lineFinder(text);
  const walk = new ValueWalk(text.length);
  if (isJsonObject(value)) for (const problem of unknownKeys(value)) sink.problem(problem);
  for (const [index, entry] of list.entries()) {
    const mistake = isJsonObject(entry) ? walk.mistakeIn(entry) : 'is no object';
    if (mistake !== undefined) {
      sink.problem(problemAtLine(lineOf(index), { field: `[${index}]`, message: mistake }));
      if (walk.isSpent) return;
    } else if (isJsonObject(entry)) {
      sink.row({ fields: new Map(Object.entries(entry)), line: (field) => lineOf(index, field) });
    }
  }
}

function unknownKeys(document: object): Problem[] {
  return Object.keys(document)
    .filter((key) => key !== 'cases')
    .map((key) => {
      const hint = suggestion(key, ['cases']);
      return { field: key, message: `unknown key "${key}"`, ...(hint === undefined ? {} : { hint }) };
    });
}

/** JSON is YAML too, so one parser that keeps positions serves both. It runs at most once, and seldom at all. */
function lineFinder(text: string): (index: number, field?: string) => number | undefined {
  let nodes: readonly unknown[] | undefined;
  const counter = new LineCounter();
  return (index, field) => {
    nodes ??= caseNodes(text, counter);
    const node = nodes[index];
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === field) : undefined;
    const start = startOf(pair?.key) ?? startOf(node);
    return start === undefined ? undefined : counter.linePos(start).line;
  };
}

function caseNodes(text: string, lineCounter: LineCounter): readonly unknown[] {
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const cases = isSeq(document.contents) ? document.contents : document.get('cases');
  return isSeq(cases) ? cases.items : [];
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** Node names the position in words; an end that comes too early is the last line. */
function jsonProblem(error: SyntaxError, text: string): Problem {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position));
  const line = before.trimEnd().split('\n').length;
  return { line, message: `is no valid JSON: ${error.message}` };
}
