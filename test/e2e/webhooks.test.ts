import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { WebhookPayload } from '../../src/core/webhook.ts';
import { sign } from '../../src/webhooks/deliver.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

it('tells of a release, a block, a rollback and an incident, and a receiver that is gone fails none of them', async () => {
  const told: { payload: WebhookPayload; signature: string; body: string }[] = [];
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    told.push({
      payload: JSON.parse(body),
      signature: String(message.headers['prompteval-signature']),
      body,
    });
    // The first attempt of all fails, and its repetition is the same deed.
    response.writeHead(told.length === 1 ? 503 : 204, { 'retry-after': '0' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

  const project = await makeProject();
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder, env: { HOOK_KEY: 'k' } });
  await cli('init', '--yes', '--quiet');
  const config = await project.read('prompteval.config.ts');
  const hooks = `webhooks: [{ url: '${url}', secret: 'HOOK_KEY' }, { url: '$GONE', format: 'slack', on: ['rollback'] }],\n  prices:`;
  await project.write('prompteval.config.ts', config.replace('prices:', hooks));
  const valid = await runCli(['validate'], { cwd: project.folder, env: { GONE: 'https://hooks.example' } });
  expect([valid.exitCode, valid.stderr]).toEqual([
    0,
    expect.stringContaining('webhooks[0].secret: HOOK_KEY is not set'),
  ]);
  expect(valid.stderr).not.toContain('GONE is not set');
  const file = 'prompts/mail-topic.prompt.yml';
  const text = await project.read(file);

  expect((await cli('release', 'mail-topic', '--quiet')).exitCode).toBe(0);
  expect(told.map(({ payload }) => [payload.event, payload.to])).toEqual([
    ['promote', 1],
    ['promote', 1],
  ]);
  expect(told[0]?.payload.id).toBe(told[1]?.payload.id);
  expect(told[0]?.payload.gates).toEqual([
    { gate: 'quality', status: 'inconclusive', enforced: false },
    { gate: 'schema', status: 'pass', enforced: true },
    { gate: 'critical quality', status: 'pass', enforced: true },
  ]);
  for (const { signature, body } of told) {
    const [, time = '', mac = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
    expect(mac).toBe(sign('k', time, body));
  }

  await project.write(file, text.replace(/.*Answer with one JSON object.*\n/, ''));
  expect((await cli('release', 'mail-topic', '--quiet')).exitCode).toBe(1);
  expect(told.at(-1)?.payload).toMatchObject({ event: 'block', from: 1, to: null, seq: null });
  expect(told.at(-1)?.payload.gates).toContainEqual({ gate: 'quality', status: 'fail', enforced: true });

  await project.write(file, text.replace('the mail of a shop', 'the mail of one shop'));
  expect((await cli('release', 'mail-topic', '--quiet')).exitCode).toBe(0);
  const words = 'The secret customer complained';
  const back = await cli('rollback', 'mail-topic', '--incident', words);
  expect(back.exitCode, back.stderr).toBe(0);
  expect(back.stderr).toContain('⚠ a webhook was not told of this rollback (GONE is not set');
  expect(
    told
      .slice(-2)
      .map(({ payload }) => payload.event)
      .sort(),
  ).toEqual(['incident', 'rollback']);
  expect(told.map(({ body }) => body).join('')).not.toContain(words);
}, 60_000);
