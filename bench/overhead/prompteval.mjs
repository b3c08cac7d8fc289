// Trials as a run makes them: planned, rendered, asked, priced, scored, written to a journal and taken in for the verdict.
import { join } from 'node:path';
import { exactMatch } from '../../dist/bundle/index.js';
import { Observations } from '../../dist/comparison/observations.js';
import { renderPrompt } from '../../dist/prompts/render.js';
import { createPriceTable } from '../../dist/providers/prices.js';
import { openJournal } from '../../dist/runner/journal.js';
import { pairModels } from '../../dist/runner/model-pairings.js';
import { createPacers } from '../../dist/runner/pacer.js';
import { planTrials } from '../../dist/runner/plan-trials.js';
import { noTrials, runTrials } from '../../dist/runner/run-trials.js';
import { questionOf, system } from './question.mjs';

const model = 'bench/bench';

function promptWith(parameters) {
  return {
    name: 'bench',
    model,
    modelParameters: parameters,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: '{{question}}' },
    ],
    'x-prompteval': { variables: { question: { type: 'string', required: true } } },
  };
}

let journals = 0;

/** A function that makes so many calls, as trials of one arm. */
export function prompteval(provider, parameters, folder) {
  const prices = createPriceTable({ [model]: { input: 0.1, output: 0.4 } });
  const evaluators = [exactMatch({ metric: 'quality', extract: /A: (.+)/, normalize: 'number' })];
  const candidate = {
    name: 'candidate',
    version: null,
    digest: 'sha256:bench',
    prompt: promptWith(parameters),
  };
  const pairings = pairModels(['own'], null, candidate.prompt);
  const pacers = createPacers();
  const run = async (calls) => {
    const cases = Array.from({ length: calls }, (_, index) => ({
      id: `case-${index}`,
      variables: { question: questionOf(index) },
      expected: '42',
      tags: [],
      critical: false,
      split: null,
    }));
    const plan = { baseline: null, candidate, cases, pairings, repeats: 1 };
    const observations = new Observations(cases, 1);
    const journal = openJournal(join(folder, `trials-${++journals}.jsonl`));
    const ports = {
      providerOf: () => ({ provider, model: 'bench' }),
      render: (prompt, testCase) => renderPrompt(prompt, testCase.variables),
      estimateUsage: () => Promise.reject(new Error('the server reports usage')),
      expectedUsage: () => ({ inputTokens: 0, outputTokens: 0 }),
      priceOf: prices.priceOf,
      evaluators,
      async record(record) {
        await journal.append(record);
        observations.add(record);
      },
      progress: { emit: () => undefined, close: () => undefined },
      signal: new AbortController().signal,
      maxCost: null,
    };
    const totals = await runTrials(() => planTrials(plan), [model], ports, noTrials, pacers);
    await journal.close();
    if (totals.completed !== calls) throw new Error(`${totals.completed} of ${calls} trials were completed`);
  };
  return Object.assign(run, { close: () => provider.close() });
}
