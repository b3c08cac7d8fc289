import { answeringSettings } from '../../config/answering-settings.ts';
import type { Checkout } from '../../config/code/checkout.ts';
import { codeBehind } from '../../config/code-behind.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { digestOf } from '../../core/digest.ts';
import { modelsOf } from '../../core/evaluator.ts';
import { evaluatorsDigest, gatesDigest } from '../../evaluation/digests.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { withImages } from '../cases/case-images.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import type { Project } from '../opening/open-project.ts';
import { loadDraft } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import { dataOf } from './checkouts.ts';
import { wholeGovernance, wholePromptSettings, wholeSettings } from './setting-kinds.ts';

/** What each term is called, in the order in which people are told. */
const names = {
  prompt: 'the prompt',
  dataset: 'the dataset',
  evaluators: 'the evaluators',
  code: 'code that the config holds or imports',
  gates: 'the gates',
  models: 'the models or their parameters',
  providers: 'the settings of its providers',
  judging: 'repeats, cluster, stopEarly, attempts or onInconclusive',
  prices: 'the prices',
  release: 'what a release takes',
  governance: 'its risk, owner, use case, authority or interface',
} as const;

/** Everything in a checkout that a prompt's verdict depends on, each as a digest. */
export type PromptTerms = Record<keyof typeof names, string>;

/** @throws InputError where something of it can't be read. */
export async function promptTerms(
  project: Project,
  prompt: ResolvedPrompt,
  checkout: Checkout,
): Promise<PromptTerms> {
  const { config } = project;
  const draft = await loadDraft(project, prompt);
  const loaded = await loadPromptDataset(project, prompt);
  const { dataset } = await withImages(loaded, [draft], new ImageFiles(config.root));
  const { repeats, cluster, stopEarly, attempts, onInconclusive, evaluators } = prompt;
  const models = [
    ...prompt.models.map((model) => (model === 'own' ? draft.model : model.model)),
    ...evaluators.flatMap(modelsOf),
  ];
  const providers = [...new Set(models.map((model) => model.slice(0, model.indexOf('/'))))].sort();
  return {
    prompt: promptDigest(draft),
    dataset: dataset.digest,
    evaluators: evaluatorsDigest(evaluators),
    code: digestOf(await codeBehind(checkout, config, prompt.name, dataOf(project))),
    gates: gatesDigest(prompt.gates),
    models: digestOf(prompt.models),
    providers: digestOf(providers.map((name) => answeringSettings(config.providers[name]))),
    judging: digestOf({ repeats, cluster: cluster ?? null, stopEarly, attempts, onInconclusive }),
    prices: digestOf(models.map((model) => config.prices[model] ?? null)),
    governance: digestOf(wholeGovernance(draft)),
    release: digestOf([wholeSettings(config), wholePromptSettings(prompt)]),
  };
}

/** By what people call it. */
export function changedTerms(then: PromptTerms, now: PromptTerms): string[] {
  return Object.entries(names).flatMap(([term, name]) =>
    then[term as keyof PromptTerms] === now[term as keyof PromptTerms] ? [] : [name],
  );
}
