import { dirname, join, relative, sep } from 'node:path';
import { InputError } from '../core/errors.ts';
import { ownFile } from '../core/package-root.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';

/** Where our own code lies. */
const ownCode = ['src', 'dist'].map((folder) => ownFile(folder) + sep);

/**
 * What went wrong while a file of the user's ran, at the line of the user's code that its stack names. An error of ours
 * keeps its words (a call of `exactMatch` with an unknown option); anything else could not be loaded.
 *
 * @param what what the file is to the user: `this config`
 * @param exported the names that 'prompteval' exports
 */
export function loadProblems(
  error: unknown,
  file: string,
  what: string,
  exported: Iterable<string>,
): Problem[] {
  const place = placeOf(error, file);
  if (error instanceof InputError) return error.problems.map((problem) => ({ ...place, ...problem }));
  const message = messageOf(error);
  // What a call of something that the package does not export compiles to.
  const missing = /\(0 ?, ?_prompteval\.(\w+)\) is not a function/.exec(message)?.[1];
  if (missing === undefined) return [{ ...place, message: `${what} could not be loaded: ${message}` }];
  const hint = suggestion(missing, exported);
  return [{ ...place, message: `'prompteval' exports no "${missing}"`, ...(hint && { hint }) }];
}

/** The innermost line of the user's code that a stack names; where it names none, the file alone. */
function placeOf(error: unknown, file: string): Pick<Problem, 'file' | 'line'> {
  const root = dirname(file);
  const trace = error instanceof Error ? `${error.stack}\n${error.message}` : '';
  for (const [, path = '', line] of trace.matchAll(/((?:\/|[A-Za-z]:\\)[^\s():]*):(\d+):\d+/g)) {
    const isUsers = path.startsWith(join(root, sep)) && !ownCode.some((folder) => path.startsWith(folder));
    if (isUsers && !path.includes(`${sep}node_modules${sep}`)) {
      return { file: displayed(path), line: Number(line) };
    }
  }
  return { file: displayed(file) };
}

function displayed(file: string): string {
  return relative(process.cwd(), file) || file;
}

/** On one line: loaders add where they looked, and put the place of a syntax error on a line of its own. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [first = '', ...more] = message.replace(/^ParseError: /, '').split('\n');
  const place = more.map((line) => /([^\s/\\]+:\d+:\d+)\s*$/.exec(line)?.[1]).find(Boolean);
  return `${first.trim()}${place === undefined ? '' : ` (${place})`}`;
}
