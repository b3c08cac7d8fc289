import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { type WrittenPart, writeTemplate } from '../prompts/write-template.ts';
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
  const { parameters, lost: unknown } = readParameters(rest);
  const written = messagesOf(taken.prompt ?? '', lost);
  lost.push(...unknown);
  const source: JsonObject = {
    name,
    ...(typeof taken.commitMessage === 'string' && { description: taken.commitMessage }),
    model: modelOf(named, model, lost),
    ...(Object.keys(parameters).length > 0 && { modelParameters: parameters }),
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
  const turns: readonly Json[] = Array.isArray(prompt) ? prompt : [{ role: 'user', content: prompt }];
  const messages = turns.flatMap((turn, index): JsonObject[] => {
    const { type, name, role, content } = isJsonObject(turn) ? turn : {};
    if (type === 'placeholder' && typeof name === 'string') {
      const variable = variableNameOf(name);
      variables[variable] = { type: 'messages' };
      return [{ variable }];
    }
    const known = role === 'developer' ? 'system' : role;
    if (typeof content !== 'string' || (known !== 'system' && known !== 'user' && known !== 'assistant')) {
      lost.push(`prompt[${index}]: a message of the role ${JSON.stringify(role ?? null)}`);
      return [];
    }
    for (const [reference] of content.matchAll(/@@@langfusePrompt:[^@]*@@@/g))
      lost.push(`prompt[${index}]: ${reference} names another prompt, and is sent as it stands`);
    return [{ role: known, content: writeTemplate(partsOf(content, variables)) }];
  });
  return { messages, variables };
}

/** Langfuse fills `{{name}}` and knows nothing else; other braces are text. */
function partsOf(content: string, variables: JsonObject): WrittenPart[] {
  return content.split(/(\{\{\s*[\p{L}_][\p{L}\p{N}_.-]*\s*\}\})/u).map((part, index) => {
    if (index % 2 === 0) return { text: part };
    const variable = variableNameOf(part.slice(2, -2));
    variables[variable] = { type: 'string' };
    return { variable };
  });
}
