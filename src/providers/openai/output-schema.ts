import { ProviderError } from '../../core/errors.ts';
import type { OutputSchema } from '../../core/prompt.ts';

/** The members that name a schema, as both APIs have them. @throws ProviderError (scope `run`) without a schema. */
export function namedSchema(output: OutputSchema | null): OutputSchema {
  if (output === null) {
    throw new ProviderError('responseFormat is json_schema, but the prompt has no jsonSchema', {
      code: 'bad-request',
      scope: 'run',
    });
  }
  const { name, schema, strict } = output;
  return { name, schema, ...(strict === undefined ? {} : { strict }) };
}
