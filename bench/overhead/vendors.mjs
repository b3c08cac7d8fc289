// The three SDKs, bare and behind prompteval's adapters. Both send the same messages and parameters.
import { createRequire } from 'node:module';
import { Anthropic } from '@anthropic-ai/sdk';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import OpenAI from 'openai';
import pLimit from 'p-limit';
import { createAnthropicProvider } from '../../dist/providers/anthropic/provider.js';
import { createBedrockProvider } from '../../dist/providers/bedrock/provider.js';
import { createOpenAIProvider } from '../../dist/providers/openai/provider.js';
import { questionOf, system } from './question.mjs';

const apiKey = 'unused-key';
process.env.AWS_ACCESS_KEY_ID = 'unused';
process.env.AWS_SECRET_ACCESS_KEY = 'unused';

// The SDK's default is HTTP/2; against a plain server it takes its own HTTP/1 handler, which comes with it.
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-bedrock-runtime'));
const { NodeHttpHandler } = ofSdk('@smithy/node-http-handler');

export const vendors = [
  {
    name: 'openai',
    bare(origin, concurrency) {
      const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey, maxRetries: 0 });
      return limited(concurrency, (index) =>
        client.chat.completions.create({
          model: 'bench',
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: questionOf(index) },
          ],
          temperature: 0,
          max_tokens: 100,
        }),
      );
    },
    parameters: { temperature: 0, maxTokens: 100 },
    provider: (origin, concurrency) =>
      createOpenAIProvider({ name: 'bench', baseURL: `${origin}/v1`, apiKey, concurrency, env: {} }),
  },
  {
    name: 'anthropic',
    bare(origin, concurrency) {
      const client = new Anthropic({ baseURL: origin, apiKey, maxRetries: 0 });
      return limited(concurrency, (index) =>
        client.messages.create({
          model: 'bench',
          system,
          messages: [{ role: 'user', content: questionOf(index) }],
          max_tokens: 100,
        }),
      );
    },
    // Without a temperature, with which another version of the API would be asked.
    parameters: { maxTokens: 100 },
    provider: (origin, concurrency) =>
      createAnthropicProvider({ name: 'bench', baseURL: origin, apiKey, concurrency, env: {} }),
  },
  {
    name: 'bedrock',
    bare(origin, concurrency) {
      const client = new BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: origin,
        maxAttempts: 1,
        requestHandler: new NodeHttpHandler(),
      });
      return limited(concurrency, (index) =>
        client.send(
          new ConverseCommand({
            modelId: 'bench',
            system: [{ text: system }],
            messages: [{ role: 'user', content: [{ text: questionOf(index) }] }],
            inferenceConfig: { temperature: 0, maxTokens: 100 },
          }),
        ),
      );
    },
    parameters: { temperature: 0, maxTokens: 100 },
    provider: (origin, concurrency) =>
      createBedrockProvider({ name: 'bench', region: 'us-east-1', endpoint: origin, concurrency }),
  },
];

function limited(concurrency, ask) {
  const limit = pLimit(concurrency);
  return (calls) => Promise.all(Array.from({ length: calls }, (_, index) => limit(() => ask(index))));
}
