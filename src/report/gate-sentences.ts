import type { GateOutcome } from '../core/verdict.ts';
import type { GateRow } from './gate-rows.ts';

/**
 * The outcomes with a sentence that was not there before. Gates on one metric may have the same to say, such as that
 * there is no baseline yet; which gates they are stands in the table. `said`: what a reader has just read.
 */
export function distinctSentences(rows: readonly GateRow[], said = ''): GateOutcome[] {
  const byText = new Map<string, GateOutcome>();
  for (const { outcome } of rows) {
    const key = `${outcome.status} ${outcome.text}`;
    if (!byText.has(key) && !said.includes(outcome.text)) byText.set(key, outcome);
  }
  return [...byText.values()];
}
