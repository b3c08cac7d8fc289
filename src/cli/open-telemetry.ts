import { createRequire } from 'node:module';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { ProgressSink } from '../core/progress.ts';
import { createSpanSink } from '../progress/spans.ts';
import { CountedExporter, type OnLost } from './counted-exporter.ts';

/** The SDK drops what does not fit, and a fast run makes thousands of spans a second. */
const queued = 100_000;
/** A collector that does not answer holds nobody up for longer. */
const longestFlushMs = 5000;

/**
 * Spans over the official SDK, which reads the endpoint, the headers and the sampler from the environment itself.
 *
 * @param onLost called at the end, where spans could not be sent.
 * @throws ERR_MODULE_NOT_FOUND where a package is not installed: they are optional.
 */
export async function openTelemetrySink(
  environment: NodeJS.ProcessEnv,
  onLost: OnLost,
): Promise<ProgressSink> {
  const exporter = new CountedExporter(await openExporter(environment));
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: queued, scheduledDelayMillis: 1000 });
  const provider = new NodeTracerProvider({ resource: resourceOf(environment), spanProcessors: [processor] });
  const tools = {
    tracer: provider.getTracer('prompteval'),
    under: (span: Parameters<typeof trace.setSpan>[1]) => trace.setSpan(ROOT_CONTEXT, span),
    errorCode: SpanStatusCode.ERROR,
    clientKind: SpanKind.CLIENT,
  };
  return createSpanSink(tools, async () => {
    await withinTime(provider.shutdown());
    if (exporter.lost > 0) onLost(exporter.lost, exporter.reason);
  });
}

async function openExporter(environment: NodeJS.ProcessEnv) {
  const protocol = environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? environment.OTEL_EXPORTER_OTLP_PROTOCOL;
  const given = environment.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT ?? environment.OTEL_EXPORTER_OTLP_TIMEOUT;
  // What the exporter still tries keeps the process alive, so nothing is tried for longer than the flush. That sends all at once.
  const options = {
    timeoutMillis: Math.min(Number(given) || longestFlushMs, longestFlushMs),
    concurrencyLimit: queued,
  };
  if (protocol === 'http/json') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    return new OTLPTraceExporter(options);
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter(options);
}

/** What the spans are of: the standard's variables, and this tool's name where they say nothing. */
function resourceOf(environment: NodeJS.ProcessEnv) {
  // It comes with the SDK, and is found from there.
  const requireOfSdk = createRequire(import.meta.resolve('@opentelemetry/sdk-trace-node'));
  const resources: typeof import('@opentelemetry/resources') = requireOfSdk('@opentelemetry/resources');
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources;
  const own = resourceFromAttributes({ 'service.name': 'prompteval' });
  const given = detectResources({ detectors: [envDetector] });
  const named = environment.OTEL_SERVICE_NAME?.trim();
  const name = resourceFromAttributes(named ? { 'service.name': named } : {});
  return defaultResource().merge(own).merge(given).merge(name);
}

async function withinTime(flushed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestFlushMs);
  });
  try {
    // What could not be sent is lost; the run is not.
    await Promise.race([flushed.catch(() => undefined), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
