import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { parseStrictJson } from '../reading/strict-json.ts';

const fenced = /```(?:json)?\s*(\{[\s\S]*\})\s*```/;

/** The JSON object that a judge replied with, in a code fence or not. */
export function readReply(reply: string): JsonObject | undefined {
  const parsed = parseStrictJson(fenced.exec(reply)?.[1] ?? reply);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}
