import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { expect, it } from 'vitest';
import { CountedExporter } from '../../src/cli/counted-exporter.ts';

type Answer = Parameters<Parameters<SpanExporter['export']>[1]>[0] | null;

/** What is counted after as many exports of two spans as there are answers; null is none. */
function lostBy(answers: readonly Answer[]) {
  const waiting = [...answers];
  const exporter = new CountedExporter({
    export(_, done) {
      const answer = waiting.shift();
      if (answer) done(answer);
    },
    shutdown: async () => undefined,
  });
  const spans: Parameters<SpanExporter['export']>[0] = new Array(2);
  for (const _ of answers) exporter.export(spans, () => undefined);
  return { lost: exporter.lost, why: exporter.reason };
}

const inTime = 'it did not answer in time';

it.each<[string, readonly Answer[], number, string]>([
  ['taken', [{ code: 0 }, { code: 0 }], 0, inTime],
  ['never answered', [{ code: 0 }, null], 2, inTime],
  ['given up', [{ code: 1, error: new Error('Request timed out') }], 2, inTime],
  [
    'not sent',
    [{ code: 1, error: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }],
    2,
    'ECONNREFUSED',
  ],
  [
    'refused, and not answered',
    [{ code: 1, error: Object.assign(new Error('no'), { code: 401 }) }, null],
    4,
    'it answered 401',
  ],
  [
    'refused for a while',
    [{ code: 1, error: new Error('Export failed with retryable status') }],
    2,
    'Export failed with retryable status',
  ],
])('counts spans that were %s', (_, answers, lost, why) => {
  expect(lostBy(answers)).toEqual({ lost, why });
});
