import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { makeSumsProject, startSumsServer } from './sums-project.ts';

interface OtlpSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number };
  attributes: { key: string; value: Record<string, unknown> }[];
}

interface OtlpBody {
  resourceSpans: {
    resource: { attributes: OtlpSpan['attributes'] };
    scopeSpans: { spans: OtlpSpan[] }[];
  }[];
}

/** A collector that keeps what it is sent. */
async function startCollector() {
  const received: { path: string; type: string; token: string; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { 'content-type': type = '', 'x-token': token = '' } = request.headers;
      received.push({ path: request.url ?? '', type, token: String(token), body: Buffer.concat(chunks) });
      response.setHeader('content-type', type).end(type.includes('json') ? '{}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function valuesOf(attributes: OtlpSpan['attributes']): Record<string, unknown> {
  const plain = (value: Record<string, unknown>): unknown =>
    'arrayValue' in value
      ? (value.arrayValue as { values: Record<string, unknown>[] }).values.map(plain)
      : Object.values(value)[0];
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}

it('sends spans of the run, its trials and its calls to the endpoint that the environment names', async () => {
  const collector = await startCollector();
  const server = await startSumsServer(({ index }) =>
    index === 2 ? { status: 503, headers: { 'retry-after': '0' } } : undefined,
  );
  const project = await makeSumsProject(server.baseURL, {
    cases: 6,
    variant: 'good',
    gates: [{ metric: 'quality', min: 0.1 }],
  });
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'x-token=abc' };
  const json = { ...env, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_SERVICE_NAME: 'gate' };
  const result = await runCli(['run', 'sums', '--json'], { cwd: project.folder, env: json });
  expect(result.exitCode, result.stderr).toBe(0);
  const run = result.json<RunFile>();
  expect(collector.received.length).toBeGreaterThan(0);
  for (const { path, token, type } of collector.received) {
    expect([path, token, type]).toEqual(['/v1/traces', 'abc', 'application/json']);
  }
  const bodies = collector.received.map(({ body }): OtlpBody => JSON.parse(body.toString()));
  expect(valuesOf(bodies[0]?.resourceSpans[0]?.resource.attributes ?? [])).toMatchObject({
    'service.name': 'gate',
  });
  const spans = bodies.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
  const named = (name: string) => spans.filter((span) => span.name === name);
  const [root, ...otherRoots] = spans.filter(({ parentSpanId }) => !parentSpanId);
  expect(otherRoots).toEqual([]);
  expect(root?.name).toBe('prompteval run sums');
  expect(valuesOf(root?.attributes ?? [])).toMatchObject({
    'prompteval.run.id': run.id,
    'prompteval.verdict': 'pass',
    'prompteval.cost.usd': run.spend.usd,
  });
  const trials = named('prompteval trial');
  expect(trials).toHaveLength(6);
  for (const trial of trials) expect(trial.parentSpanId).toBe(root?.spanId);
  const calls = named('chat adder');
  expect(calls).toHaveLength(7);
  const trialIds = new Set(trials.map(({ spanId }) => spanId));
  for (const call of calls) {
    expect(trialIds.has(call.parentSpanId ?? '')).toBe(true);
    expect(call.kind).toBe(3);
    expect(valuesOf(call.attributes)).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'adder',
    });
    expect(BigInt(call.endTimeUnixNano) >= BigInt(call.startTimeUnixNano)).toBe(true);
  }
  const failed = calls.filter(({ status }) => status.code === 2);
  expect(failed.map(({ attributes }) => valuesOf(attributes)['error.type'])).toEqual(['server-error']);
  const [answered] = calls.filter(({ status }) => status.code !== 2);
  expect(valuesOf(answered?.attributes ?? [])).toMatchObject({
    'gen_ai.response.model': 'adder',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': expect.any(Number),
    'gen_ai.usage.output_tokens': expect.any(Number),
  });
  expect(JSON.stringify(spans)).not.toMatch(/So it is|Add the two numbers|\d \+ 1/);

  collector.received.length = 0;
  const binary = await runCli(['run', 'sums', '--json'], { cwd: project.folder, env });
  expect(binary.exitCode).toBe(0);
  expect(collector.received[0]).toMatchObject({ path: '/v1/traces', type: 'application/x-protobuf' });
  expect(collector.received[0]?.body.includes('gen_ai.request.model')).toBe(true);
});

it('loses the spans and not the run where nobody listens', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, {
    cases: 4,
    gates: [{ metric: 'quality', min: 0.1 }],
  });
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_TIMEOUT: '500' };
  const result = await runCli(['run', 'sums', '--json'], { cwd: project.folder, env });
  expect(result.exitCode, result.stderr).toBe(0);
  result.json();
  expect(result.stderr).toMatch(/⚠ \d+ spans are lost: http:\/\/127.0.0.1:9 .*: ECONNREFUSED/);
});
