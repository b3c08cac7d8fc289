import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { readYamlFile } from '../schema/yaml-file.ts';
import { declaredVariables, outputOf } from './dotprompt-schemas.ts';
import {
  type ForeignPart,
  type ForeignTemplate,
  nameVariable,
  readForeignTemplate,
  writtenText,
} from './foreign-template.ts';
import type { Imported } from './imported.ts';
import { readParameters } from './promptfoo-provider.ts';
import { handlebarsTokens } from './template-languages.ts';

/** What dotprompt writes between messages when it fills a template in. */
export const marker = '<<<dotprompt:';

const understood = ['name', 'variant', 'description', 'model', 'config', 'input', 'output'];
const helpers = ['role', 'history', 'media', 'section', 'json'];

/**
 * Reads a `.prompt` file (google.github.io/dotprompt): its frontmatter, its Picoschema and its template.
 *
 * @param model what asks where the file names no model, or one of a provider that is not known here.
 * @param partials texts of the partials that the template names, by name.
 */
export function readDotprompt(
  text: string,
  { name, model, partials }: { name: string; model: string; partials: ReadonlyMap<string, string> },
): Imported {
  const lost: string[] = [];
  const { head, body } = split(text, lost);
  for (const key of Object.keys(head).filter((other) => !understood.includes(other)))
    lost.push(`${key}: no counterpart`);
  const read = readForeignTemplate(
    handlebarsTokens(body, (partial) => partials.get(partial)),
    (word) => helpers.includes(word) || word.startsWith('>'),
  );
  lost.push(...read.lost);
  if (typeof head.name === 'string' && head.name !== name) lost.push(`name: the prompt is called ${name}`);
  for (const [sign] of body.matchAll(/<<<dotprompt:[^>\n]{0,60}>>>/g))
    lost.push(`${sign}: it is sent as it stands`);
  const written = messagesOf(read, lost);
  for (const [variable, path] of read.paths)
    if (path !== variable)
      lost.push(`{{${path}}}: {{${variable}}} stands in its place, a variable of its own`);
  const declared = declaredVariables(isJsonObject(head.input) ? head.input : {}, lost);
  for (const variable of declared.keys())
    if (!written.variables.some((used) => used.name === variable))
      lost.push(`input ${variable}: no text uses it`);
  const variables = Object.fromEntries(
    written.variables.map((variable) => [
      variable.name,
      variable.type ?? declared.get(variable.name) ?? { type: 'string' },
    ]),
  );
  const { parameters, format, lost: unknown } = readParameters(isJsonObject(head.config) ? head.config : {});
  lost.push(...unknown);
  const source: JsonObject = {
    name,
    ...(typeof head.description === 'string' && { description: head.description }),
    model: modelOf(head.model, model, lost),
    ...(Object.keys(parameters).length > 0 && { modelParameters: parameters }),
    ...format,
    ...outputOf(isJsonObject(head.output) ? head.output : {}, name, lost),
    messages: written.messages,
    ...(written.variables.length > 0 && { 'x-prompteval': { variables } }),
  };
  const variant = typeof head.variant === 'string' ? head.variant : null;
  return {
    name,
    prompts: [{ variant, source }],
    rows: [],
    evaluators: [],
    gates: [],
    lost: [...new Set(lost)],
  };
}

/** A file's frontmatter and its template. */
export function split(text: string, lost: string[]): { head: JsonObject; body: string } {
  const [whole, front = '', body] =
    /^\uFEFF?(?:\s*#[^\n]*\n)*\s*---[^\n]*\n(?:([\s\S]*?)\n)??---[ \t\r]*(?:\n([\s\S]*))?$/.exec(text) ?? [];
  if (whole === undefined) return { head: {}, body: text };
  const { value, problems } = readYamlFile(front.replace(/\r\n?/g, '\n'));
  lost.push(
    ...problems.map((problem) => `the frontmatter, line ${(problem.line ?? 0) + 1}: ${problem.message}`),
  );
  return { head: isJsonObject(value) ? value : {}, body: body ?? '' };
}

/** Those whose providers need no entry in the config. */
const known = ['openai', 'anthropic', 'bedrock', 'azure', 'demo'];

function modelOf(named: Json | undefined, model: string, lost: string[]): string {
  if (typeof named !== 'string') {
    lost.push(`no model is named: ${model} stands in its place`);
    return model;
  }
  if (known.includes(named.split('/')[0] ?? '') && named.includes('/')) return named;
  lost.push(`the model ${named}: no provider of that name is known here; ${model} stands in its place`);
  return model;
}

/** Blank lines around a message set it apart, and are none of it. */
export function trimmed(content: string): string {
  return content.replace(/^\s*\n|\s+$/g, '');
}

/** The parts between two roles are one message; a conversation stands on its own. */
function messagesOf({ parts, paths }: ForeignTemplate, lost: string[]) {
  const messages: JsonObject[] = [];
  const variables = new Map<string, { name: string; type?: JsonObject }>();
  let role = 'user';
  let own: Exclude<ForeignPart, { helper: string }>[] = [];
  let images: string[] = [];
  const close = () => {
    const content = trimmed(writtenText(own, lost));
    if (!roles.includes(role)) lost.push(`a message of the role "${role}"`);
    else if (content !== '' || images.length > 0) {
      // A picture stands beside a text, never alone.
      messages.push({
        role,
        content: content === '' ? 'See the picture.' : content,
        ...(images.length > 0 && { images }),
      });
    }
    [own, images] = [[], []];
  };
  for (const part of parts) {
    if (!('helper' in part)) {
      own.push(part);
      if ('variable' in part && !variables.has(part.variable))
        variables.set(part.variable, { name: part.variable });
    } else if (part.helper === 'role') {
      close();
      const given = /^["'](\w+)["']$/.exec(part.words)?.[1];
      if (given === undefined) lost.push(`${shownHelper(part)}: the role is user`);
      role = given === 'model' ? 'assistant' : (given ?? 'user');
    } else if (part.helper === 'history') {
      close();
      messages.push({ variable: 'history' });
      variables.set('history', { name: 'history', type: { type: 'messages', required: false, default: [] } });
    } else if (part.helper === 'media' && mediaUrl.test(part.words)) {
      const [whole, literal, path = ''] = mediaUrl.exec(part.words) ?? [];
      if (part.words !== whole) lost.push(`${shownHelper(part)}: all but its url`);
      if (literal !== undefined) images.push(literal.slice(1, -1));
      else {
        const name = nameVariable(path, paths, lost);
        images.push(`{{${name}}}`);
        variables.set(name, { name, type: { type: 'image' } });
      }
    } else if (part.helper === 'json' && part.words !== '') {
      const [path = '', ...options] = part.words.split(/\s+/);
      if (options.length > 0) lost.push(`${shownHelper(part)}: its ${options.join(' ')}`);
      const name = nameVariable(path, paths, lost);
      own.push({ variable: name });
      if (!variables.has(name)) variables.set(name, { name });
    } else lost.push(shownHelper(part));
  }
  close();
  return { messages, variables: [...variables.values()] };
}

const roles = ['system', 'user', 'assistant'];
const mediaUrl = /\burl=(?:("[^"]+"|'[^']+')|([\w.]+))/;

function shownHelper({ helper, words }: { helper: string; words: string }): string {
  return `{{${`${helper} ${words}`.trim()}}}`;
}
