import { isProviderDefinition } from '../../config/define-provider.ts';
import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import type { ModelSettings } from '../../core/trial.ts';

/** A parameter that a provider has no field for, or not of that kind: what it would say before the first call is sent. */
export interface ParameterProblem extends Pick<Problem, 'message'> {
  /** null where the message alone says which. */
  parameter: string | null;
}

/**
 * What the provider of a model can't send. Providers that are made with defineProvider, and unknown ones, are not asked.
 *
 * @param dropped parameters that the prompt lets go where a model refuses them
 */
export async function parameterProblems(
  { model, parameters }: Pick<ModelSettings, 'model' | 'parameters'>,
  config: Pick<ResolvedConfig, 'providers'>,
  dropped: readonly string[] = [],
): Promise<ParameterProblem[]> {
  const send = await senderOf(model, config);
  if (send === undefined) return [];
  const left = Object.fromEntries(Object.entries(parameters).filter(([name]) => !dropped.includes(name)));
  const problems: ParameterProblem[] = [];
  for (;;) {
    const refusal = refusalOf(() => send(left));
    if (refusal === undefined) return problems;
    const { message, parameter = null } = refusal;
    problems.push({ message, parameter });
    if (parameter === null || !(parameter in left)) return problems;
    delete left[parameter];
  }
}

function refusalOf(send: () => void): ProviderError | undefined {
  try {
    send();
    return undefined;
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

/** How a model's provider would write the parameters. */
async function senderOf(
  model: string,
  { providers }: Pick<ResolvedConfig, 'providers'>,
): Promise<((parameters: ModelParameters) => void) | undefined> {
  const slash = model.indexOf('/');
  const name = model.slice(0, slash);
  const entry = providers[name];
  if (isProviderDefinition(entry)) return undefined;
  switch (entry?.type ?? name) {
    case 'anthropic': {
      const { setParameters } = await import('../../providers/anthropic/parameters.ts');
      return (parameters) => setParameters({ model, max_tokens: 1, messages: [] }, parameters);
    }
    case 'bedrock': {
      const { setParameters } = await import('../../providers/bedrock/parameters.ts');
      return (parameters) => setParameters({ modelId: model.slice(slash + 1) }, parameters);
    }
    case 'openai':
    case 'azure': {
      const { wireParameters } = await import('../../providers/openai/parameters.ts');
      const { chatFields } = await import('../../providers/openai/chat/fields.ts');
      const { responsesFields } = await import('../../providers/openai/responses/fields.ts');
      const fields = entry?.api === 'responses' ? responsesFields() : chatFields(false);
      return (parameters) => void wireParameters(parameters, fields);
    }
    default:
      return undefined;
  }
}
