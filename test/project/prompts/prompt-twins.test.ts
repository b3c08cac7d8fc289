import { expect, it } from 'vitest';
import { inspectProject } from '../../../src/project/opening/open-project.ts';
import { promptTwinWarnings } from '../../../src/project/prompts/prompt-twins.ts';
import { makeProject } from '../../support/temporary-project.ts';

it('warns of prompts whose names differ only by case, by the line of the second', async () => {
  const metrics = `[exactMatch({ metric: 'quality' })]`;
  const gates = `[{ metric: 'quality', min: 0.5 }]`;
  const prompt = (name: string) =>
    `    ${name}: { file: 'greet.yml', dataset: 'd.csv', evaluators: ${metrics}, gates: ${gates} },`;
  const prompts = ['greet', 'Greet', 'other'].map(prompt).join('\n');
  const config = `import { defineConfig, exactMatch } from 'prompteval';\nexport default defineConfig({\n  prompts: {\n${prompts}\n  },\n});\n`;
  const folder = await makeProject({ 'prompteval.config.ts': config });
  const { project } = await inspectProject({ cwd: folder.folder });
  expect(project && promptTwinWarnings(project)).toMatchObject([
    { file: 'prompteval.config.ts', line: 5, message: expect.stringContaining('"greet" and "Greet"') },
  ]);
});
