import { elementsOf, isMark, isWord, type SourceNode, textOf } from './tokens.ts';

export interface Imports {
  /** Those of anything but the package. */
  imports: string;
  /** Names of what the package exports. */
  known: ReadonlySet<string>;
  rest: SourceNode[];
}

/** Takes a source's imports out of it; of what is required, only the package is one. */
export function takeImports(nodes: readonly SourceNode[]): Imports {
  const known = new Set<string>();
  const rest: SourceNode[] = [];
  const requires = isPlainRequire(nodes);
  let imports = '';
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node === undefined) break;
    const required = requires ? namesRequired(nodes.slice(index, index + 5)) : undefined;
    const end = required ? index + 5 : isWord(node, 'import') ? endOfImport(nodes, index) : undefined;
    if (end === undefined) {
      rest.push(node);
      continue;
    }
    const declaration = nodes.slice(index, end);
    const names = required ?? namesFromPackage(declaration);
    if (names === undefined) imports += textOf(declaration);
    for (const name of names ?? []) known.add(name);
    index = isMark(nodes[end], ';') ? end : end - 1;
  }
  return { imports, known, rest };
}

/** `import(…)` and `import.meta` are none. */
function endOfImport(nodes: readonly SourceNode[], start: number): number | undefined {
  for (let index = start + 1; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.kind === 'text') return index + 1;
    const belongs = node?.kind === 'word' || node?.kind === '{' || isMark(node, ',') || isMark(node, '*');
    if (!belongs) return undefined;
  }
  return undefined;
}

/** Of `import { a, b } from 'prompteval'`; undefined for any other import. */
function namesFromPackage([, list, from, path, ...more]: readonly SourceNode[]): string[] | undefined {
  if (list?.kind !== '{' || !isWord(from, 'from') || !isPackage(path) || more.length > 0) return undefined;
  const names = elementsOf(list.nodes).map((element) => element.at(-1));
  return names.flatMap((name) => (name?.kind === 'word' ? [name.text] : []));
}

/** Of `const { a, b: c } = require('prompteval')`; undefined for anything else. */
function namesRequired([word, list, sign, call, argument]: readonly SourceNode[]): string[] | undefined {
  const isCall = isMark(sign, '=') && isWord(call, 'require') && argument?.kind === '(';
  if (!isWord(word, 'const') || list?.kind !== '{' || !isCall) return undefined;
  const [path, more] = argument.nodes;
  if (!isPackage(path) || more) return undefined;
  const names = elementsOf(list.nodes).map(([key, colon, name, ...others]) => {
    const bound = colon === undefined ? key : isMark(colon, ':') && others.length === 0 ? name : undefined;
    return bound?.kind === 'word' && key?.kind === 'word' ? bound.text : undefined;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

function isPackage(path: SourceNode | undefined): boolean {
  return path?.kind === 'text' && path.text.slice(1, -1) === 'prompteval';
}

/** Wherever it stands it is called: a source that declares or changes one of its own may load something else. */
function isPlainRequire(nodes: readonly SourceNode[]): boolean {
  return nodes.every((node, index) => {
    if ('nodes' in node) return isPlainRequire(node.nodes);
    const isDeclared = isWord(nodes[index - 1], 'function') || nodes[index + 1]?.kind !== '(';
    return !isWord(node, 'require') || !isDeclared;
  });
}
