import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import type { SweepFile, SweepRow, SweepStable } from '../../src/core/sweep.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject } from '../support/temporary-project.ts';

type Keys<Type> = Record<keyof Type, true>;

function readSchema(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'));
}

const schema = readSchema('sweep');
const definitions = (of: JsonObject) => (isJsonObject(of.$defs) ? of.$defs : {});
const propertiesOf = (part: unknown) =>
  isJsonObject(part) && isJsonObject(part.properties) ? Object.keys(part.properties).sort() : [];

const yes = true;
const sweep: Keys<SweepFile> = {
  ...{ formatVersion: yes, id: yes, prompt: yes, status: yes, narrowed: yes, alias: yes, baseline: yes },
  ...{
    dataset: yes,
    split: yes,
    repeats: yes,
    cluster: yes,
    metrics: yes,
    quality: yes,
    schema: yes,
    gates: yes,
  },
  ...{ stables: yes, rows: yes, best: yes, cheapest: yes, trials: yes, spend: yes, earlierAttempts: yes },
  ...{ startedAt: yes, finishedAt: yes, actor: yes, tool: yes, git: yes, warnings: yes },
};
const row: Keys<SweepRow> = {
  ...{ row: yes, variant: yes, candidate: yes, settings: yes, stable: yes, trials: yes, comparisons: yes },
  ...{
    verdict: yes,
    clears: yes,
    standing: yes,
    pValue: yes,
    adjusted: yes,
    costPer1000: yes,
    latencyMs: yes,
  },
  dominatedBy: yes,
};
const stable: Keys<SweepStable> = { settings: yes, values: yes };

it('what a sweep can have stands in its schema', () => {
  expect(propertiesOf(schema)).toEqual(Object.keys(sweep).sort());
  expect(propertiesOf(definitions(schema).row)).toEqual(Object.keys(row).sort());
  expect(propertiesOf(definitions(schema).stable)).toEqual(Object.keys(stable).sort());
});

it('what it shares with a run is the same in both schemas', () => {
  const ofRun = definitions(readSchema('run'));
  const shared = Object.entries(definitions(schema)).filter(([name]) => name in ofRun);
  expect(shared.length).toBeGreaterThan(10);
  for (const [name, definition] of shared) expect(definition, name).toEqual(ofRun[name]);
});

it('a fresh sweep fits it', async () => {
  const project = await exampleProject();
  const result = await runCli(['sweep', 'support-triage', '--first', '30', '--json'], {
    cwd: project.folder,
  });
  expect(result.exitCode, result.stderr).toBe(0);
  const fits = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
  }).compile(schema);
  expect(fits(result.json()), JSON.stringify(fits.errors)).toBe(true);
});
