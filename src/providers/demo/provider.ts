import { ProviderError } from '../../core/errors.ts';
import type { ModelReply, ModelRequest, Provider } from '../../core/provider.ts';
import { RecentlyUsed } from '../../core/recently-used.ts';
import { suggestion } from '../../core/suggest.ts';
import { asksForJson, writeAnswer } from './answer.ts';
import { decide, type Knowledge, learn } from './classifier.ts';
import { compareAnswers, readComparing } from './comparing.ts';
import { readDescriptions } from './descriptions.ts';
import { type Desk, draftReply, learnDesk } from './draft.ts';
import { readFields } from './fields.ts';
import { judgeAnswer, readJudging } from './judging.ts';
import { type Reading, readBriefing, readMessages, readReplies } from './reading.ts';
import { countInput, tokenize } from './tokens.ts';

export const demoModel = 'in-context';

/** A prompt as the model understood it: messages to sort, or to reply to. */
type Understanding = { knowledge: Knowledge; asJson: boolean } | { desk: Desk };

/**
 * `demo/in-context`: a small deterministic model that reads the rendered prompt, so that everything works without a key. It
 * is a demonstration and no language model. It sorts messages, drafts replies and stands in for a judge.
 *
 * - Labels come from the output schema (enum and boolean properties), else from the examples, else from lists.
 * - It learns from `Message: …` / `Answer: …` lines in the system text and from earlier user/assistant turns.
 * - Lines such as `- billing: invoices, refunds` are weaker evidence for their label.
 * - It answers in JSON only where the author's text says so; where it sorts, nothing in the user's message gives it orders.
 * - Where `Message: …` / `Reply: …` lines or earlier turns show replies, and no schema asks for fields, it drafts one: that of the nearest
 *   example, between what rules such as `Begin with "…"` ask for. It has bad habits that only rules such as `Never promise a
 *   refund` keep in check.
 * - A judge's question it answers by the words that the criteria have in quotation marks.
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
      return reply(request, answerTo(request, understandings), start);
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

function answerTo(request: ModelRequest, understandings: RecentlyUsed<Understanding>): string {
  const comparing = readComparing(request);
  if (comparing !== undefined) return compareAnswers(comparing);
  const judging = readJudging(request);
  if (judging !== undefined) return judgeAnswer(judging);
  const reading = readMessages(request.messages);
  const key = JSON.stringify([reading.author, reading.turns, request.outputSchema]);
  const understood = understandings.getOrMake(key, () => understand(reading, request));
  if ('desk' in understood) return draftReply(understood.desk, reading.question);
  return writeAnswer(decide(understood.knowledge, reading.question), understood.asJson);
}

function understand(reading: Reading, { outputSchema }: ModelRequest): Understanding {
  const { instructions, replies } = readReplies(reading.author, reading.turns);
  if (replies.length > 0 && outputSchema === null) return { desk: learnDesk(instructions, replies) };
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
