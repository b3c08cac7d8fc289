import { isProviderDefinition } from '../../config/define-provider.ts';
import type { ResolvedConfig, ResolvedPrompt } from '../../config/resolved-config.ts';
import { modelsOf } from '../../core/evaluator.ts';
import { pairModels } from '../../runner/model-pairings.ts';
import type { Project } from '../opening/open-project.ts';
import { resolveArms } from '../prompts/arms.ts';

/** What a run of a prompt would need of its environment. */
export interface SecretsNeeded {
  /** Every model that would be asked, those of judges included. */
  models: string[];
  /** Nothing but the package's demonstration model. */
  isDemo: boolean;
  /** For each provider a list of variables of which one has to be set. None for a provider whose key is in the config. */
  variables: string[][];
}

/** @throws InputError where the draft can't be read. */
export async function secretsNeeded(
  project: Project,
  prompt: ResolvedPrompt,
  alias = 'stable',
): Promise<SecretsNeeded> {
  const models = await modelsAsked(project, prompt, { alias });
  const types = new Map(models.map((model) => [providerName(model), providerType(model, project.config)]));
  const variables = [...types].flatMap(([name, type]) => keyVariables(name, type, project.config));
  return { models, isDemo: [...types.values()].every((type) => type === 'demo'), variables };
}

/**
 * Every model that a run would ask, those of judges included.
 *
 * @throws InputError where the draft can't be read.
 */
export async function modelsAsked(
  project: Project,
  prompt: ResolvedPrompt,
  options: Parameters<typeof resolveArms>[2],
): Promise<string[]> {
  const { arms } = await resolveArms(project, prompt, options);
  const pairings = pairModels(prompt.models, arms.baseline?.prompt ?? null, arms.candidate.prompt);
  const asked = pairings.flatMap(({ baseline, candidate }) =>
    [baseline?.model ?? [], candidate.model].flat(),
  );
  return [...new Set([...asked, ...prompt.evaluators.flatMap(modelsOf)])].sort();
}

export function providerName(model: string): string {
  return model.slice(0, model.indexOf('/'));
}

/** `own` for a provider made with defineProvider, of which nothing is known. */
export function providerType(model: string, { providers }: ResolvedConfig): string {
  const name = providerName(model);
  const entry = providers[name];
  return isProviderDefinition(entry) ? 'own' : (entry?.type ?? name);
}

const keys: Record<string, string[]> = {
  openai: ['OPENAI_API_KEY'],
  anthropic: ['ANTHROPIC_API_KEY'],
  azure: ['AZURE_OPENAI_API_KEY'],
  bedrock: ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_BEARER_TOKEN_BEDROCK', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
};

function keyVariables(name: string, type: string, { providers }: ResolvedConfig): string[][] {
  const entry = providers[name];
  const isInConfig = !isProviderDefinition(entry) && entry?.apiKey !== undefined;
  const known = keys[type];
  return isInConfig || known === undefined ? [] : [known];
}
