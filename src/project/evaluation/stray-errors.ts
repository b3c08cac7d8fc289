import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onStrayError } from '../../core/stray-errors.ts';
import { excerpt } from '../../core/text.ts';

/** So many are kept apart; one evaluator may leave one behind for every answer. */
const most = 20;

/**
 * What the project's own code, its evaluators above all, leaves behind: an error in a timer, a promise that nobody awaits. A run
 * goes on without it, because the answers are paid and no score depends on it; it is told as a warning. Errors of any
 * other code end the process, as they always do: a run might wait for what will never come.
 *
 * @returns what was left behind until now, in sentences.
 */
export function listenForStrayErrors(root: string): () => string[] {
  const counts = new Map<string, number>();
  onStrayError((error) => {
    const place = placeInProject(error, root);
    if (place === undefined) return false;
    const says = excerpt(error instanceof Error ? error.message : String(error), 120);
    const sentence = `Code of the project left an error behind that nothing awaited: "${says}" (${place})`;
    if (counts.has(sentence) || counts.size < most) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
    return true;
  });
  return () => [...counts].map(([sentence, count]) => `${sentence}${count === 1 ? '' : `, ${count} times`}.`);
}

/** The first line of the project's own code in the stack: `evaluators/tone.ts:12`. */
function placeInProject(error: unknown, root: string): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const [, place = '', line] of stack.matchAll(/((?:file:\/\/)?\/[^():\n]+):(\d+):\d+/g)) {
    const path = place.startsWith('file:') ? fileURLToPath(place) : place;
    if (path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`))
      return `${path.slice(root.length + 1)}:${line}`;
  }
  return undefined;
}
