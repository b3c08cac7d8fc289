/**
 * A pattern for a text whose every character stands as itself or in an escaped form, which may be mixed and nested: a
 * backslash of JSON, `\u0026`, `\x26`, percent-encoding, an entity of HTML.
 */
export function escapedForms(text: string): string {
  return [...text].map(formsOf).join('');
}

/** The same for base64: what its alphabets tell apart may be escaped, and is never told apart. */
export function base64Forms(text: string): string {
  return text.replace(/[+/]/g, (sign) => (sign === '+' ? either('+', '-') : either('/', '_')));
}

/** What of the base64 of a longer text is sure to be there, wherever in it the key begins: by the bytes before it, modulo three. */
export function base64Cores(key: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    const sure = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)] as const;
    return bytes.toString('base64').slice(...sure);
  });
}

function either(one: string, other: string): string {
  return `(?:${formsOf(one)}|${formsOf(other)})`;
}

function formsOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = anyCase(code.toString(16).padStart(2, '0'));
  const backslashed = `\\\\{0,8}(?:${literal(character)}|\\\\(?:u00|x)${hex})`;
  const percent = `%(?:25){0,3}${hex}`;
  const names = entities[character] ?? [];
  const entity = `&(?:amp;){0,3}(?:${[`#[xX]0{0,4}${hex}`, `#0{0,4}${code}`, ...names].join('|')});`;
  return `(?:${backslashed}|${percent}|${entity})`;
}

const entities: Record<string, string[]> = {
  '!': ['excl'],
  '"': ['quot'],
  '#': ['num'],
  $: ['dollar'],
  '%': ['percnt'],
  '&': ['amp'],
  "'": ['apos'],
  '(': ['lpar'],
  ')': ['rpar'],
  '*': ['ast'],
  '+': ['plus'],
  ',': ['comma'],
  '.': ['period'],
  '/': ['sol'],
  ':': ['colon'],
  ';': ['semi'],
  '<': ['lt'],
  '=': ['equals'],
  '>': ['gt'],
  '?': ['quest'],
  '@': ['commat'],
  '[': ['lsqb', 'lbrack'],
  '\\': ['bsol'],
  ']': ['rsqb', 'rbrack'],
  '^': ['Hat'],
  _: ['lowbar'],
  '`': ['grave'],
  '{': ['lcub', 'lbrace'],
  '|': ['verbar', 'vert'],
  '}': ['rcub', 'rbrace'],
};

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
