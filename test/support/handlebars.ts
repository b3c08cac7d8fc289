/**
 * What Handlebars makes of texts, placeholders and comments, by the rules of its lexer: a backslash before braces escapes them,
 * of two or more one is taken away, and `{{x}}}` is an error.
 */
export function renderHandlebars(source: string, filledIn: (name: string) => string): string {
  let result = '';
  let rest = source;
  for (;;) {
    const open = rest.indexOf('{{');
    if (open === -1) return result + rest;
    const before = rest.slice(0, open);
    if (/(?<!\\)\\$/.test(before)) {
      result += `${before.slice(0, -1)}{{`;
      rest = rest.slice(open + 2);
      continue;
    }
    const [tag, triple, name] =
      /^\{\{(?:!--[\s\S]*?--\}\}|![\s\S]*?\}\}|\{(\w+)\}\}\}|(\w+)\}\}(?!\}))/.exec(rest.slice(open)) ?? [];
    if (tag === undefined) throw new SyntaxError(`no template of Handlebars: ${rest.slice(open)}`);
    const value = triple ?? name;
    result += before.endsWith('\\\\') ? before.slice(0, -1) : before;
    if (value !== undefined) result += filledIn(value);
    rest = rest.slice(open + tag.length);
  }
}
