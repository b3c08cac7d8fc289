import { relative } from 'node:path';
import { InputError } from '../core/errors.ts';

/**
 * The value of a JSON config.
 *
 * @throws InputError with the line of the mistake.
 */
export async function readJson(source: string, file: string): Promise<unknown> {
  const text = source.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = lineOfPosition(text, message) ?? (await lineAsYaml(text));
    throw new InputError({
      file: relative(process.cwd(), file),
      ...(line !== undefined && { line }),
      message: `this is not JSON: ${message.replace(/, "[\s\S]*" is not valid JSON$/, '')}`,
    });
  }
}

/** Engines name the position of some mistakes only. */
function lineOfPosition(text: string, message: string): number | undefined {
  if (message.includes('end of JSON')) return text.trimEnd().split('\n').length;
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
}

/** YAML is nearly a superset of JSON, and its parser names the line of what is wrong in both. */
async function lineAsYaml(text: string): Promise<number | undefined> {
  const { LineCounter, parseDocument } = await import('yaml');
  const [mistake] = parseDocument(text, { lineCounter: new LineCounter() }).errors;
  return mistake?.linePos?.[0].line;
}
