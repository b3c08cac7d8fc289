import { isJsonObject, type Json } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { readYamlFile } from '../schema/yaml-file.ts';

/**
 * The messages of a chat that stands as JSON or YAML; undefined where a text is none. promptfoo fills templates in before it
 * reads a chat, so one may stand where JSON has a value: `"content": {{text | dump}}`, which is the text itself.
 */
export function readChat(text: string, lost: string[]): Json[] | undefined {
  const isJson = /^\s*\[/.test(text);
  if ((!isJson && !/^\s*- /.test(text)) || !/\brole["']?\s*:/.test(text)) return undefined;
  const unquoted: string[] = [];
  const chat = messagesIn(text) ?? messagesIn(isJson ? quoteInJson(text, unquoted) : quoteInYaml(text));
  if (chat !== undefined) lost.push(...unquoted);
  else
    lost.push(
      'it looks like a chat that its templates keep from being read: it is one message, as it stands',
    );
  return chat;
}

function messagesIn(text: string): Json[] | undefined {
  const { value, problems } = readYamlFile(text);
  const isChat = problems.length === 0 && Array.isArray(value) && value.length > 0;
  return isChat && value.every((turn) => isJsonObject(turn) && turn.role !== undefined) ? value : undefined;
}

/** Templates between the texts of JSON become texts. */
function quoteInJson(text: string, lost: string[]): string {
  const pieces = /"(?:[^"\\]|\\.)*"|\{#[\s\S]*?#\}|\{\{-?\s*([\s\S]*?)\s*-?\}\}/g;
  return text.replace(pieces, (piece, expression?: string) => {
    if (expression === undefined) return piece.startsWith('{#') ? '' : piece;
    const dumped = withoutDump(expression);
    if (dumped === undefined)
      lost.push(`{{${excerpt(expression, 60)}}} stands in JSON without quotes: it is taken for a text`);
    return JSON.stringify(`{{ ${dumped ?? expression} }}`);
  });
}

/** A value that begins with a template is a map to YAML. */
function quoteInYaml(text: string): string {
  return text.replace(/^(\s*(?:- )?\s*\w+:[ \t]+)(\{\{.*)$/gm, (_, before: string, value: string) => {
    const expression = /^\{\{-?\s*((?:(?!\}\}).)*?)\s*-?\}\}\s*$/.exec(value)?.[1];
    const dumped = expression === undefined ? undefined : withoutDump(expression);
    return before + JSON.stringify(dumped === undefined ? value.trimEnd() : `{{ ${dumped} }}`);
  });
}

/** `dump` writes a text as JSON does; where JSON is read, that is the text again. */
function withoutDump(expression: string): string | undefined {
  return /^([\s\S]*?)\s*\|\s*dump\s*(?:\(\s*\d*\s*\))?$/.exec(expression)?.[1];
}
