/**
 * A message's text, cut into what stands as it is and what is filled in.
 *
 * A placeholder is `{{name}}`, with or without spaces inside the braces. `\{{` is a literal `{{`; a backslash that
 * should stand right before a placeholder is written twice (`\\{{name}}`). `}}` on its own is plain text.
 */
export type TemplatePart = { text: string } | { variable: string; offset: number };

export interface TemplateMistake {
  /** Where it begins, in UTF-16 units from the start of the text. */
  offset: number;
  message: string;
  hint: string;
}

export interface Template {
  parts: TemplatePart[];
  mistakes: TemplateMistake[];
}

/** What a variable may be called. `__proto__` would not survive as a key of a plain object. */
export const variableName = /^(?!__proto__$)[\p{L}_][\p{L}\p{M}\p{N}_-]*$/u;

/** Cuts a template into its parts. It never throws: mistakes are listed, so that all of a file's can be shown. */
export function parseTemplate(source: string): Template {
  const parts: TemplatePart[] = [];
  const mistakes: TemplateMistake[] = [];
  let position = 0;
  for (;;) {
    const open = source.indexOf('{{', position);
    if (open === -1) break;
    const slashes = backslashesBefore(source, open, position);
    addText(parts, source.slice(position, open - slashes) + '\\'.repeat(Math.floor(slashes / 2)));
    if (slashes % 2 === 1) {
      addText(parts, '{{');
      position = open + 2;
      continue;
    }
    const close = source.indexOf('}}', open + 2);
    const mistake = mistakeAt(source, open, close);
    if (mistake !== undefined) mistakes.push(mistake);
    else parts.push({ variable: source.slice(open + 2, close).trim(), offset: open });
    // After an unclosed placeholder the search goes on behind its braces, to find the mistakes that follow.
    position = close === -1 ? open + 2 : close + 2;
  }
  addText(parts, source.slice(position));
  return { parts, mistakes };
}

/** The variables that a template fills in, each once. */
export function variablesOf(template: Template): string[] {
  return [...new Set(template.parts.flatMap((part) => ('variable' in part ? [part.variable] : [])))];
}

function backslashesBefore(source: string, end: number, start: number): number {
  let count = 0;
  while (end - count > start && source[end - count - 1] === '\\') count += 1;
  return count;
}

function addText(parts: TemplatePart[], text: string): void {
  if (text !== '') parts.push({ text });
}

function mistakeAt(source: string, open: number, close: number): TemplateMistake | undefined {
  const hint = 'Write {{name}}, or \\{{ for two literal braces';
  if (close === -1) return { offset: open, message: 'a placeholder that is never closed with }}', hint };
  const inside = source.slice(open + 2, close);
  if (inside.trim() === '') return { offset: open, message: 'a placeholder without a name', hint };
  if (variableName.test(inside.trim())) return undefined;
  const shown = inside.length > 40 ? `${inside.slice(0, 40)}…` : inside;
  return { offset: open, message: `{{${shown.replace(/\s+/g, ' ')}}} is no placeholder`, hint };
}
