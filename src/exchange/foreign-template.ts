import { excerpt } from '../core/text.ts';
import { spacedPlaceholders, type WrittenPart, writeTemplate } from '../prompts/write-template.ts';
import { variableNameOf } from './imported.ts';

/** A template of another language, in parts that there are here. */
export interface ForeignTemplate {
  parts: ForeignPart[];
  /** What each variable is called in the other language, such as `user.name`. */
  paths: Map<string, string>;
  lost: string[];
}

/** `helper`: what stands between braces and is no variable, for the format to make something of. */
export type ForeignPart = WrittenPart | { helper: string; words: string };

/** One piece of a template, whatever language it is written in. */
export type Token =
  | { kind: 'text'; text: string }
  | { kind: 'output'; inside: string }
  | { kind: 'open'; word: 'if' | 'each' | 'other'; inside: string }
  /** What is left out, in a sentence. */
  | { kind: 'lost'; loss: string }
  | { kind: 'else'; inside: string }
  | { kind: 'close' };

interface Block {
  word: 'if' | 'each' | 'other';
  /** Whether what stands in it now is left out. */
  isDropped: boolean;
}

/**
 * Templates here fill in values and do no more, so that a value can't change what is sent around it. What a condition keeps is
 * always sent, without its alternative; a loop becomes its list as one value. Each is told.
 */
export function readForeignTemplate(
  tokens: Iterable<Token>,
  isHelper: (word: string) => boolean,
): ForeignTemplate {
  const parts: ForeignPart[] = [];
  const lost: string[] = [];
  const paths = new Map<string, string>();
  const name = (path: string) => nameVariable(path, paths, lost);
  const blocks: Block[] = [];
  for (const token of tokens) {
    const isDropped = blocks.at(-1)?.isDropped ?? false;
    if (token.kind === 'open') {
      blocks.push({ word: token.word, isDropped: isDropped || token.word === 'each' });
      if (!isDropped) parts.push(...openBlock(token, name, lost));
    } else if (token.kind === 'else') {
      const block = blocks.at(-1);
      if (block) block.isDropped = true;
    } else if (token.kind === 'close') blocks.pop();
    else if (token.kind === 'lost') {
      if (!isDropped) lost.push(token.loss);
    } else if (!isDropped)
      parts.push(token.kind === 'text' ? token : outputPart(token.inside, isHelper, name, lost));
  }
  return { parts, paths, lost };
}

/** Two ways into values may come to one name, which only one of them can have. */
export function nameVariable(path: string, paths: Map<string, string>, lost: string[]): string {
  const variable = variableNameOf(path);
  const taken = paths.get(variable);
  if (taken === undefined) paths.set(variable, path);
  else if (taken !== path)
    lost.push(`{{${path}}}: {{${variable}}} stands in its place, which is {{${taken}}} too`);
  return variable;
}

function openBlock(
  { word, inside }: Extract<Token, { kind: 'open' }>,
  name: (path: string) => string,
  lost: string[],
): WrittenPart[] {
  const shown = excerpt(inside, 60);
  if (word === 'each') {
    const list = /(?:\bin\s+|^each\s+)([\p{L}_$][\w.$]*)/u.exec(inside)?.[1] ?? inside;
    const variable = name(list);
    lost.push(`the loop "${shown}": {{${variable}}} stands in its place, the list as one value`);
    return [{ variable }];
  }
  const what = word === 'if' ? 'the condition' : 'the block';
  lost.push(`${what} "${shown}": what it holds is always sent, and no alternative to it`);
  return [];
}

/** A name, or a way into a value: `user.name`. */
export const variablePath = /^[\p{L}_$@][\p{L}\p{N}_$@.[\]'"-]*$/u;
/** Filters that change nothing where values are filled in as they are. */
const plainFilters = ['safe', 'string'];

function outputPart(
  inside: string,
  isHelper: (word: string) => boolean,
  nameOf: (path: string) => string,
  lost: string[],
): ForeignPart {
  const literal = /^(['"])([\s\S]*)\1$/.exec(inside)?.[2];
  if (literal !== undefined && !literal.includes(inside.charAt(0))) return { text: literal };
  const [word = ''] = inside.split(/\s/);
  if (isHelper(word)) return { helper: word, words: inside.slice(word.length).trim() };
  const [name = '', ...filters] = inside.split('|').map((part) => part.trim());
  const variable = nameOf(variablePath.test(name) ? name : (/[\p{L}_$][\w$.]*/u.exec(name)?.[0] ?? 'value'));
  const changing = filters.filter((filter) => !plainFilters.includes(filter));
  if (!variablePath.test(name))
    lost.push(`the expression "${excerpt(inside, 60)}": {{${variable}}} stands in its place`);
  else if (changing.length > 0)
    lost.push(`the filter "${excerpt(changing.join(' | '), 60)}" on {{${variable}}}${filterNote(changing)}`);
  return { variable };
}

function filterNote(filters: readonly string[]): string {
  return filters.includes('dump') ? ': a text stands there without its quotes, anything else as JSON' : '';
}

/** The text of a template, and where it could not be kept as it is. */
export function writtenText(parts: readonly WrittenPart[], lost: string[]): string {
  for (const variable of spacedPlaceholders(parts))
    lost.push(`the brace before {{${variable}}}: a space stands between the two`);
  return writeTemplate(parts);
}
