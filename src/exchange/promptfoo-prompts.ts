import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { writeTemplate } from '../prompts/write-template.ts';
import { readYamlFile } from '../schema/yaml-file.ts';
import { readForeignTemplate } from './foreign-template.ts';
import type { ReferencedFiles } from './imported.ts';
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
  const entries = isJsonObject(listed)
    ? Object.keys(listed)
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
  if (!textFile.test(path)) {
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
  const chat = chatOf(text);
  const turns = chat ?? [{ role: 'user', content: text }];
  const paths = new Map<string, string>();
  const messages = turns.flatMap((turn): JsonObject[] => {
    const { role, content } = isJsonObject(turn) ? turn : {};
    const known = role === 'developer' ? 'system' : role;
    if (known !== 'system' && known !== 'user' && known !== 'assistant') {
      lost.push(`${place}: a message of the role ${JSON.stringify(role ?? null)}`);
      return [];
    }
    const read = readForeignTemplate(nunjucksTokens(contentText(content, place, lost)), () => false);
    lost.push(...read.lost.map((loss) => `${place}: ${loss}`));
    const parts = read.parts.flatMap((part) => ('helper' in part ? [] : [part]));
    for (const [variable, path] of read.paths) paths.set(variable, path);
    const written = writeTemplate(parts).replace(/^\n+|\s+$/g, '');
    return written === '' ? [] : [{ role: known, content: written }];
  });
  return { messages, paths };
}

/** A chat stands as JSON or YAML: a list of messages. Braces of a template may keep it from being either. */
function chatOf(text: string): Json[] | undefined {
  if (!/^\s*(?:\[|- )/.test(text)) return undefined;
  const { value, problems } = readYamlFile(text);
  const isChat = problems.length === 0 && Array.isArray(value) && value.length > 0;
  return isChat && value.every((turn) => isJsonObject(turn) && turn.role !== undefined) ? value : undefined;
}

function contentText(content: Json | undefined, place: string, lost: string[]): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? content : [];
  return parts
    .flatMap((part) => {
      if (isJsonObject(part) && typeof part.text === 'string') return [part.text];
      lost.push(`${place}: a part of a message that is no text`);
      return [];
    })
    .join('\n');
}
