import type { PromptOutcome } from '../../src/ci/prompt-outcome.ts';
import { loadFixture } from '../report/support.ts';

/** A prompt's file that fits the fixture `blocked`: its candidate's messages and settings. */
export const source = {
  file: 'prompts/support-reply.prompt.yml',
  text: `name: support-reply
model: demo/in-context
modelParameters: {temperature: 0}
responseFormat: json_schema
messages:
  - role: system
    content: |
      You sort support messages.
      Answer as JSON with the field category.
      A question about an invoice or a refund is billing.
      An error message is technical.
  - role: user
    content: |
      {{message}}
`,
};

export async function blockedOutcome(changes: Partial<PromptOutcome> = {}): Promise<PromptOutcome> {
  const input = await loadFixture('blocked');
  return {
    ...{
      prompt: input.run.prompt,
      did: 'run',
      exitCode: 1,
      input,
      folder: 'reports/x',
      message: null,
      problems: [],
    },
    ...{ source, config: { file: 'prompteval.config.ts', line: 9 } },
    ...changes,
  };
}
