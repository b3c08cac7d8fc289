import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import type { WrittenPart } from '../prompts/write-template.ts';
import { nameVariable, writtenText } from './foreign-template.ts';
import { type Imported, promptNameOf, variableNameOf } from './imported.ts';
import { readParameters } from './promptfoo-provider.ts';

/** Whether a JSON document is a prompt of Langfuse's API, or a list of its versions. */
export function isLangfuse(value: unknown): value is JsonObject {
  const [first] = versionsOf(value);
  return first !== undefined;
}

function versionsOf(value: unknown): JsonObject[] {
  const list: unknown[] = Array.isArray(value)
    ? value
    : isJsonObject(value) && Array.isArray(value.data)
      ? value.data
      : [value];
  return list.filter(
    (entry): entry is JsonObject =>
      isJsonObject(entry) &&
      typeof entry.name === 'string' &&
      (typeof entry.prompt === 'string' || Array.isArray(entry.prompt)),
  );
}

/**
 * Of several prompts the one that is called as `wanted` says, else the first is taken; of several versions the one labelled
 * `production`, else the newest.
 */
export function readLangfuse(
  value: unknown,
  { wanted, model }: { wanted: string | undefined; model: string },
): Imported {
  const all = versionsOf(value);
  const names = [...new Set(all.map(({ name }) => String(name)))];
  const chosen = names.find((each) => wanted !== undefined && promptNameOf(each) === promptNameOf(wanted));
  const own = chosen ?? names[0] ?? '';
  const name = promptNameOf(wanted ?? own);
  const versions = all.filter((version) => version.name === own);
  const newest = versions.toSorted((a, b) => Number(b.version ?? 0) - Number(a.version ?? 0));
  const labelled = newest.find(({ labels }) => Array.isArray(labels) && labels.includes('production'));
  const taken = labelled ?? newest[0] ?? {};
  const lost = [
    ...names
      .filter((other) => other !== own)
      .map((other) => `the prompt ${other}: --name ${promptNameOf(other)} takes it`),
    ...newest.filter((other) => other !== taken).map((other) => otherVersion(other, taken)),
  ];
  const config = isJsonObject(taken.config) ? taken.config : {};
  const { model: named, ...rest } = config;
  const { parameters, format, lost: unknown } = readParameters(rest);
  const written = messagesOf(taken.prompt ?? '', lost);
  lost.push(...unknown);
  if (Array.isArray(taken.tags) && taken.tags.length > 0) lost.push(`tags: ${taken.tags.join(', ')}`);
  const source: JsonObject = {
    name,
    ...(typeof taken.commitMessage === 'string' && { description: taken.commitMessage }),
    model: modelOf(named, model, lost),
    ...(Object.keys(parameters).length > 0 && { modelParameters: parameters }),
    ...format,
    messages: written.messages,
    ...(Object.keys(written.variables).length > 0 && { 'x-prompteval': { variables: written.variables } }),
  };
  return { name, prompts: [{ variant: null, source }], rows: [], evaluators: [], gates: [], lost };
}

function otherVersion({ name, version }: JsonObject, taken: JsonObject): string {
  return `version ${version ?? '?'} of ${String(name)}: version ${taken.version ?? '?'} is taken`;
}

function modelOf(named: Json | undefined, model: string, lost: string[]): string {
  if (typeof named === 'string' && named.includes('/')) return named;
  const what = typeof named === 'string' ? `the model ${named}: it names no provider` : 'no model is named';
  lost.push(`${what}; ${model} stands in its place`);
  return model;
}

function messagesOf(prompt: Json, lost: string[]): { messages: JsonObject[]; variables: JsonObject } {
  const variables: JsonObject = {};
  const paths = new Map<string, string>();
  const turns: readonly Json[] = Array.isArray(prompt) ? prompt : [{ role: 'user', content: prompt }];
  const messages = turns.flatMap((turn, index): JsonObject[] => {
    const said: string[] = [];
    const message = readTurn(isJsonObject(turn) ? turn : {}, { variables, paths }, said);
    lost.push(...said.map((each) => `prompt[${index}]: ${each}`));
    return message;
  });
  return { messages, variables };
}

interface Named {
  variables: JsonObject;
  /** What each variable is called in Langfuse, by its name here. */
  paths: Map<string, string>;
}

function readTurn(
  { type, name, role, content, ...others }: JsonObject,
  named: Named,
  lost: string[],
): JsonObject[] {
  lost.push(...Object.keys(others));
  if (type === 'placeholder' && typeof name === 'string') {
    const variable = variableOf(name, named, lost);
    named.variables[variable] = { type: 'messages' };
    return [{ variable }];
  }
  const known = role === 'developer' ? 'system' : role;
  if (typeof content !== 'string' || (known !== 'system' && known !== 'user' && known !== 'assistant')) {
    lost.push(`a message of the role ${JSON.stringify(role ?? null)}`);
    return [];
  }
  for (const [reference] of content.matchAll(/@@@langfusePrompt:[^@]*@@@/g))
    lost.push(`${reference} names another prompt, and is sent as it stands`);
  return [{ role: known, content: writtenText(partsOf(content, named, lost), lost) }];
}

/** Langfuse fills `{{name}}`; its clients differ in what else they read, and it stands as it is. */
function partsOf(content: string, named: Named, lost: string[]): WrittenPart[] {
  return content.split(/(\{\{[^{}]+\}\})/).map((part, index) => {
    if (index % 2 === 0) return { text: part };
    const name = part.slice(2, -2).trim();
    if (!/^[\p{L}\p{N}_@$]/u.test(name)) {
      lost.push(`${excerpt(part, 60)} is no variable, and is sent as it stands`);
      return { text: part };
    }
    const variable = variableOf(name, named, lost);
    named.variables[variable] = { type: 'string' };
    return { variable };
  });
}

function variableOf(name: string, { paths }: Named, lost: string[]): string {
  const isNew = !paths.has(variableNameOf(name));
  const variable = nameVariable(name, paths, lost);
  if (isNew && variable !== name) lost.push(`{{${name}}}: it is called {{${variable}}} here`);
  return variable;
}
