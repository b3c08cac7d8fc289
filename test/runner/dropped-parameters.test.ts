import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { ModelParameters, PromptFile } from '../../src/core/prompt.ts';
import type { ModelRequest, Provider } from '../../src/core/provider.ts';
import type { ModelPairing } from '../../src/core/trial.ts';
import { CallTally } from '../../src/runner/call-tally.ts';
import { droppedWarnings } from '../../src/runner/call-warnings.ts';
import { pairModels } from '../../src/runner/model-pairings.ts';
import { planTrials } from '../../src/runner/plan-trials.ts';
import { runTrials } from '../../src/runner/run-trials.ts';
import { answer, armOf, caseList, createPorts, fakeProvider, promptWith, turns } from './trials.ts';

function refusal(parameter: string): ProviderError {
  const message = `fake/small does not know ${parameter}`;
  return new ProviderError(message, { code: 'unsupported-parameter', scope: 'run', parameter });
}

/** A model that refuses these parameters, the first of them first. */
function refusing(names: string[], changes: Partial<Provider> = {}) {
  const asked: ModelParameters[] = [];
  const provider = fakeProvider(async ({ parameters }: ModelRequest) => {
    asked.push(parameters);
    await turns(1);
    const refused = names.find((name) => Object.hasOwn(parameters, name));
    if (refused !== undefined) throw refusal(refused);
    return answer;
  }, changes);
  return { provider, asked };
}

function prompt(modelParameters: ModelParameters, dropUnsupported?: string[]): PromptFile {
  const extension = { variables: {}, ...(dropUnsupported && { dropUnsupported }) };
  return promptWith({ modelParameters, 'x-prompteval': extension });
}

async function run(provider: Provider, baseline: PromptFile, candidate: PromptFile, count = 10) {
  const arms = { baseline: armOf('baseline', baseline), candidate: armOf('candidate', candidate) };
  const pairings: ModelPairing[] = pairModels(['own'], baseline, candidate);
  const { ports, records } = createPorts(provider);
  const plan = { ...arms, pairings, cases: caseList(count), repeats: 1 };
  const totals = await runTrials(() => planTrials(plan), ['fake/small'], ports);
  const tally = new CallTally();
  for (const record of records) tally.add(record);
  return { totals, records, sent: tally.sent(pairings) };
}

describe('a parameter that the model refuses', () => {
  it('is left out where the prompt allows it, found out a few times, and recorded', async () => {
    const { provider, asked } = refusing(['temperature', 'seed'], { concurrency: 2 });
    const parameters = { temperature: 0, topP: 0.5, seed: 1 };
    const dropping = prompt(parameters, ['seed', 'temperature', 'stop']);
    const { totals, records, sent } = await run(provider, dropping, dropping, 20);
    expect(totals).toMatchObject({ completed: 40, failed: 0, stopped: null });
    expect(records.every(({ completion }) => completion?.dropped?.join() === 'temperature,seed')).toBe(true);
    // Two calls in flight, one of each arm: each arm hears it once of each parameter.
    expect(asked.filter((one) => 'temperature' in one)).toHaveLength(2);
    expect(asked.filter((one) => 'seed' in one)).toHaveLength(4);
    expect(asked).toHaveLength(44);
    expect(records.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(44);
    const left = { model: 'fake/small', parameters: { topP: 0.5 }, dropped: ['temperature', 'seed'] };
    expect(sent).toEqual([
      { ...left, arm: 'baseline' },
      { ...left, arm: 'candidate' },
    ]);
    expect(droppedWarnings(sent ?? [])).toEqual([
      'fake/small refuses temperature; it was left out, as the prompt allows.',
      'fake/small refuses seed; it was left out, as the prompt allows.',
    ]);
  });

  it('is heard of no more often than calls were in flight', async () => {
    const { provider, asked } = refusing(['temperature'], { concurrency: 5 });
    const dropping = prompt({ temperature: 0 }, ['temperature']);
    await run(provider, dropping, dropping, 50);
    expect(asked.filter((one) => 'temperature' in one).length).toBeLessThanOrEqual(5);
  });

  it('is dropped for the arm alone whose prompt sends it', async () => {
    const { provider } = refusing(['temperature']);
    const { sent } = await run(provider, prompt({ seed: 1 }), prompt({ temperature: 0 }, ['temperature']));
    expect(sent).toEqual([
      { model: 'fake/small', arm: 'baseline', parameters: { seed: 1 }, dropped: [] },
      { model: 'fake/small', arm: 'candidate', parameters: {}, dropped: ['temperature'] },
    ]);
  });

  it.each<[string, PromptFile]>([
    ['the prompt does not list it', prompt({ temperature: 0 }, ['seed'])],
    ['the prompt lists nothing', prompt({ temperature: 0 })],
  ])('stops the run where %s', async (_, strict) => {
    const { provider, asked } = refusing(['temperature'], { concurrency: 1 });
    await expect(run(provider, strict, strict)).rejects.toThrow('fake/small does not know temperature');
    expect(asked).toHaveLength(1);
  });

  it.each([
    [['temperature'], 'temperature'],
    [['topP', 'temperature'], 'topP'],
    [['seed', 'topP'], 'topP'],
  ])('drops of two that exclude each other what the prompt allows: %j', async (dropUnsupported, gone) => {
    const asked: ModelParameters[] = [];
    const provider = fakeProvider(async ({ parameters }: ModelRequest) => {
      asked.push(parameters);
      if (!('topP' in parameters && 'temperature' in parameters)) return answer;
      const refused = { parameter: 'topP', alternatives: ['temperature'] };
      throw new ProviderError('not both', { code: 'unsupported-parameter', scope: 'run', ...refused });
    });
    const dropping = prompt({ temperature: 0, topP: 0.5, seed: 1 }, dropUnsupported);
    const { records } = await run(provider, dropping, dropping, 3);
    expect(new Set(records.map(({ completion }) => completion?.dropped?.join()))).toEqual(new Set([gone]));
  });

  it('stops the run where it was not sent at all', async () => {
    const provider = fakeProvider(async () => Promise.reject(refusal('seed')));
    const dropping = prompt({ temperature: 0 }, ['seed']);
    await expect(run(provider, dropping, dropping)).rejects.toThrow('does not know seed');
  });

  it('costs no retry', async () => {
    const errors = [
      refusal('temperature'),
      new ProviderError('busy', { code: 'rate-limited', scope: 'attempt', retryAfterMs: 0 }),
      refusal('seed'),
      new ProviderError('busy', { code: 'rate-limited', scope: 'attempt', retryAfterMs: 0 }),
    ];
    const provider = fakeProvider(
      async () => {
        const error = errors.shift();
        if (error) throw error;
        return answer;
      },
      { maxRetries: 2, concurrency: 1 },
    );
    const dropping = prompt({ temperature: 0, seed: 1 }, ['temperature', 'seed']);
    const { records } = await run(provider, dropping, dropping, 1);
    expect(records.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['completed', 5],
      ['completed', 1],
    ]);
  });
});

it('says nothing of what was sent where it was sent as planned', async () => {
  const { sent } = await run(refusing([]).provider, prompt({ temperature: 0 }), prompt({}, ['seed']));
  expect(sent).toBeUndefined();
});
