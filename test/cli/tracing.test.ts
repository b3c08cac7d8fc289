import { expect, it } from 'vitest';
import { openTracing } from '../../src/cli/tracing.ts';
import { createSilentProgress } from '../../src/progress/silent.ts';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

async function open(environment: NodeJS.ProcessEnv, failure?: Error) {
  const warnings: string[] = [];
  let loaded = 0;
  const sink = await openTracing(
    environment,
    (text) => void warnings.push(text),
    async () => {
      loaded++;
      if (failure) throw failure;
      return createSilentProgress();
    },
  );
  return { opened: sink !== null, loaded, warnings };
}

it.each<[string, NodeJS.ProcessEnv, boolean]>([
  ['nothing', {}, false],
  ['an endpoint', endpoint, true],
  ['an endpoint for traces', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
  ['an endpoint, and a word that turns all off', { ...endpoint, OTEL_SDK_DISABLED: 'true' }, false],
  ['an endpoint, and no exporter of traces', { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }, false],
  ['an empty endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, false],
])('with %s in the environment, OpenTelemetry is loaded: %s', async (_, environment, expected) => {
  expect(await open(environment)).toEqual({ opened: expected, loaded: Number(expected), warnings: [] });
});

it('warns what to install where it is not installed, and goes on', async () => {
  const missing = Object.assign(new Error("Cannot find package '@opentelemetry/api'\nRequire stack"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(await open(endpoint, missing)).toEqual({
    opened: false,
    loaded: 1,
    warnings: [
      "OTEL_EXPORTER_OTLP_ENDPOINT is set, but no traces are sent: Cannot find package '@opentelemetry/api'. Install: npm install --save-dev @opentelemetry/api @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto",
    ],
  });
});

it.each(['garbage', 'localhost:4318', 'grpc://collector.test'])(
  'warns that %s is no endpoint',
  async (address) => {
    const { opened, loaded, warnings } = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: address });
    expect({ opened, loaded }).toEqual({ opened: false, loaded: 0 });
    expect(warnings).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but no traces are sent: it is no address such as http://localhost:4318',
    ]);
  },
);

it('warns of spans that were not taken, and names the collector without what may be secret', async () => {
  const warnings: string[] = [];
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'https://user:pass@collector.test/otlp?key=secret';
  const warn = (text: string) => void warnings.push(text);
  await openTracing({ OTEL_EXPORTER_OTLP_ENDPOINT }, warn, async (_, onLost) => {
    onLost(1200, 'ECONNREFUSED');
    onLost(1, 'it answered 401');
    return createSilentProgress();
  });
  const collector = 'https://collector.test/otlp (OTEL_EXPORTER_OTLP_ENDPOINT)';
  expect(warnings).toEqual([
    `1,200 spans are lost: ${collector} did not take them: ECONNREFUSED`,
    `1 span is lost: ${collector} did not take it: it answered 401`,
  ]);
});

it('warns that it does not speak gRPC', async () => {
  const { opened, loaded, warnings } = await open({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
  expect({ opened, loaded }).toEqual({ opened: false, loaded: 0 });
  expect(warnings.join()).toContain('gRPC');
});
