import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { startOpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { movesOf } from './catalog.ts';

interface Draft {
  required?: string[];
  messages?: string;
  variables?: string;
  tools?: string;
  interface?: 'breaking';
}

function promptText(draft: Draft): string {
  const { required = ['category', 'urgency'], messages = '{{message}} {{region}}', variables = '{}' } = draft;
  const properties = { category: { type: 'string' }, urgency: { enum: ['low', 'high'] } };
  const schema = { name: 'triage', schema: { type: 'object', required, properties } };
  return `name: triage
model: openai/sorter
responseFormat: json_schema
jsonSchema: '${JSON.stringify(schema)}'
messages:
  - {role: system, content: Answer as JSON}
  - {role: user, content: "${messages}"}
x-prompteval:
  variables: ${variables}
  tools: ${draft.tools ?? '[{name: track, parameters: {type: object}}]'}
  ${draft.interface === undefined ? '' : `interface: ${draft.interface}`}
`;
}

const cases = Array.from({ length: 60 }, (_, index) => `c${index},Where is order ${index}?,EU,de,delivery`);

/** A project whose version 1 is stable, and a model that always answers what that promises. */
async function makeTriage(): Promise<TemporaryProject> {
  const server = await startOpenAIServer({ answer: () => '{"category":"delivery","urgency":"low"}' });
  const project = await makeProject({
    'prompteval.config.ts': `import { defineConfig, exactMatch, jsonSchema } from 'prompteval';
export default defineConfig({
  prompts: {
    triage: {
      dataset: 'datasets/triage.csv',
      evaluators: [exactMatch({ metric: 'quality', path: 'category' }), jsonSchema()],
      gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.05 }, { metric: 'schema', min: 1 }],
    },
  },
  providers: { openai: { baseURL: '${server.baseURL}', apiKey: 'unused' } },
});
`,
    'datasets/triage.csv': `id,message,region,locale,expected\n${cases.join('\n')}\n`,
    'prompts/triage.prompt.yml': promptText({}),
  });
  expect(await runCli(['release', 'triage', '--quiet'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
  });
  return project;
}

async function releaseDraft(draft: Draft): Promise<{ exitCode: number | null; run: RunFile; moves: number }> {
  const project = await makeTriage();
  await project.write('prompts/triage.prompt.yml', promptText(draft));
  const result = await runCli(['release', 'triage', '--json'], { cwd: project.folder });
  const moves = await movesOf(project, 'triage');
  return { exitCode: result.exitCode, run: result.json<RunFile>(), moves: moves.length };
}

it.each<[string, Draft, RegExp]>([
  ['drops a required field of its output schema', { required: ['category'] }, /urgency/],
  ['no longer takes a variable', { messages: '{{message}}' }, /region/],
  ['renames a tool', { tools: '[{name: follow, parameters: {type: object}}]' }, /tools\.track/],
  ['needs a new variable', { messages: '{{message}} {{region}} {{locale}}' }, /locale/],
])('a draft that %s is blocked, and told which', async (_title, draft, field) => {
  const { exitCode, run, moves } = await releaseDraft(draft);
  expect(exitCode).toBe(1);
  expect(moves).toBe(1);
  const failed = run.verdict.outcomes.filter((outcome) => outcome.status === 'fail');
  expect(failed.map((outcome) => outcome.gate)).toEqual(['interface']);
  expect(failed[0]).toMatchObject({ enforced: true, actual: expect.stringMatching(field) });
  expect(failed[0]?.text).toMatch(field);
  expect(run.verdict.headline).toMatch(/interface/);
});

it.each<[string, Draft]>([
  ['says that it breaks its interface on purpose', { required: ['category'], interface: 'breaking' }],
  [
    'takes a new variable that nobody has to give',
    {
      messages: '{{message}} {{region}} {{locale}}',
      variables: '{locale: {type: string, required: false, default: en}}',
    },
  ],
])('a draft that %s is released', async (_title, draft) => {
  const { exitCode, run, moves } = await releaseDraft(draft);
  expect(run.verdict.outcomes.find((outcome) => outcome.gate === 'interface')).toMatchObject({
    status: 'pass',
  });
  expect({ exitCode, moves }).toEqual({ exitCode: 0, moves: 2 });
});
