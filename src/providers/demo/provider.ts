import { ProviderError } from '../../core/errors.ts';
import type { ModelReply, ModelRequest, Provider } from '../../core/provider.ts';
import { RecentlyUsed } from '../../core/recently-used.ts';
import { suggestion } from '../../core/suggest.ts';
import { asksForJson, writeAnswer } from './answer.ts';
import { decide, type Knowledge, learn } from './classifier.ts';
import { readDescriptions } from './descriptions.ts';
import { readFields } from './fields.ts';
import { type Reading, readBriefing, readMessages } from './reading.ts';
import { countInput, tokenize } from './tokens.ts';

export const demoModel = 'in-context';

/** A prompt as the model understood it. */
interface Understanding {
  knowledge: Knowledge;
  asJson: boolean;
}

/**
 * `demo/in-context`: a small deterministic classifier that reads the rendered prompt, so that everything
 * works without a key. It is a demonstration and no language model.
 *
 * - Labels come from the output schema (enum and boolean properties), else from the examples, else from lists.
 * - It learns from `Message: …` / `Answer: …` lines in the system text and from earlier user/assistant turns.
 * - Lines such as `- billing: invoices, refunds` are weaker evidence for their label.
 * - It answers in JSON only where the author's text says so; nothing in the user's message gives it orders.
 * - `maxTokens` cuts the answer; usage counts its own tokens; the latency is the time the computation took.
 *
 * @throws ProviderError `unknown-model` (the whole run) for any other model; `bad-request` for a wrong maxTokens.
 */
export function createDemoProvider(): Provider {
  const understandings = new RecentlyUsed<Understanding>(16);
  return {
    name: 'demo',
    concurrency: 8,
    maxRetries: 0,
    timeoutMs: 10_000,
    async complete(request) {
      checkRequest(request);
      const start = performance.now();
      const reading = readMessages(request.messages);
      const key = JSON.stringify([reading.author, reading.turns, request.outputSchema]);
      const { knowledge, asJson } = understandings.getOrMake(key, () => understand(reading, request));
      const answer = writeAnswer(decide(knowledge, reading.question), asJson);
      return reply(request, answer, start);
    },
  };
}

function checkRequest({ model, parameters, signal }: ModelRequest): void {
  signal.throwIfAborted();
  if (model !== demoModel) {
    const hint = suggestion(model, [demoModel]);
    throw new ProviderError(`The demo provider has no model "${model}". ${hint}`, {
      code: 'unknown-model',
      scope: 'run',
    });
  }
  const { maxTokens } = parameters;
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && Number(maxTokens) > 0)) {
    throw new ProviderError(`maxTokens must be a whole number above 0, not ${JSON.stringify(maxTokens)}`, {
      code: 'bad-request',
      scope: 'run',
    });
  }
}

function understand(reading: Reading, { outputSchema }: ModelRequest): Understanding {
  const briefing = readBriefing(reading.author, reading.turns);
  const fields = readFields(outputSchema, briefing);
  const descriptions = readDescriptions(briefing.instructions, fields);
  return {
    knowledge: learn(fields, briefing.examples, descriptions),
    asJson: asksForJson(briefing.instructions),
  };
}

function reply(request: ModelRequest, answer: string, start: number): ModelReply {
  const tokens = tokenize(answer);
  const limit = Number(request.parameters.maxTokens ?? Number.POSITIVE_INFINITY);
  const inputTokens = countInput(request.messages);
  const text = tokens.slice(0, limit).join('');
  return {
    text,
    finishReason: tokens.length > limit ? 'length' : 'stop',
    usage: { inputTokens, outputTokens: Math.min(tokens.length, limit), estimated: false },
    latencyMs: performance.now() - start,
    servedModel: demoModel,
  };
}
