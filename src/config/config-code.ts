import { isOperating } from './answering-settings.ts';
import { takeImports } from './config-imports.ts';
import { findConfigObject, valueAt } from './config-object.ts';
import { elementsOf, isMark, readTokens, type SourceNode, textOf } from './tokens.ts';

/**
 * What of a config's source is code and not data, without comments. Data are literals, and calls of what the package
 * exports with nothing but literals in them: they run nothing of the user's, and are compared by what they come to.
 */
export interface ConfigCode {
  /** What could change an answer or a score of any prompt, beside imports: less than `shared`. */
  answering: string;
  /** What stands before and after the config's own object, but for imports, and its members outside of the prompts' entries. */
  shared: string;
  imports: string;
  /** By the prompts' names. */
  entries: ReadonlyMap<string, string>;
}

/** Where the source can't be read for sure, all of it is shared code. */
export function configCode(source: string): ConfigCode {
  const nodes = readTokens(source);
  if (nodes === undefined) return { answering: source, shared: source, imports: '', entries: new Map() };
  const { imports, known, rest } = takeImports(nodes);
  const found = findConfigObject(rest, known);
  const all = textOf(rest);
  if (found === undefined) return { answering: all, shared: all, imports, entries: new Map() };
  const entries = new Map<string, string>();
  const members = elementsOf(found.object.nodes).map((nodes) => ({ nodes, ...memberOf(nodes) }));
  const prompts = members.map(({ key, content, nodes }) =>
    key === 'prompts' ? takeEntries(nodes, content, known, entries) : '',
  );
  const declared = textOf(found.beside);
  const others = members.filter(({ key }) => key !== 'prompts');
  const shared = others.map(({ nodes }) => codeOfMember(nodes, known));
  const answering = others.map(({ key, content, nodes }) => {
    if (key === 'providers') return codeOfProviders(nodes, content, known);
    // A spread, a getter and the like may bring providers. What the others come to is compared, or changes no answer.
    return key === undefined ? codeOfMember(nodes, known) : '';
  });
  return {
    answering: [declared, ...prompts, ...answering].join(''),
    // What code could go by is no data.
    shared: found.isReached ? all : [declared, ...prompts, ...shared].join(''),
    imports,
    entries,
  };
}

/** Adds the entries that can be told apart; gives the code of the others. */
function takeEntries(
  member: readonly SourceNode[],
  content: readonly SourceNode[] = [],
  known: ReadonlySet<string>,
  entries: Map<string, string>,
): string {
  const [object, more] = content;
  if (object?.kind !== '{' || more) return codeOfMember(member, known);
  return elementsOf(object.nodes)
    .map((entry) => {
      const name = memberOf(entry)?.key;
      if (name === undefined || entries.has(name)) return codeOfMember(entry, known);
      entries.set(name, codeOfMember(entry, known));
      return '';
    })
    .join('');
}

/** Without how fast they are asked, and with which key. */
function codeOfProviders(
  member: readonly SourceNode[],
  content: readonly SourceNode[] = [],
  known: ReadonlySet<string>,
): string {
  const [object, more] = content;
  if (object?.kind !== '{' || more) return codeOfMember(member, known);
  return elementsOf(object.nodes)
    .map((provider) => {
      const { key, content: value = [] } = memberOf(provider) ?? {};
      const { node, end } = valueAt(value, 0, 'defineProvider', known) ?? {};
      if (node?.kind !== '{' || end !== value.length) return codeOfMember(provider, known);
      const code = elementsOf(node.nodes)
        .filter((setting) => !isOperating(memberOf(setting)?.key ?? ''))
        .map((setting) => codeOfMember(setting, known))
        .join('');
      return code === '' ? '' : `\n${JSON.stringify(key)}:${code}`;
    })
    .join('');
}

function memberOf(nodes: readonly SourceNode[]): { key: string; content: SourceNode[] } | undefined {
  const [key, colon, ...content] = nodes;
  // `{ gates }` is short for `{ gates: gates }`.
  if (key?.kind === 'word' && colon === undefined) return { key: key.text, content: [key] };
  if (key === undefined || !('text' in key) || !isMark(colon, ':') || content.length === 0) return undefined;
  // It brings members that can't be seen.
  if (key.text.includes('__proto__')) return undefined;
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
