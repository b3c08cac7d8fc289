import { effortField, numberField, type ParameterFields } from '../parameters.ts';

const fields: ParameterFields = {
  api: "OpenAI's Responses API",
  fields: {
    temperature: numberField('temperature'),
    topP: numberField('top_p'),
    maxTokens: numberField('max_output_tokens'),
    maxCompletionTokens: numberField('max_output_tokens'),
    reasoningEffort: effortField('reasoning', (effort) => ({ effort })),
  },
};

/** What a prompt's `modelParameters` may hold for the Responses API: it has no stop, no seed and no penalties. */
export function responsesFields(): ParameterFields {
  return fields;
}
