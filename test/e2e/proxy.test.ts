import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { type Certificate, makeCertificate } from '../support/certificate.ts';
import { type ProxyOptions, startProxyServer } from '../support/proxy-server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

const host = 'model.test';

const chat = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'yes' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
};
const message = {
  type: 'message',
  role: 'assistant',
  content: [{ type: 'text', text: 'yes' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 1 },
};
const converse = {
  output: { message: { role: 'assistant', content: [{ text: 'yes' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 3, outputTokens: 1, totalTokens: 4 },
};

/** The three vendors, behind one certificate. */
async function startVendors({ key, cert }: Certificate): Promise<number> {
  const server = createServer({ key, cert }, (request, response) => {
    request.resume();
    const reply = request.url?.endsWith('/converse')
      ? converse
      : request.url?.endsWith('/messages')
        ? message
        : chat;
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ ...reply, model: 'm', id: 'x' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function projectBehindProxy(options: Partial<ProxyOptions> = {}) {
  const certificate = makeCertificate([host]);
  const proxy = await startProxyServer({ behind: await startVendors(certificate), ...options });
  const config = {
    prompts: {
      ask: {
        dataset: 'ask.csv',
        models: ['openai/m', 'anthropic/m', 'bedrock/m'],
        evaluators: [{ use: 'exactMatch', metric: 'quality' }],
        gates: [{ metric: 'quality', min: 1 }],
      },
    },
    providers: {
      openai: { baseURL: `https://${host}/v1`, apiKey: 'k', maxRetries: 0 },
      anthropic: { baseURL: `https://${host}`, apiKey: 'k', maxRetries: 0 },
      bedrock: { endpoint: `https://${host}`, region: 'eu-central-1', maxRetries: 0 },
    },
  };
  const project = await makeProject({
    'prompteval.config.json': JSON.stringify(config),
    'prompts/ask.prompt.yml':
      'name: ask\nmodel: openai/m\nmodelParameters: {maxTokens: 5}\nmessages:\n  - role: user\n    content: "{{question}}"\n',
    'ask.csv': 'id,question,expected\none,Yes?,yes\ntwo,Really?,yes\n',
  });
  const run = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    runCli(['run', 'ask', '--json', ...args], {
      cwd: project.folder,
      env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', DEBUG: '*', ...env },
    });
  return { certificate, proxy, project, run };
}

const secret = 'p-a-s-s-w-o-r-d';

describe('a proxy between us and the vendors', () => {
  it('takes the calls of all of them, with a certificate of its own, and its password is nowhere', async () => {
    const { certificate, proxy, project, run } = await projectBehindProxy();
    const result = await run({
      HTTPS_PROXY: `http://user:${secret}@${proxy.address}`,
      NODE_EXTRA_CA_CERTS: certificate.file,
    });
    expect(result.exitCode, result.stderr).toBe(0);
    const { id, trials, served } = result.json<RunFile>();
    expect(trials).toMatchObject({ completed: 6, failed: 0 });
    expect(served?.map(({ model }) => model)).toContain('openai/m');
    expect([...new Set(proxy.asked)]).toEqual([`CONNECT ${host}:443`]);
    const basic = `Basic ${Buffer.from(`user:${secret}`).toString('base64')}`;
    expect([...new Set(proxy.authorizations)]).toEqual([basic]);
    const written = await Promise.all((await project.list(`reports/ask/${id}`)).map(project.read));
    for (const text of [result.stdout, result.stderr, ...written]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(basic.slice(6));
    }
  });

  it.each([407, 403])('ends the run where it answers %i, says so, and keeps its password', async (status) => {
    const { certificate, proxy, run } = await projectBehindProxy({ status });
    const result = await run(
      { https_proxy: `http://user:${secret}@${proxy.address}`, NODE_EXTRA_CA_CERTS: certificate.file },
      '--model',
      'openai/m',
    );
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(`the proxy http://${proxy.address} (https_proxy) answered ${status}`);
    expect(result.stdout + result.stderr).not.toContain(secret);
  });

  it('is gone round where NO_PROXY says so, and the certificate is looked at', async () => {
    const { proxy, run } = await projectBehindProxy();
    const straight = await run(
      { HTTPS_PROXY: `http://${proxy.address}`, NO_PROXY: '.test' },
      '--model',
      'openai/m',
    );
    expect(straight.exitCode).toBe(2);
    expect(straight.stderr).toMatch(/there is no such host|can not be looked up/);
    expect(proxy.asked).toEqual([]);
    const unknown = await run({ HTTPS_PROXY: `http://${proxy.address}` }, '--model', 'openai/m');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('no secure connection');
    expect(unknown.stderr).toContain('NODE_EXTRA_CA_CERTS');
  });
});
