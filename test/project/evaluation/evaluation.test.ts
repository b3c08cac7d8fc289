import { expect, it } from 'vitest';
import { evaluatePrompt } from '../../../src/project/evaluation/evaluation.ts';
import { findPrompt, openProject } from '../../../src/project/opening/open-project.ts';
import type { EvaluationCommand } from '../../../src/project/runs/evaluation-options.ts';
import { makeProject } from '../../support/temporary-project.ts';

/** The run is interrupted by the first event of that type. */
async function interruptedAt(type: string, command: EvaluationCommand, alias = 'stable') {
  const folder = await makeProject({
    'prompteval.config.json':
      '{ "prompts": { "say": { "dataset": "say.csv", "evaluators": ["exactMatch"], "gates": [] } } }',
    'say.csv': 'id,word,expected\na,one,one\nb,two,two\nc,three,three\n',
    'prompts/say.prompt.yml':
      'name: say\nmodel: demo/in-context\nmessages:\n  - {role: user, content: "Say {{word}}"}\n',
  });
  const project = await openProject({ cwd: folder.folder });
  const interrupt = new AbortController();
  const progress = {
    emit: (event: { type: string }) => {
      if (event.type === type) interrupt.abort();
    },
    close: async () => undefined,
  };
  const options = { alias, command, concurrency: 1, progress, signal: interrupt.signal };
  const error = await evaluatePrompt(project, findPrompt(project, 'say'), options).catch((thrown) => thrown);
  return String(error.message).replace(/\d{8}-\d{6}-[0-9a-f]{6}/g, 'ID');
}

const finished = 'Interrupted. The run is finished and kept in reports/say/ID. ';
const cutOff = 'Interrupted. What was measured is kept in reports/say/ID. ';

it.each<[string, string, EvaluationCommand, string, string]>([
  [
    'amid its trials',
    'trial-finished',
    'run',
    'stable',
    `${cutOff}Go on with: prompteval run say --resume --run ID`,
  ],
  ['after them', 'run-finished', 'run', 'stable', `${finished}Its report: prompteval report ID`],
  [
    'after them',
    'run-finished',
    'release',
    'stable',
    `${finished}Go on with: prompteval release say --run ID`,
  ],
  [
    'after them',
    'run-finished',
    'release --plan-only',
    'staging',
    `${finished}Go on with: prompteval release --plan-only say --run ID --alias staging`,
  ],
])('a run that is interrupted %s (%s, %s to %s) says how to go on', async (_, type, command, alias, said) => {
  expect(await interruptedAt(type, command, alias)).toBe(said);
});
