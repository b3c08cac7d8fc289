import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isJsonObject } from '../../core/json.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import { openJournal } from '../../runner/journal.ts';
import { type WaitingAnswer, WaitingAnswers } from '../../runner/waiting-answers.ts';
import { writeWhole } from '../opening/write-whole.ts';
import type { RunFolder } from './run-folder.ts';
import type { TrialPlaces } from './trial-places.ts';

/**
 * The answers of `answers.jsonl` whose trials are planned and not recorded. A line that is torn or no answer counts for
 * nothing: its trial is asked again.
 */
export async function readWaiting(
  { answers }: Pick<RunFolder, 'answers'>,
  places: Pick<TrialPlaces, 'isOpen'>,
): Promise<WaitingAnswer[]> {
  if (!existsSync(answers)) return [];
  const found: WaitingAnswer[] = [];
  for await (const line of readJsonLines(answers, () => undefined))
    if (isWaitingAnswer(line) && places.isOpen(line)) found.push(line);
  return found;
}

/** Goes on from what an earlier part of the run has `left`, and lets go of all else in the file. */
export async function openWaiting(
  { answers }: Pick<RunFolder, 'answers'>,
  left: readonly WaitingAnswer[],
): Promise<{ waiting: WaitingAnswers; close(): Promise<void> }> {
  await writeWhole(answers, left.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
  const journal = openJournal(answers);
  const waiting = new WaitingAnswers(journal.append, left);
  return {
    waiting,
    /** Nothing stays where none waits. */
    async close() {
      await journal.close();
      if (waiting.size === 0) await rm(answers, { force: true });
    },
  };
}

/** Anyone can write the file, as trials.jsonl. */
function isWaitingAnswer(line: unknown): line is WaitingAnswer {
  if (!isJsonObject(line) || !isTrialRecord({ ...line, status: 'completed', scores: [] })) return false;
  const { completion, attempts } = line;
  return isJsonObject(completion) && typeof completion.text === 'string' && Number.isSafeInteger(attempts);
}
