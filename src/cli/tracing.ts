import { errorCode } from '../core/error-code.ts';
import { formatCount } from '../core/format.ts';
import type { ProgressSink } from '../core/progress.ts';
import { showURL } from '../providers/base-url.ts';
import type { OnLost } from './counted-exporter.ts';

const packages = [
  '@opentelemetry/api',
  '@opentelemetry/sdk-trace-node',
  '@opentelemetry/exporter-trace-otlp-proto',
];

/**
 * Spans for whoever named an OTLP endpoint in the environment; null otherwise. OpenTelemetry is loaded here and only then.
 *
 * @param load opens it; for tests to put another in its place.
 */
export async function openTracing(
  environment: NodeJS.ProcessEnv,
  warn: (text: string) => void,
  load: typeof openTelemetry = openTelemetry,
): Promise<ProgressSink | null> {
  const variable = endpointVariable(environment);
  if (variable === null) return null;
  const endpoint = environment[variable]?.trim() ?? '';
  if (!isHttp(endpoint)) {
    warn(`${variable} is set, but no traces are sent: it is no address such as http://localhost:4318`);
    return null;
  }
  const protocol = environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? environment.OTEL_EXPORTER_OTLP_PROTOCOL;
  if (protocol === 'grpc') {
    warn(`${variable} is set, but no traces are sent: gRPC is not spoken, only http/protobuf and http/json`);
    return null;
  }
  try {
    return await load(environment, (spans, why) => {
      const lost = spans === 1 ? '1 span is lost' : `${formatCount(spans)} spans are lost`;
      warn(`${lost}: ${showURL(endpoint)} (${variable}) did not take ${spans === 1 ? 'it' : 'them'}: ${why}`);
    });
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const hint = isMissing(error) ? `. Install: npm install --save-dev ${packages.join(' ')}` : '';
    warn(`${variable} is set, but no traces are sent: ${why}${hint}`);
    return null;
  }
}

async function openTelemetry(environment: NodeJS.ProcessEnv, onLost: OnLost): Promise<ProgressSink> {
  const { openTelemetrySink } = await import('./open-telemetry.ts');
  return openTelemetrySink(environment, onLost);
}

/** The standard's own variables; null where traces are turned off by one of them. */
function endpointVariable(environment: NodeJS.ProcessEnv): string | null {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null;
  if (environment.OTEL_TRACES_EXPORTER?.trim() === 'none') return null;
  const names = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];
  return names.find((name) => environment[name]?.trim()) ?? null;
}

function isHttp(endpoint: string): boolean {
  return URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol);
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ERR_MODULE_NOT_FOUND';
}
