import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { WrittenPart } from '../prompts/write-template.ts';
import { readGithubTests } from '../starter/github-tests.ts';
import { nameVariable, writtenText } from './foreign-template.ts';
import { type Imported, variableTypeOf } from './imported.ts';

/**
 * GitHub's file is a prompt already, but for a model without a provider, and for braces and backslashes: there `{{name}}` is
 * all that is filled in, and nothing is escaped. Its tests become a dataset and evaluators. A file with `x-prompteval` was
 * written for this format, and its texts stay as they are.
 */
export function readGithub(value: JsonObject, name: string, model: string): Imported {
  const { testData: _, evaluators: __, ...source } = value;
  const tests = readGithubTests(value);
  const { lost } = tests;
  const written =
    source['x-prompteval'] === undefined
      ? fromGithub(source, tests.rows, lost)
      : { source, rows: tests.rows };
  return {
    name,
    prompts: [
      { variant: null, source: { ...written.source, name, model: modelOf(source.model, model, lost) } },
    ],
    rows: written.rows,
    evaluators: tests.evaluators,
    gates: [],
    lost,
  };
}

function modelOf(named: Json | undefined, model: string, lost: string[]): string {
  if (typeof named === 'string' && named.includes('/')) return named;
  const what = typeof named === 'string' ? `the model ${named}: it names no provider` : 'no model is named';
  lost.push(`${what}; ${model} stands in its place`);
  return model;
}

function fromGithub(
  source: JsonObject,
  rows: readonly JsonObject[],
  lost: string[],
): { source: JsonObject; rows: JsonObject[] } {
  if (!Array.isArray(source.messages)) return { source, rows: [...rows] };
  /** What each is called there, by its name here. */
  const names = new Map<string, string>();
  const messages = source.messages.map((message, index) => {
    if (!isJsonObject(message) || typeof message.content !== 'string') return message;
    const said: string[] = [];
    const content = writtenText(partsOf(message.content, names, said), said);
    lost.push(...said.map((each) => `messages[${index}]: ${each}`));
    return { ...message, content };
  });
  const renamed = [...names].filter(([own, given]) => own !== given);
  lost.push(...renamed.map(([own, given]) => `{{${given}}}: it is called {{${own}}} here`));
  const named = rows.map((row) => ({
    ...Object.fromEntries(Object.entries(row).filter(([key]) => !isOnlyVariable(key, renamed))),
    ...Object.fromEntries(
      renamed.flatMap(([own, given]) => (row[given] === undefined ? [] : [[own, row[given]]])),
    ),
  }));
  const types = [...names.keys()].flatMap((own) => {
    const type = variableTypeOf(named.flatMap((row: JsonObject) => row[own] ?? []));
    return type === 'string' ? [] : [[own, { type }]];
  });
  return {
    source: {
      ...source,
      messages,
      ...(types.length > 0 && { 'x-prompteval': { variables: Object.fromEntries(types) } }),
    },
    rows: named,
  };
}

/** What a case expects stays what it expects. */
function isOnlyVariable(key: string, renamed: readonly [string, string][]): boolean {
  return key !== 'expected' && renamed.some(([, given]) => given === key);
}

/** `{{name}}` is filled in; all else is text, backslashes too. */
function partsOf(content: string, names: Map<string, string>, lost: string[]): WrittenPart[] {
  return content.split(/(\{\{\s*[\p{L}_][^{}]*\}\})/u).map((part, index) => {
    if (index % 2 === 0) return { text: part };
    return { variable: nameVariable(part.slice(2, -2).trim(), names, lost) };
  });
}
