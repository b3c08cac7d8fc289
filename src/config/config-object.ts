import { elementsOf, type Group, isMark, isWord, type SourceNode } from './tokens.ts';

/** The object that a config's source exports, as it is written there. */
export interface ConfigObject {
  object: Group;
  /** What stands before and after it. */
  beside: SourceNode[];
  /** Whether other code could get hold of it, to change it or to go by what is in it. */
  isReached: boolean;
}

/**
 * The object of `export default {…}`, `module.exports = {…}` or `exports.default = {…}`, also of a call of defineConfig or of
 * a constant that is exported. undefined where it is written otherwise, or where there are several.
 */
export function findConfigObject(
  nodes: readonly SourceNode[],
  known: ReadonlySet<string>,
): ConfigObject | undefined {
  const [exported, another] = nodes.flatMap((_, index) => exportAt(nodes, index) ?? []);
  if (exported === undefined || another) return undefined;
  const value = valueAt(exported.nodes, exported.value, 'defineConfig', known);
  const name = value?.node.kind === 'word' ? value.node.text : undefined;
  const start = name === undefined ? exported.start : startOfConstant(nodes, name);
  const found = name === undefined ? value : constantAt(nodes, start, known);
  if (found?.node.kind !== '{') return undefined;
  const { node: object, end } = found;
  const uses = countWords(nodes, ['module', 'exports', ...(name === undefined ? [] : [name])]);
  const own = exported.words + (name === undefined ? 0 : 2);
  return { object, beside: [...nodes.slice(0, start), ...nodes.slice(end)], isReached: uses > own };
}

interface Export {
  start: number;
  /** Where what is exported stands, and in which nodes. */
  value: number;
  nodes: readonly SourceNode[];
  /** How often it says `module` or `exports`. */
  words: number;
}

function exportAt(nodes: readonly SourceNode[], start: number): Export | undefined {
  const [first, second, third, fourth] = nodes.slice(start, start + 4);
  if (isWord(first, 'export')) {
    if (isWord(second, 'default')) return { start, value: start + 2, nodes, words: 0 };
    if (second?.kind !== '{' || isWord(third, 'from')) return undefined;
    const element = elementsOf(second.nodes).find(
      ([, as, name]) => isWord(as, 'as') && isWord(name, 'default'),
    );
    return element && { start, value: 0, nodes: element.slice(0, 1), words: 0 };
  }
  const before = nodes[start - 1];
  const isStatement = !before || isMark(before, ';') || (first?.breaks && before.kind !== 'mark');
  if (!isStatement || !isMark(second, '.') || !isMark(fourth, '=')) return undefined;
  if (isWord(first, 'module') && isWord(third, 'exports'))
    return { start, value: start + 4, nodes, words: 2 };
  if (isWord(first, 'exports') && isWord(third, 'default'))
    return { start, value: start + 4, nodes, words: 1 };
  return undefined;
}

/** What makes up a whole expression: one node, or the only argument of that call of the package. */
export function valueAt(
  nodes: readonly SourceNode[],
  start: number,
  call: string,
  known: ReadonlySet<string>,
): { node: SourceNode; end: number } | undefined {
  const [first, second] = nodes.slice(start, start + 2);
  const isCall = isWord(first, call) && known.has(call) && second?.kind === '(';
  const [argument = [], ...others] = isCall ? elementsOf(second.nodes) : [first ? [first] : []];
  const [node, more] = argument;
  const end = start + (isCall ? 2 : 1);
  return node && !more && others.length === 0 && endsBefore(nodes[end]) ? { node, end } : undefined;
}

/** Anything else goes on with the value: a property of it, a call. */
function endsBefore(node: SourceNode | undefined): boolean {
  const isTyped = isWord(node, 'satisfies') || isWord(node, 'as');
  return node === undefined || isMark(node, ';') || isTyped || (node.kind === 'word' && node.breaks);
}

/** What `let` and `var` declare may be another value where it is exported. */
function startOfConstant(nodes: readonly SourceNode[], name: string): number {
  return nodes.findIndex((node, index) => isWord(node, 'const') && isWord(nodes[index + 1], name));
}

/** `const config = …` or `const config: UserConfig = …` */
function constantAt(nodes: readonly SourceNode[], start: number, known: ReadonlySet<string>) {
  if (start < 0) return undefined;
  const [sign, type, next] = nodes.slice(start + 2, start + 5);
  if (isMark(sign, '=')) return valueAt(nodes, start + 3, 'defineConfig', known);
  const isTyped = isMark(sign, ':') && type?.kind === 'word' && isMark(next, '=');
  return isTyped ? valueAt(nodes, start + 5, 'defineConfig', known) : undefined;
}

/** At any depth. */
function countWords(nodes: readonly SourceNode[], words: readonly string[]): number {
  return nodes
    .map((node) => {
      if ('nodes' in node) return countWords(node.nodes, words);
      return node.kind === 'word' && words.includes(node.text) ? 1 : 0;
    })
    .reduce<number>((sum, count) => sum + count, 0);
}
