import { effortField, numberField, type ParameterFields, textsField } from '../parameters.ts';

/**
 * @param isOfficial whether OpenAI's own models answer: they want `max_completion_tokens` (those that reason refuse
 *   `max_tokens`), while many compatible servers know `max_tokens` only.
 */
function fieldsFor(isOfficial: boolean): ParameterFields {
  return {
    api: 'Chat Completions',
    fields: {
      temperature: numberField('temperature'),
      topP: numberField('top_p'),
      maxTokens: numberField(isOfficial ? 'max_completion_tokens' : 'max_tokens'),
      maxCompletionTokens: numberField('max_completion_tokens'),
      stop: textsField('stop'),
      seed: numberField('seed'),
      presencePenalty: numberField('presence_penalty'),
      frequencyPenalty: numberField('frequency_penalty'),
      reasoningEffort: effortField('reasoning_effort', (effort) => effort),
    },
  };
}

const official = fieldsFor(true);
const compatible = fieldsFor(false);

/** What a prompt's `modelParameters` may hold for Chat Completions. */
export function chatFields(isOfficial: boolean): ParameterFields {
  return isOfficial ? official : compatible;
}
