import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isJsonObject } from '../../core/json.ts';
import type { JudgedPlace } from '../../core/progress.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import { openJournal } from '../../runner/journal.ts';
import type { Pairs } from '../../runner/pairs.ts';
import {
  type Waiting,
  type WaitingAnswer,
  WaitingAnswers,
  type WaitingReply,
} from '../../runner/waiting-answers.ts';
import { writeWhole } from '../opening/write-whole.ts';
import type { RunFolder } from './run-folder.ts';
import type { TrialPlaces } from './trial-places.ts';

/**
 * The lines of `answers.jsonl` whose trials, or pairs, are planned and not recorded. A line that is torn or none of these counts for
 * nothing: it is asked again.
 */
export async function readWaiting(
  { answers }: Pick<RunFolder, 'answers'>,
  places: Pick<TrialPlaces, 'isOpen'>,
  pairs: Pick<Pairs, 'isDue'> | undefined,
): Promise<Waiting[]> {
  if (!existsSync(answers)) return [];
  const isOpen = ({ arm, model, ...place }: JudgedPlace) =>
    arm === undefined ? pairs?.isDue({ ...place, pair: model }) : places.isOpen({ ...place, arm, model });
  const found: Waiting[] = [];
  for await (const line of readJsonLines(answers, () => undefined)) {
    if (isWaitingAnswer(line) && isOpen(line)) found.push(line);
    else if (isWaitingReply(line) && isOpen(line.about)) found.push(line);
  }
  return found;
}

/** Goes on from what an earlier part of the run has `left`, and lets go of all else in the file. */
export async function openWaiting(
  { answers }: Pick<RunFolder, 'answers'>,
  left: readonly Waiting[],
): Promise<{ waiting: WaitingAnswers; close(): Promise<void> }> {
  await writeWhole(answers, left.map((waiting) => `${JSON.stringify(waiting)}\n`).join(''));
  const journal = openJournal(answers);
  const waiting = new WaitingAnswers(journal.append, left);
  return {
    waiting,
    /** Nothing stays where none waits. */
    async close() {
      await journal.close();
      if (waiting.isEmpty) await rm(answers, { force: true });
    },
  };
}

/** Anyone can write the file, as trials.jsonl. */
function isWaitingAnswer(line: unknown): line is WaitingAnswer {
  if (!isJsonObject(line) || !isTrialRecord({ ...line, status: 'completed', scores: [] })) return false;
  const { completion, attempts } = line;
  return isJsonObject(completion) && typeof completion.text === 'string' && Number.isSafeInteger(attempts);
}

function isWaitingReply(line: unknown): line is WaitingReply {
  if (!isJsonObject(line) || !isJsonObject(line.about) || !isJsonObject(line.reply)) return false;
  const { about, metric, question, draw, reply, costUsd } = line;
  const isPlace =
    typeof about.case === 'string' && typeof about.model === 'string' && Number.isSafeInteger(about.repeat);
  const isAsked = typeof metric === 'string' && typeof question === 'string' && Number.isSafeInteger(draw);
  return isPlace && isAsked && typeof reply.text === 'string' && (costUsd === null || isAmount(costUsd));
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
