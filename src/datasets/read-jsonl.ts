import { parseExactly } from '../core/exact-json.ts';
import { isJsonObject } from '../core/json.ts';
import { readText } from './read-text.ts';
import type { RowSink } from './rows.ts';

/** One JSON object a line; blank lines are skipped. */
export async function readJsonl(file: string, sink: RowSink): Promise<void> {
  let line = 0;
  for await (const text of linesOf(readText(file))) {
    line += 1;
    if (text.trim() !== '') takeLine(text, line, sink);
  }
}

function takeLine(text: string, line: number, sink: RowSink): void {
  try {
    const { value, flaws } = parseExactly(text);
    for (const { position: _, ...flaw } of flaws) sink.problem({ line, ...flaw });
    if (isJsonObject(value)) sink.row({ fields: new Map(Object.entries(value)), line });
    else sink.problem({ line, message: 'is no JSON object', expected: '{"id": …, "expected": …, …}' });
  } catch (error) {
    sink.problem({
      line,
      message: `is no valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}

/** Not node:readline, which also breaks lines at U+2028 and U+2029, and JSON texts may hold these. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}
