import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { isPairRecord } from '../core/pair-line.ts';
import type { RunFile } from '../core/run-file.ts';
import { isTrialRecord } from '../core/trial-line.ts';
import { eachJsonLine } from './json-lines.ts';
import type { ReportInput } from './report-input.ts';
import { withDefaults } from './run-defaults.ts';
import { type CaseLine, describeWorst, TrialPicker } from './worst-cases.ts';

/** How many regressions a report shows with their texts, unless more are asked for; a run names at most a hundred. */
const usuallyShown = 10;

/**
 * Reads a run's folder: run.json, and of cases.jsonl and trials.jsonl only what the worst cases need.
 *
 * @throws InputError where run.json is absent, broken or of another format.
 */
export async function loadReportInput(folder: string, shown = usuallyShown): Promise<ReportInput> {
  const run = await readRun(join(folder, 'run.json'));
  const gaps: string[] = [];
  const regressions = run.regressions.slice(0, shown);

  const wanted = new Set(regressions.map((regression) => regression.case));
  const cases = new Map<string, CaseLine>();
  if (wanted.size > 0) {
    await eachLine(folder, 'cases.jsonl', gaps, (line) => {
      if (isCaseLine(line) && wanted.has(line.id)) cases.set(line.id, line);
    });
  }
  const picker = new TrialPicker(run, regressions);
  if (wanted.size > 0) {
    await eachLine(folder, 'trials.jsonl', gaps, (line) => {
      if (isPairRecord(line)) picker.offerPair(line);
      else if (isTrialRecord(line)) picker.offer(line);
    });
  }
  const worst = regressions.map((regression) =>
    describeWorst(regression, cases.get(regression.case), picker.pick(regression)),
  );
  return { run, worst, gaps };
}

async function readRun(path: string): Promise<RunFile> {
  const problem = (message: string, hint: string) => new InputError({ file: path, message, hint });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw problem('cannot read the run', 'Name the folder of a finished run');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem('is not JSON', 'The file was changed or cut; run the evaluation again');
  }
  if (!isRun(value)) {
    throw problem(
      'is not a run of format version 1',
      'Use the version of prompteval that wrote it, or a newer one',
    );
  }
  return withDefaults(value);
}

function isRun(value: unknown): value is RunFile {
  return (
    isJsonObject(value) &&
    value.formatVersion === 1 &&
    isJsonObject(value.arms) &&
    isJsonObject(value.verdict) &&
    Array.isArray(value.comparisons)
  );
}

function isCaseLine(value: unknown): value is CaseLine {
  return isJsonObject(value) && typeof value.id === 'string';
}

async function eachLine(
  folder: string,
  name: string,
  gaps: string[],
  take: (line: unknown) => void,
): Promise<void> {
  const path = join(folder, name);
  if (!existsSync(path)) {
    gaps.push(`${name} is not there, so what it holds is not shown`);
    return;
  }
  let unreadable = 0;
  await eachJsonLine(path, (line) => {
    if ('value' in line) take(line.value);
    else unreadable++;
  });
  if (unreadable > 0) gaps.push(`${unreadable} of the lines of ${name} could not be read`);
}
