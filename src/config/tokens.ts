/** A piece of a source text: a token, or everything between two brackets. */
export type SourceNode = Token | Group;

export interface Token {
  kind: 'word' | 'text' | 'number' | 'pattern' | 'mark';
  text: string;
  /** Whether a line ended before it, which can change what code means. */
  breaks: boolean;
}

export interface Group {
  kind: '{' | '[' | '(';
  nodes: SourceNode[];
  breaks: boolean;
}

const skipped = /(?:[ \t\v\f\u00a0\ufeff]|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/|[\n\r\u2028\u2029])+/y;
const kinds: readonly [Token['kind'], RegExp][] = [
  ['word', /[A-Za-z_$][\w$]*/y],
  ['number', /\d\w*(?:\.\d\w*)?(?:(?<=[eE])[-+]\d+)?/y],
  ['text', /'(?:\\[^\r\u2028\u2029]|[^'\\\n\r])*'|"(?:\\[^\r\u2028\u2029]|[^"\\\n\r])*"|`[^`\\$]*`/y],
  ['pattern', /\/(?![*/])(?:\\[^\n\r]|\[(?:\\[^\n\r]|[^\]\\\n\r])*\]|[^/\\[\n\r])+\/[a-z]*/y],
  ['mark', /[-+*%=<>!&|^~?:;,.@(){}[\]]/y],
];
const closing = { '{': '}', '[': ']', '(': ')' } as const;

/**
 * The tokens of JavaScript or TypeScript, nested by their brackets, without comments. It reads no more than it is sure of:
 * undefined for a template with values in it, a slash that could be a division, a letter beyond ASCII outside of a text,
 * or brackets that don't match.
 */
export function readTokens(source: string): SourceNode[] | undefined {
  // Comments of a kind of their own, known in some files only.
  if (source.startsWith('#!') || /<!--|-->/.test(source)) return undefined;
  const stack: { kind: Group['kind'] | null; nodes: SourceNode[]; breaks: boolean }[] = [];
  let current: (typeof stack)[number] = { kind: null, nodes: [], breaks: false };
  let position = 0;
  while (true) {
    const space = matchAt(skipped, source, position);
    position += space.length;
    if (position === source.length) return current.kind === null ? current.nodes : undefined;
    const breaks = /[\n\r\u2028\u2029]/.test(space);
    const token = tokenAt(source, position, current.nodes.at(-1));
    if (token === undefined) return undefined;
    position += token.text.length;
    const { text } = token;
    if (token.kind === 'mark' && (text === '{' || text === '[' || text === '(')) {
      stack.push(current);
      current = { kind: text, nodes: [], breaks };
    } else if (token.kind === 'mark' && ')]}'.includes(text)) {
      const parent = stack.pop();
      if (parent === undefined || current.kind === null || closing[current.kind] !== text) return undefined;
      parent.nodes.push({ kind: current.kind, nodes: current.nodes, breaks: current.breaks });
      current = parent;
    } else {
      current.nodes.push({ ...token, breaks });
    }
  }
}

function tokenAt(
  source: string,
  position: number,
  before: SourceNode | undefined,
): Pick<Token, 'kind' | 'text'> | undefined {
  for (const [kind, pattern] of kinds) {
    const text = matchAt(pattern, source, position);
    if (text === '') continue;
    // After a value it would be a division.
    const isPattern = before === undefined || (before.kind === 'mark' && '(,:[=&|?{;'.includes(before.text));
    return kind === 'pattern' && !isPattern ? undefined : { kind, text };
  }
  return undefined;
}

function matchAt(pattern: RegExp, source: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(source)?.[0] ?? '';
}

/** As it was written, but for spaces and comments. */
export function textOf(nodes: readonly SourceNode[]): string {
  return nodes
    .map((node) => {
      const space = node.breaks ? '\n' : ' ';
      if ('text' in node) return space + node.text;
      return `${space}${node.kind}${textOf(node.nodes)}${closing[node.kind]}`;
    })
    .join('');
}

/** What stands between the commas. */
export function elementsOf(nodes: readonly SourceNode[]): SourceNode[][] {
  const elements: SourceNode[][] = [[]];
  for (const node of nodes) {
    if (isMark(node, ',')) elements.push([]);
    else elements.at(-1)?.push(node);
  }
  return elements.filter((element) => element.length > 0);
}

export function isMark(node: SourceNode | undefined, text: string): boolean {
  return node?.kind === 'mark' && node.text === text;
}

export function isWord(node: SourceNode | undefined, text: string): boolean {
  return node?.kind === 'word' && node.text === text;
}
