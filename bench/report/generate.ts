import { once } from 'node:events';
import { createWriteStream, readFileSync, type WriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Case } from '../../src/core/case.ts';
import type { Regression } from '../../src/core/comparison.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import type { ArmName, TrialRecord } from '../../src/core/trial.ts';
import { type Random, randomFor } from '../simulate/random.ts';
import { naturalText, type TextOf } from './natural-text.ts';

const template = fileURLToPath(new URL('../../test/fixtures/runs/v1/blocked/run.json', import.meta.url));
const slices = ['billing', 'refunds', 'technical', 'multilingual', 'escalation'];
const model = 'openai/gpt-4.1';

/** Writes a run on one model and two arms into a folder, as it stands on disk: about 3.3 KB of JSON a case. */
export async function generateRun(folder: string, cases: number): Promise<{ bytes: number }> {
  const random = randomFor('the report');
  const text = naturalText(random.uniform);
  const files = {
    cases: createWriteStream(join(folder, 'cases.jsonl')),
    trials: createWriteStream(join(folder, 'trials.jsonl')),
  };
  const regressions: Regression[] = [];
  for (let number = 0; number < cases; number++) {
    const testCase = generateCase(number, random, text);
    const [baseline, candidate] = generateTrials(testCase.id, random, text);
    await write(files.cases, testCase);
    await write(files.trials, baseline.record);
    await write(files.trials, candidate.record);
    const delta = candidate.quality - baseline.quality;
    if (delta < 0 && candidate.record.status === 'completed') {
      const figures = { delta, baseline: baseline.quality, candidate: candidate.quality };
      regressions.push({ case: testCase.id, model, metric: 'quality', ...figures });
    }
  }
  for (const file of Object.values(files)) await finished(file.end());
  writeFileSync(join(folder, 'run.json'), JSON.stringify(generateRunFile(cases, regressions)));
  return { bytes: files.cases.bytesWritten + files.trials.bytesWritten };
}

function generateCase(number: number, random: Random, text: TextOf): Case {
  const slice = slices[Math.floor(random.uniform() * slices.length)] ?? '';
  return {
    id: `case-${String(number).padStart(5, '0')}`,
    variables: { message: text(420) },
    expected: text(80),
    tags: [slice],
    critical: random.chance(0.01),
    split: null,
  };
}

interface GeneratedTrial {
  record: TrialRecord;
  quality: number;
}

/** The candidate words one in twelve words otherwise; one answer in sixteen is scored otherwise, and some calls fail. */
function generateTrials(id: string, random: Random, text: TextOf): [GeneratedTrial, GeneratedTrial] {
  const answer = text(900);
  const reworded = answer.split(' ').map((word) => (random.chance(1 / 12) ? text(1) : word));
  const quality = rounded(0.7 + 0.3 * random.uniform());
  const moved = rounded(Math.min(1, quality - 0.6 + 0.8 * random.uniform()));
  const trial = (arm: ArmName, words: string, value: number): GeneratedTrial => ({
    record: random.chance(0.002) ? failed(arm, id) : completed(arm, id, words, value, random, text),
    quality: value,
  });
  return [
    trial('baseline', answer, quality),
    trial('candidate', reworded.join(' '), random.chance(1 / 16) ? moved : quality),
  ];
}

function failed(arm: ArmName, id: string): TrialRecord {
  const failure = { code: 'rate-limited', message: 'the provider asked to wait' };
  return { arm, case: id, model, repeat: 0, status: 'failed', failure, scores: [], attempts: 6 };
}

function completed(
  arm: ArmName,
  id: string,
  words: string,
  quality: number,
  random: Random,
  text: TextOf,
): TrialRecord {
  const tokens = (least: number) => least + Math.floor(random.uniform() * 90);
  return {
    arm,
    case: id,
    model,
    repeat: 0,
    status: 'completed',
    completion: {
      text: words,
      finishReason: 'stop',
      usage: { inputTokens: tokens(180), outputTokens: tokens(150) },
      costUsd: rounded(0.002 + 0.002 * random.uniform(), 6),
      latencyMs: Math.round(700 + 1500 * random.uniform()),
      servedModel: 'gpt-4.1-2026-04-14',
    },
    scores: [
      { metric: 'quality', value: quality, reason: text(70) },
      { metric: 'schema', value: 1 },
    ],
    attempts: 1,
  };
}

/** The blocked run of the tests, as if it had had this many cases and one model. */
function generateRunFile(cases: number, regressions: Regression[]): RunFile {
  const run: RunFile = JSON.parse(readFileSync(template, 'utf8'));
  regressions.sort((a, b) => a.delta - b.delta || (a.case < b.case ? -1 : 1));
  return {
    ...run,
    repeats: 1,
    models: [model],
    pairings: run.pairings.filter((pairing) => pairing.id === model),
    comparisons: run.comparisons.filter((comparison) => comparison.model === model),
    dataset: { ...run.dataset, cases },
    trials: { planned: 2 * cases, completed: 2 * cases, failed: 0, cached: 0 },
    regressions: regressions.slice(0, 100),
    regressed: regressions.length,
  };
}

async function write(file: WriteStream, value: unknown): Promise<void> {
  if (!file.write(`${JSON.stringify(value)}\n`)) await once(file, 'drain');
}

function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
