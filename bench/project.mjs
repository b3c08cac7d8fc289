// A project to measure: one prompt in two versions, cases as many as asked for, three evaluators, five gates.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './measure.mjs';

/** The words that the model of model-server.mjs answers with, in turns. */
export const categories = ['billing', 'technical', 'account'];

/**
 * Writes a project into an empty folder and publishes its first version, so that the draft has a baseline.
 *
 * @param options {bin, baseURL, cases, concurrency}
 */
export async function makeProject(folder, { bin, baseURL, cases, concurrency }) {
  mkdirSync(join(folder, 'prompts'), { recursive: true });
  writeCases(join(folder, 'cases.csv'), cases);
  writeFileSync(join(folder, 'prompteval.config.mjs'), configText(baseURL, concurrency));
  const prompt = join(folder, 'prompts', 'bench.prompt.yml');
  writeFileSync(prompt, promptText('Sort the message. Answer in JSON.'));
  const published = await measure(process.execPath, [bin, 'publish', 'bench', '--note', 'baseline'], {
    cwd: folder,
  });
  if (published.exitCode !== 0) throw new Error(published.stderr);
  writeFileSync(prompt, promptText('Sort this message, and answer in JSON.'));
}

/** Rows of 110 bytes. */
export function writeCases(path, count) {
  const file = openSync(path, 'w');
  writeSync(file, 'id,message,expected:json,tags\n');
  const batch = 10_000;
  for (let start = 0; start < count; start += batch) {
    const rows = Array.from({ length: Math.min(batch, count - start) }, (_, index) => row(start + index));
    writeSync(file, rows.join(''));
  }
  closeSync(file);
}

function row(index) {
  const category = categories[index % categories.length];
  const message = `Question number ${index}: my invoice shows the wrong amount and I`;
  return `case-${index},${message},"{""category"":""${category}""}",${index % 4 ? 'en' : 'de|edge'}\n`;
}

function configText(baseURL, concurrency) {
  return `import { defineConfig, defineEvaluator, exactMatch, jsonSchema } from 'prompteval';
const promise = defineEvaluator({
  name: 'promise', version: '1', metrics: [{ id: 'promise', better: 'higher', kind: 'binary', range: [0, 1] }],
  evaluate: ({ completion }) => ({ metric: 'promise', value: completion.text.includes('shortly') ? 1 : 0 }),
});
export default defineConfig({
  prompts: { bench: { dataset: 'cases.csv', evaluators: [exactMatch({ metric: 'quality', path: 'category' }), jsonSchema(), promise],
    gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.03 }, { metric: 'schema', min: 1 },
      { metric: 'cost', maxIncrease: '50%' }] } },
  providers: { openai: { baseURL: '${baseURL}', apiKey: 'unused', concurrency: ${concurrency} } },
  prices: { 'openai/bench': { input: 0.1, output: 0.4 } },
});
`;
}

function promptText(instruction) {
  return `name: bench
model: openai/bench
responseFormat: json_schema
jsonSchema: |
  {"name": "sorted", "schema": {"type": "object", "required": ["category", "reply"], "additionalProperties": false,
   "properties": {"category": {"enum": ${JSON.stringify(categories)}}, "reply": {"type": "string"}}}}
messages:
  - role: system
    content: |
      ${instruction}
  - role: user
    content: |
      {{message}}
`;
}
