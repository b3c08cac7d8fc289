import type { Case } from '../../src/core/case.ts';
import type { PairRecord } from '../../src/core/pair.ts';
import type { ProgressEvent } from '../../src/core/progress.ts';
import type { PromptFile } from '../../src/core/prompt.ts';
import type { ModelReply, ModelRequest, Provider } from '../../src/core/provider.ts';
import type { Arm, ArmName, TrialRecord } from '../../src/core/trial.ts';
import type { RunnerPorts } from '../../src/runner/run-trials.ts';

export function promptWith(changes: Partial<PromptFile> = {}): PromptFile {
  return {
    name: 'triage',
    model: 'fake/small',
    modelParameters: {},
    messages: [{ role: 'user', content: '{{message}}' }],
    'x-prompteval': { variables: {} },
    ...changes,
  };
}

export function armOf(name: ArmName, prompt = promptWith()): Arm {
  return { name, version: name === 'baseline' ? 1 : null, digest: `sha256:${name}`, prompt };
}

export function caseList(count: number): Case[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `case-${index}`,
    variables: { message: `message ${index}` },
    tags: [],
    critical: false,
    split: null,
  }));
}

export const answer: ModelReply = {
  text: 'billing',
  finishReason: 'stop',
  usage: { inputTokens: 10, outputTokens: 2 },
  latencyMs: 5,
  servedModel: 'fake-small-1',
};

/** A provider whose answers a test makes up. */
export function fakeProvider(
  complete: (request: ModelRequest) => Promise<ModelReply>,
  changes: Partial<Provider> = {},
): Provider {
  return { name: 'fake', concurrency: 4, maxRetries: 2, timeoutMs: 60_000, complete, ...changes };
}

/** Ports that keep what they are told. */
export function createPorts(provider: Provider, changes: Partial<RunnerPorts> = {}) {
  const records: TrialRecord[] = [];
  const events: ProgressEvent[] = [];
  const pairs: PairRecord[] = [];
  const ports: RunnerPorts = {
    providerOf: (model) => ({ provider, model: model.split('/').slice(1).join('/') }),
    render: (_, testCase) => [{ role: 'user', content: String(testCase.variables.message) }],
    estimateUsage: async () => ({ inputTokens: 7, outputTokens: 3, estimated: true }),
    expectedUsage: () => ({ inputTokens: 60, outputTokens: 40, estimated: true }),
    expectedReply: () => ({ inputTokens: 600, outputTokens: 150, estimated: true }),
    expectedJudging: () => 0,
    recordPair: async (record) => void pairs.push(record),
    priceOf: () => 0.001,
    evaluators: [],
    record: async (record) => void records.push(record),
    progress: { emit: (event) => void events.push(event), close: () => undefined },
    signal: new AbortController().signal,
    maxCost: null,
    ...changes,
  };
  return { ports, records, events, pairs };
}

/** A promise that a test settles itself. */
export function deferred<Value = void>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** Lets everything run that waits for nothing but its turn. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
