import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { writeTemplate } from '../prompts/write-template.ts';
import { readYamlFile } from '../schema/yaml-file.ts';
import { type ForeignPart, readForeignTemplate } from './foreign-template.ts';
import { type Imported, variableNameOf } from './imported.ts';
import { readPicoschema } from './picoschema.ts';
import { readParameters } from './promptfoo-provider.ts';
import { handlebarsTokens } from './template-languages.ts';

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
  for (const [variable, path] of read.paths)
    if (/[.[]/.test(path))
      lost.push(`{{${path}}}: {{${variable}}} stands in its place, a variable of its own`);
  const written = messagesOf(read.parts, lost);
  const declared = declaredVariables(isJsonObject(head.input) ? head.input : {}, lost);
  const variables = Object.fromEntries(
    written.variables.map((variable) => [
      variable.name,
      variable.type ?? declared.get(variable.name) ?? { type: 'string' },
    ]),
  );
  const { parameters, lost: unknown } = readParameters(isJsonObject(head.config) ? head.config : {});
  lost.push(...unknown);
  const source: JsonObject = {
    name,
    ...(typeof head.description === 'string' && { description: head.description }),
    model: modelOf(head.model, model, lost),
    ...(Object.keys(parameters).length > 0 && { modelParameters: parameters }),
    ...outputOf(isJsonObject(head.output) ? head.output : {}, name, lost),
    messages: written.messages,
    ...(written.variables.length > 0 && { 'x-prompteval': { variables } }),
  };
  const variant = typeof head.variant === 'string' ? head.variant : null;
  return { name, prompts: [{ variant, source }], rows: [], evaluators: [], gates: [], lost };
}

function split(text: string, lost: string[]): { head: JsonObject; body: string } {
  const [whole, front = '', body] =
    /^\uFEFF?(?:\s*#[^\n]*\n)*\s*---[^\n]*\n(?:([\s\S]*?)\n)??---[ \t\r]*(?:\n([\s\S]*))?$/.exec(text) ?? [];
  if (whole === undefined) return { head: {}, body: text };
  const { value, problems } = readYamlFile(front);
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
function messagesOf(parts: readonly ForeignPart[], lost: string[]) {
  const messages: JsonObject[] = [];
  const variables = new Map<string, { name: string; type?: JsonObject }>();
  let role = 'user';
  let own: Exclude<ForeignPart, { helper: string }>[] = [];
  let images: string[] = [];
  const close = () => {
    const content = trimmed(writeTemplate(own));
    if (content !== '' || images.length > 0) {
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
      const given = /["'](\w+)["']/.exec(part.words)?.[1] ?? 'user';
      role = given === 'model' ? 'assistant' : given;
    } else if (part.helper === 'history') {
      close();
      messages.push({ variable: 'history' });
      variables.set('history', { name: 'history', type: { type: 'messages', required: false, default: [] } });
    } else if (part.helper === 'media' && /\burl=([\w.]+)/.test(part.words)) {
      const name = variableNameOf(/\burl=([\w.]+)/.exec(part.words)?.[1] ?? 'image');
      images.push(`{{${name}}}`);
      variables.set(name, { name, type: { type: 'image' } });
    } else if (part.helper === 'json') {
      const name = variableNameOf(part.words.split(/\s/)[0] ?? 'value');
      own.push({ variable: name });
      if (!variables.has(name)) variables.set(name, { name });
    } else lost.push(`{{${part.helper} ${part.words}}}`.replace(/\s+\}\}$/, '}}'));
  }
  close();
  return { messages, variables: [...variables.values()] };
}

function declaredVariables(input: JsonObject, lost: string[]): Map<string, JsonObject> {
  const defaults = isJsonObject(input.default) ? input.default : {};
  const { schema, lost: unknown } = readPicoschema(input.schema ?? {});
  lost.push(...unknown);
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const names = new Set([...Object.keys(properties), ...Object.keys(defaults)]);
  return new Map(
    [...names].map((name) => {
      const property = properties[name];
      const { type, description } = isJsonObject(property) ? property : {};
      const own =
        typeof type === 'string'
          ? (typeNames[type] ?? 'json')
          : isJsonObject(property) && property.enum
            ? 'string'
            : 'json';
      const isOptional = Object.hasOwn(defaults, name) || !required.includes(name);
      const described = typeof description === 'string' ? { description } : {};
      const optional = isOptional ? optionalOf(own, defaults[name]) : { type: own };
      return [variableNameOf(name), { ...optional, ...described }];
    }),
  );
}

const typeNames: Record<string, string> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};

/** Where there is no value, nothing is filled in: an empty text, which only a text can be. */
function optionalOf(type: string, given: Json | undefined): JsonObject {
  if (given !== undefined) return { type, required: false, default: given };
  return { type: 'string', required: false, default: '' };
}

function outputOf(output: JsonObject, name: string, lost: string[]): JsonObject {
  const { format, schema } = output;
  for (const key of Object.keys(output).filter((other) => other !== 'format' && other !== 'schema'))
    lost.push(`output.${key}: no counterpart`);
  if (schema !== undefined && (typeof schema !== 'string' || format === 'json')) {
    const read = readPicoschema(schema);
    lost.push(...read.lost);
    if (Object.keys(read.schema).length === 0) return { responseFormat: 'json_object' };
    return { responseFormat: 'json_schema', jsonSchema: { name: name.slice(0, 64), schema: read.schema } };
  }
  if (format === 'json') return { responseFormat: 'json_object' };
  if (format !== undefined && format !== 'text') lost.push(`output.format ${JSON.stringify(format)}`);
  return {};
}
