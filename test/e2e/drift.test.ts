import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { ChatAnswer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import { movesOf, readRun, runIds } from './catalog.ts';
import {
  isRight,
  makeSumsProject,
  readSumsRequest,
  type SumsOptions,
  type SumsRequest,
  startSumsServer,
} from './sums-project.ts';

const cases = 40;

/** A server whose model can be exchanged under the same name, and a project with a first release on it. */
async function makeDrifting(options: SumsOptions = {}) {
  let answers: (sum: SumsRequest) => ChatAnswer | undefined = () => undefined;
  const server = await startSumsServer((request) => answers(readSumsRequest(request)));
  const project = await makeSumsProject(server.baseURL, { cases, ...options });
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  const released = await cli('release', 'sums', '--quiet');
  expect(released.exitCode, released.stderr).toBe(0);
  const [release = ''] = await runIds(project, 'sums');
  server.requests.length = 0;
  return {
    server,
    project,
    cli,
    release,
    /** From now on the model also fails what `isLost` says, and is served as `servedModel`. */
    change(isLost: (sum: SumsRequest) => boolean, servedModel: string) {
      answers = (sum) => reply(sum, isRight(sum) && !isLost(sum), servedModel);
    },
  };
}

function reply({ number }: SumsRequest, right: boolean, model: string): ChatAnswer {
  const message = { role: 'assistant', content: `So it is.\nA: ${right ? number + 1 : 0}`, refusal: null };
  return {
    status: 200,
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: 30, completion_tokens: 5, total_tokens: 35 },
    },
  };
}

it('says that an unchanged model does as well as at the release, and asks only the half of it', async () => {
  const { server, project, cli, release } = await makeDrifting();
  const attempts = await project.read('.prompteval/attempts/sums.jsonl');
  const result = await cli('drift', 'sums');
  expect(result.exitCode, result.stderr).toBe(0);
  const today = new Date().toISOString().slice(0, 10);
  expect(result.stdout).toContain(`sums v1 does as well today as when it was released on ${today}.`);
  expect(server.requests).toHaveLength(cases);
  const id = (await runIds(project, 'sums')).at(-1) ?? '';
  const run = await readRun(project, 'sums', id);
  expect(run).toMatchObject({
    status: 'complete',
    trials: { planned: 2 * cases, completed: 2 * cases, failed: 0, cached: cases },
    plan: { action: 'hold', because: 'A drift run compares stable with itself.' },
    drift: { release, rescored: false, sameGates: true },
  });
  expect(await project.read('.prompteval/attempts/sums.jsonl')).toBe(attempts);
  expect(await movesOf(project, 'sums')).toHaveLength(1);
  const again = await cli('recompute', id);
  expect(again.exitCode, again.stdout).toBe(0);
  const refused = await cli('release', 'sums', '--run', id);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('is a drift run');
});

it('proves that a model fell under an unchanged prompt', async () => {
  const { cli, change } = await makeDrifting();
  change(({ number }) => number % 4 === 1, 'adder-2');
  const result = await cli('drift', 'sums', '--json', '--quiet');
  expect(result.exitCode, result.stderr).toBe(1);
  const run = result.json<RunFile>();
  expect(run.verdict.headline).toMatch(
    /^sums v1 does worse today than when it was released on [\d-]+: quality fell by at least [\d.]+ points\. The prompt did not change, so the model or what serves it did \(served model then: adder, now: adder-2\)\.$/,
  );
});
