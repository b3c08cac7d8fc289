import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { CalibrationRecord } from '../../core/calibration.ts';
import { InputError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { writeWhole } from './write-whole.ts';

/** Where the record of one metric is; its name is the user's, and stays one part of a path. */
export function calibrationFile(root: string, prompt: string, metric: string): string {
  return join(root, '.prompteval', 'calibration', prompt, `${encodeURIComponent(metric)}.json`);
}

export async function writeCalibration(root: string, record: CalibrationRecord): Promise<string> {
  const file = calibrationFile(root, record.prompt, record.metric);
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, `${JSON.stringify(record, null, 2)}\n`);
  return file;
}

/**
 * The record of a metric; null where it never was calibrated.
 *
 * @throws InputError for a file that is none.
 */
export async function readCalibration(
  root: string,
  prompt: string,
  metric: string,
): Promise<CalibrationRecord | null> {
  const file = calibrationFile(root, prompt, metric);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const record = parse(text);
  if (isRecord(record)) return record;
  throw new InputError({
    file: relative(root, file),
    message: 'this is no calibration record',
    hint: 'Write it again with: prompteval calibrate',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is CalibrationRecord {
  return (
    isJsonObject(value) &&
    value.formatVersion === 1 &&
    typeof value.evaluator === 'string' &&
    typeof value.labelled === 'number' &&
    isJsonObject(value.kappa) &&
    typeof value.kappa.atLeast === 'number'
  );
}
