import { elementsOf, isMark, isWord, readTokens, type SourceNode, textOf } from './tokens.ts';

/**
 * What of a config's source is code and not data, without comments. Data are literals, and calls of what the package
 * exports with nothing but literals in them: they run nothing of the user's, and are compared by what they come to.
 */
export interface ConfigCode {
  /** What stands before and after the config's own object, but for imports. */
  declared: string;
  /** The same with the object's members, outside of the prompts' entries. */
  shared: string;
  imports: string;
  /** By the prompts' names. */
  entries: ReadonlyMap<string, string>;
}

/** Where the source can't be read for sure, all of it is shared code. */
export function configCode(source: string): ConfigCode {
  const nodes = readTokens(source);
  if (nodes === undefined) return { declared: source, shared: source, imports: '', entries: new Map() };
  const { imports, known, rest } = takeImports(nodes);
  const start = rest.findIndex((node, index) => isWord(node, 'export') && isWord(rest[index + 1], 'default'));
  const value = start < 0 ? undefined : exportedObject(rest, start + 2, known);
  if (value === undefined)
    return { declared: textOf(rest), shared: textOf(rest), imports, entries: new Map() };
  const entries = new Map<string, string>();
  const shared = value.members.map((member) => {
    const { key, content } = memberOf(member) ?? {};
    const [object, more] = content ?? [];
    if (key !== 'prompts' || object?.kind !== '{' || more) return codeOfMember(member, known);
    return elementsOf(object.nodes)
      .map((entry) => {
        const name = memberOf(entry)?.key;
        if (name === undefined || entries.has(name)) return codeOfMember(entry, known);
        entries.set(name, codeOfMember(entry, known));
        return '';
      })
      .join('');
  });
  const declared = textOf([...rest.slice(0, start), ...rest.slice(value.end)]);
  return { declared, shared: declared + shared.join(''), imports, entries };
}

interface Imports {
  imports: string;
  /** Names of what the package exports. */
  known: ReadonlySet<string>;
  rest: SourceNode[];
}

function takeImports(nodes: readonly SourceNode[]): Imports {
  const known = new Set<string>();
  const rest: SourceNode[] = [];
  let imports = '';
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node === undefined) break;
    const end = isWord(node, 'import') ? endOfImport(nodes, index) : undefined;
    if (end === undefined) {
      rest.push(node);
      continue;
    }
    const declaration = nodes.slice(index, end);
    const names = namesFromPackage(declaration);
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
  const isPackage = path?.kind === 'text' && path.text.slice(1, -1) === 'prompteval';
  if (list?.kind !== '{' || !isWord(from, 'from') || !isPackage || more.length > 0) return undefined;
  const names = elementsOf(list.nodes).map((element) => element.at(-1));
  return names.flatMap((name) => (name?.kind === 'word' ? [name.text] : []));
}

/** `{ … }` or `defineConfig({ … })`, with where it ends. */
function exportedObject(nodes: readonly SourceNode[], start: number, known: ReadonlySet<string>) {
  const [first, second] = nodes.slice(start);
  if (first?.kind === '{') return { members: elementsOf(first.nodes), end: start + 1 };
  const isCall = isWord(first, 'defineConfig') && known.has('defineConfig') && second?.kind === '(';
  if (!isCall) return undefined;
  const [argument, ...others] = elementsOf(second.nodes);
  const [object, more] = argument ?? [];
  if (object?.kind !== '{' || more || others.length > 0) return undefined;
  return { members: elementsOf(object.nodes), end: start + 2 };
}

function memberOf(nodes: readonly SourceNode[]): { key: string; content: SourceNode[] } | undefined {
  const [key, colon, ...content] = nodes;
  if (key === undefined || !('text' in key) || !isMark(colon, ':') || content.length === 0) return undefined;
  if (key.kind === 'word') return { key: key.text, content };
  return key.kind === 'text' && !key.text.includes('\\')
    ? { key: key.text.slice(1, -1), content }
    : undefined;
}

function codeOfMember(nodes: readonly SourceNode[], known: ReadonlySet<string>): string {
  const member = memberOf(nodes);
  if (member === undefined) return `\n${textOf(nodes).trim()}`;
  const code = codeOf(member.content, known);
  return code === '' ? '' : `\n${JSON.stringify(member.key)}:${code}`;
}

/** Empty for data. */
function codeOf(nodes: readonly SourceNode[], known: ReadonlySet<string>): string {
  const [first, second, third] = nodes;
  // Where it begins means nothing.
  const code = ` ${textOf(nodes).trim()}`;
  if (first === undefined) return '';
  if (second === undefined) {
    if (first.kind === '[')
      return elementsOf(first.nodes)
        .map((element) => codeOf(element, known))
        .join('');
    if (first.kind === '{')
      return elementsOf(first.nodes)
        .map((member) => codeOfMember(member, known))
        .join('');
    return isData(first) ? '' : code;
  }
  if (third !== undefined) return code;
  if (isMark(first, '-') && second.kind === 'number') return '';
  const isKnown = first.kind === 'word' && known.has(first.text) && second.kind === '(';
  const isPlain = isKnown && elementsOf(second.nodes).every((element) => codeOf(element, known) === '');
  return isPlain ? '' : code;
}

const constants = ['true', 'false', 'null', 'undefined'];

function isData(node: SourceNode): boolean {
  if (node.kind === 'word') return constants.includes(node.text);
  // An escaped path is not found where files are looked for.
  if (node.kind === 'text') return !node.text.includes('\\');
  return node.kind === 'number' || node.kind === 'pattern';
}
