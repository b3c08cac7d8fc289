import type { TemplatePart } from './template.ts';

/** What is filled in, or stands as it is. */
export type WrittenPart = { text: string } | Pick<Extract<TemplatePart, { variable: string }>, 'variable'>;

/**
 * The text of a template that is cut into these parts again: braces and backslashes of the text are escaped. A single brace
 * right before a placeholder can't be written; a space comes between.
 */
export function writeTemplate(parts: readonly WrittenPart[]): string {
  return joinTexts(parts)
    .map((part, index, all) => {
      if ('variable' in part) return `{{${part.variable}}}`;
      const escaped = part.text.replace(/(\\*)\{\{/g, (_, slashes: string) => `${slashes}${slashes}\\{{`);
      return all[index + 1] === undefined ? escaped : beforePlaceholder(escaped);
    })
    .join('');
}

/** The placeholders that a brace stands right before, so that `writeTemplate` puts a space between. */
export function spacedPlaceholders(parts: readonly WrittenPart[]): string[] {
  return joinTexts(parts).flatMap((part, index, all) => {
    const before = all[index - 1];
    const isSpaced = 'variable' in part && before && 'text' in before && endsWithBrace(before.text);
    return isSpaced ? [part.variable] : [];
  });
}

function beforePlaceholder(text: string): string {
  if (endsWithBrace(text)) return `${text} `;
  return text.replace(/\\+$/, (slashes) => slashes + slashes);
}

function endsWithBrace(text: string): boolean {
  const [braces = ''] = /\{*$/.exec(text) ?? [];
  return braces.length % 2 === 1;
}

/** Texts that follow each other are one: braces may meet where they do. */
export function joinTexts(parts: readonly WrittenPart[]): WrittenPart[] {
  const result: WrittenPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if ('text' in part && last && 'text' in last) result[result.length - 1] = { text: last.text + part.text };
    else result.push(part);
  }
  return result;
}
