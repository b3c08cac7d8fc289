import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { readForeignTemplate, writtenText } from './foreign-template.ts';
import type { ReferencedFiles } from './imported.ts';
import { readChat } from './promptfoo-chat.ts';
import { isProgram } from './read-data.ts';
import { nunjucksTokens } from './template-languages.ts';

/** The messages of one prompt, as a `.prompt.yml` has them. */
export interface PromptfooPrompt {
  label?: string;
  messages: JsonObject[];
  /** What each variable is called in promptfoo, by its name here. */
  paths: Map<string, string>;
}

const textFile = /\.(?:txt|md|json|ya?ml|j2|njk)$/i;

/** Every prompt that a config lists. */
export async function readPrompts(
  listed: Json | undefined,
  files: ReferencedFiles,
  lost: string[],
): Promise<PromptfooPrompt[]> {
  const entries: readonly Json[] = isJsonObject(listed)
    ? Object.entries(listed).map(([id, label]) => ({ id, label: label ?? null }))
    : Array.isArray(listed)
      ? listed
      : [listed ?? []].flat();
  const prompts: PromptfooPrompt[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = `prompts[${index}]`;
    const { raw, id, label, ...others } = isJsonObject(entry) ? entry : { id: entry };
    for (const key of Object.keys(others)) lost.push(`${place}.${key}`);
    const given = raw ?? id;
    if (typeof given !== 'string') {
      lost.push(`${place}: it is no text`);
      continue;
    }
    const texts = raw === undefined ? await textsOf(given, place, files, lost) : [{ text: given, place }];
    for (const each of texts) {
      const named = typeof label === 'string' ? { label } : {};
      prompts.push({ ...named, ...readPrompt(each.text, each.place, lost) });
    }
  }
  return prompts;
}

interface PlacedText {
  text: string;
  /** Where it stands, for people: `prompts[0]`, and the file where there are several. */
  place: string;
}

/** A prompt's own text, or the texts of the file that is named. */
async function textsOf(
  given: string,
  place: string,
  files: ReferencedFiles,
  lost: string[],
): Promise<PlacedText[]> {
  const isNamed = given.startsWith('file://');
  const path = given.replace(/^file:\/\//, '').replace(/:\w+$/, '');
  if (!isNamed && !(textFile.test(given) && !/[\s{]/.test(given))) return [{ text: given, place }];
  if (isProgram(path)) {
    lost.push(`${place}: ${path} is made by a program`);
    return [];
  }
  const texts: PlacedText[] = [];
  const paths = path.includes('*') ? await files.list(path) : [path];
  if (paths.length === 0) lost.push(`${place}: there is no file ${path}`);
  for (const each of paths) {
    const read = await files.read(each);
    if ('problem' in read) lost.push(`${place}: ${each}: ${read.problem}`);
    else {
      const parts = /\.txt$/i.test(each) ? read.text.split(/\r?\n---\r?\n/) : [read.text];
      const from = path.includes('*') ? `${place} ${each}` : place;
      texts.push(...parts.map((text) => ({ text, place: from })));
    }
  }
  return texts;
}

function readPrompt(text: string, place: string, lost: string[]): Omit<PromptfooPrompt, 'label'> {
  const own: string[] = [];
  const chat = readChat(text, own);
  const paths = new Map<string, string>();
  const turns = chat ?? [{ role: 'user', content: text.replace(/^\n+|\s+$/g, '') }];
  const messages = turns.flatMap((turn, index) => {
    const said: string[] = [];
    const message = readTurn(isJsonObject(turn) ? turn : {}, paths, said);
    lost.push(...said.map((loss) => `${turns.length > 1 ? `${place}[${index}]` : place}: ${loss}`));
    return message;
  });
  lost.push(...own.map((loss) => `${place}: ${loss}`));
  return { messages, paths };
}

function readTurn(
  { role, content, ...others }: JsonObject,
  paths: Map<string, string>,
  lost: string[],
): JsonObject[] {
  const known = role === 'developer' ? 'system' : role;
  if (known !== 'system' && known !== 'user' && known !== 'assistant') {
    lost.push(`a message of the role ${JSON.stringify(role ?? null)}`);
    return [];
  }
  lost.push(...Object.keys(others).map((key) => `${key} of the message`));
  const read = readForeignTemplate(nunjucksTokens(contentText(content, lost)), () => false);
  const written = writtenText(
    read.parts.flatMap((part) => ('helper' in part ? [] : [part])),
    read.lost,
  );
  lost.push(...read.lost);
  for (const [variable, path] of read.paths) paths.set(variable, path);
  if (written.trim() !== '') return [{ role: known, content: written }];
  lost.push(`a message of the role ${known} that is empty`);
  return [];
}

function contentText(content: Json | undefined, lost: string[]): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? content : [];
  return parts
    .flatMap((part) => {
      if (isJsonObject(part) && typeof part.text === 'string') return [part.text];
      lost.push('a part of a message that is no text');
      return [];
    })
    .join('\n');
}
