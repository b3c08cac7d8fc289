import { expect, it } from 'vitest';
import { startOpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeSumsProject } from './sums-project.ts';

it('ends a run whose server is not there with exit 2, and says what to check', async () => {
  const server = await startOpenAIServer({ answer: () => 'A: 1' });
  const { baseURL } = server;
  await server.close();
  const project = await makeSumsProject(baseURL, { provider: { maxRetries: 1 } });
  const run = await runCli(['run', 'sums', '--quiet'], { cwd: project.folder });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toMatch(
    /nothing answers there.*ECONNREFUSED.*check the address: baseURL .*providers\.openai/s,
  );
  expect(await project.list('reports/sums')).toEqual([]);
});
