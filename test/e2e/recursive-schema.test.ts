import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

/** A sum of sums, with constants that are objects: what the engine of schemas has parts of its own for. */
const schema = {
  $defs: {
    sum: {
      anyOf: [
        { type: 'number', multipleOf: 0.01 },
        {
          type: 'object',
          required: ['op', 'left'],
          properties: {
            op: { const: { name: 'add' } },
            left: { $ref: '#/$defs/sum' },
            right: { $ref: '#/$defs/sum' },
          },
        },
        {
          type: 'object',
          required: ['op', 'left'],
          properties: { op: { enum: [{ name: 'sub' }] }, left: { $ref: '#/$defs/sum' } },
        },
      ],
    },
  },
  $ref: '#/$defs/sum',
};

const config = `import { defineConfig, defineProvider, jsonSchema } from 'prompteval';
const nested = (levels, end) => {
  let sum = end;
  for (let level = 0; level < levels; level++) sum = { op: { name: level % 2 ? 'add' : 'sub' }, left: sum };
  return JSON.stringify(sum);
};
export default defineConfig({
  providers: { own: defineProvider({ complete: async ({ messages: [{ content }] }) =>
    ({ text: nested(60, content.trim() === 'whole' ? 19.99 : 'x'), usage: { inputTokens: 1, outputTokens: 1 } }) }) },
  prices: { 'own/one': { input: 1, output: 1 } },
  prompts: { sums: { dataset: 'sums.csv', evaluators: [jsonSchema()], gates: [{ metric: 'schema', min: 1 }] } },
});
`;

const prompt = `name: sums
model: own/one
responseFormat: json_schema
jsonSchema: |
  ${JSON.stringify({ name: 'sum', schema })}
messages:
  - role: user
    content: "{{kind}}"
`;

it('checks deep answers by a schema that refers to itself, from the packed commands', async () => {
  const project = await makeProject({
    'prompteval.config.mjs': config,
    'prompts/sums.prompt.yml': prompt,
    'sums.csv': 'id,kind\nright,whole\nwrong,torn\n',
  });
  const { exitCode, json } = await runCli(['run', 'sums', '--json'], { cwd: project.folder });
  expect(exitCode).toBe(1);
  const { id } = json<RunFile>();
  const trials = await project.read(`reports/sums/${id}/trials.jsonl`);
  const scores = trials
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((trial) => [trial.case, trial.scores[0].value]);
  expect(Object.fromEntries(scores)).toEqual({ right: 1, wrong: 0 });
});
