import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Problem } from '../core/problem.ts';
import { formatPath } from './field-path.ts';
import { tooDeepAt } from './yaml-depth.ts';

type Path = readonly (string | number)[];

/** A YAML document as data, with the way back to its lines. */
export interface YamlFile {
  /** undefined where the text can't be read at all. */
  value: unknown;
  problems: Problem[];
  positions: Positions;
}

export interface Positions {
  /**
   * The 1-based line of a field, or of the nearest thing around it that exists. With an `offset` (UTF-16 units from
   * the start of a text) the line inside a block `|`.
   */
  lineOf(path: Path, offset?: number): number;
}

/** Reads YAML 1.2 and collects what is wrong with it as YAML; problems carry no file yet. */
export function readYamlFile(source: string): YamlFile {
  const text = source.replace(/^\uFEFF/, '');
  const deep = tooDeepAt(text);
  if (deep !== undefined) return tooDeep(text.slice(0, deep).split('\n').length);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positions: Positions = { lineOf: (path, offset) => lineOf(document, lines, path, offset) };
  const structure = structureProblems(document, lines);
  const syntax = document.errors.map((error) => errorProblem(error, text, lines));
  const problems = firstOfEachLine([...structure, ...syntax]);
  const readable = structure.length === 0 && document.errors.every((error) => error.code === 'DUPLICATE_KEY');
  if (!readable) return { value: undefined, problems, positions };
  try {
    return { value: document.toJS(), problems, positions };
  } catch (error) {
    // An alias without its anchor, or more aliases than any honest file has.
    const message = `is no valid YAML: ${error instanceof Error ? error.message : String(error)}`;
    problems.push({ ...placeOfAlias(document, lines, message), message });
    return { value: undefined, problems, positions };
  }
}

function tooDeep(line: number): YamlFile {
  const message = 'has too many lists or maps inside of each other';
  return { value: undefined, problems: [{ line, message }], positions: { lineOf: () => line } };
}

/** One mistake in YAML often makes several errors on its line; the first says what it is. */
function firstOfEachLine(problems: readonly Problem[]): Problem[] {
  return problems.filter(
    (problem, index) => problems.findIndex((other) => other.line === problem.line) === index,
  );
}

const quoteHint = 'Quote the text, "{{name}}", or write it as a block: content: |';

function errorProblem(error: YAMLError, text: string, lines: LineCounter): Problem {
  const { line } = lines.linePos(error.pos[0]);
  const source = text.split(/\r?\n/)[line - 1] ?? '';
  if (/(?::|^\s*-)\s+\{\{/.test(source)) return unquoted(line);
  if (error.code === 'DUPLICATE_KEY') {
    const written = /^[\s-]*([^:]+)/.exec(text.slice(error.pos[0]))?.[1]?.trim() ?? '';
    const key = written.replace(/^(["'])(.*)\1$/, '$2');
    return { line, field: key, message: `the key "${key}" stands twice` };
  }
  return { line, message: `is no valid YAML: ${error.message}` };
}

function unquoted(line: number): Problem {
  return { line, message: 'YAML reads unquoted braces {{…}} as a map, not as text', hint: quoteHint };
}

/** The line of the alias that the message names; else of the last one, which is where too many came to be too many. */
function placeOfAlias(document: Document.Parsed, lines: LineCounter, message: string): Pick<Problem, 'line'> {
  let place: number | undefined;
  visit(document, {
    Alias(_, alias) {
      place = alias.range?.[0];
      return message.endsWith(`: ${alias.source}`) ? visit.BREAK : undefined;
    },
  });
  return place === undefined ? {} : { line: lines.linePos(place).line };
}

/** What YAML allows and JSON can't hold: keys that are no text, numbers that JSON lacks, values that hold themselves. */
function structureProblems(document: Document.Parsed, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias(_, { source, range }, around) {
      if (!around.some((node) => isCollection(node) && node.anchor === source)) return;
      const { line } = lines.linePos(range?.[0] ?? 0);
      problems.push({ line, message: `the alias *${source} stands inside of what it names` });
    },
    Pair(_, pair) {
      if (!isCollection(pair.key)) return undefined;
      const { line } = lines.linePos(pair.key.range?.[0] ?? 0);
      problems.push(
        isMap(pair.key) && pair.key.flow ? unquoted(line) : { line, message: 'a key that is no text' },
      );
      return visit.SKIP;
    },
    Scalar(_, scalar) {
      if (typeof scalar.value !== 'number' || Number.isFinite(scalar.value)) return;
      const { line } = lines.linePos(scalar.range?.[0] ?? 0);
      problems.push({ line, message: `${scalar.source ?? scalar.value} is no number that JSON can hold` });
    },
  });
  return problems;
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: Path, offset?: number): number {
  let node: unknown = document.contents;
  let place = nodeStart(node) ?? 0;
  for (const step of path) {
    const container = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(container) ? container.items.find((item) => keyText(item.key) === step) : undefined;
    const entry = isSeq(container) && typeof step === 'number' ? container.items[step] : undefined;
    const start = nodeStart(pair === undefined ? entry : pair.key);
    if (start === undefined) break;
    place = start;
    node = pair === undefined ? entry : pair.value;
  }
  if (offset !== undefined && isScalar(node) && node.type === 'BLOCK_LITERAL') {
    // The text begins on the line below its `|`.
    return lines.linePos(nodeStart(node) ?? 0).line + String(node.value).slice(0, offset).split('\n').length;
  }
  return lines.linePos(place).line;
}

function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function nodeStart(node: unknown): number | undefined {
  return isScalar(node) || isCollection(node) || isAlias(node) ? node.range?.[0] : undefined;
}

/** A problem at a field of a file. */
export function problemAt(
  positions: Positions,
  path: Path,
  words: Omit<Problem, 'file' | 'line' | 'field'>,
  offset?: number,
): Problem {
  const field = formatPath(path);
  return { line: positions.lineOf(path, offset), ...(field === '' ? {} : { field }), ...words };
}
