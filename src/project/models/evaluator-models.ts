import { isProviderDefinition } from '../../config/define-provider.ts';
import type { ResolvedConfig, ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Problem } from '../../core/problem.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';
import { providerProblems } from './providers.ts';

/** Types of providers that have embeddings. */
const embedding = ['openai', 'azure', 'bedrock'];

/** What keeps the evaluators of a prompt from asking their models; keys are not looked at. */
export function evaluatorModelProblems(
  { config, display }: Pick<Project, 'config' | 'display'>,
  { name, evaluators }: Pick<ResolvedPrompt, 'name' | 'evaluators'>,
): Problem[] {
  const file = display(config.file);
  const field = `prompts['${name}'].evaluators`;
  const embeds = [...new Set(evaluators.flatMap(({ embeddings = [] }) => embeddings))];
  const judges = evaluators.flatMap(({ models = [] }) => models);
  const unknown = providerProblems([...judges, ...embeds], config);
  const unable = embeds.filter(
    (model) => providerProblems([model], config).length === 0 && !hasEmbeddings(model, config),
  );
  return [...unknown, ...unable.map((model) => withoutEmbeddings(model, config))].map((problem) => ({
    file,
    ...lineInConfig(config, ['prompts', name, 'evaluators']),
    field,
    ...problem,
  }));
}

function hasEmbeddings(model: string, config: ResolvedConfig): boolean {
  const name = nameOf(model);
  const entry = config.providers[name];
  if (isProviderDefinition(entry)) return entry.embed !== undefined;
  return embedding.includes(entry?.type ?? name);
}

function withoutEmbeddings(model: string, config: ResolvedConfig): Problem {
  const name = nameOf(model);
  const message = `the provider "${name}", which ${model} names, has no embeddings`;
  if (isProviderDefinition(config.providers[name])) {
    return { message, hint: 'Give its definition embed({ model, text, signal })' };
  }
  return {
    message,
    expected: `a model of ${embedding.join(', ')}, of a provider with one of these as its type, or of one made with defineProvider that has embed()`,
  };
}

function nameOf(model: string): string {
  return model.slice(0, model.indexOf('/'));
}
