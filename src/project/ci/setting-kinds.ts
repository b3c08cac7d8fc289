import { relative } from 'node:path';
import { isInside } from '../../config/code/paths.ts';
import type { ResolvedConfig, ResolvedPrompt } from '../../config/resolved-config.ts';
import type { PromptExtension, PromptFile } from '../../core/prompt.ts';

/**
 * What a change of a setting means to whom it is judged by: `compared whole`, any change is looser but where it is known to be
 * stricter; `compared elsewhere`, by what it leads to; `harmless`, it makes nothing easier to pass. What has no entry is
 * compared whole too, so a setting that is forgotten is none that is free.
 */
export type SettingKind = 'compared whole' | 'compared elsewhere' | 'harmless';

export const projectSettings = {
  /** Two checkouts are in two folders. */
  root: 'harmless',
  file: 'harmless',
  prompts: 'compared elsewhere',
  /** Those of the models that are asked. */
  providers: 'compared elsewhere',
  prices: 'compared elsewhere',
  registry: 'compared whole',
  /** Nobody is an author by what they write there, and no code is compared. */
  reports: 'compared whole',
  /** A run that a cap ends promotes nothing. */
  maxCost: 'harmless',
  /** Answers that are taken again were the lucky ones, perhaps. */
  cache: 'compared whole',
  maxRunAgeMs: 'compared whole',
  owners: 'compared whole',
  identity: 'compared whole',
  risk: 'compared whole',
  releaseFrom: 'compared whole',
  /** They are told after the deed. */
  webhooks: 'harmless',
} as const satisfies Record<keyof ResolvedConfig, SettingKind>;

export const promptSettings = {
  name: 'compared elsewhere',
  /** By the prompt in it. */
  file: 'compared elsewhere',
  /** By their cases. */
  datasets: 'compared elsewhere',
  models: 'compared elsewhere',
  repeats: 'compared elsewhere',
  /** It only ends runs that would hardly pass. */
  stopEarly: 'harmless',
  evaluators: 'compared elsewhere',
  gates: 'compared elsewhere',
  gatePlaces: 'harmless',
  attempts: 'compared elsewhere',
  onInconclusive: 'compared elsewhere',
  cluster: 'compared elsewhere',
  path: 'compared whole',
  policy: 'compared elsewhere',
} as const satisfies Record<keyof ResolvedPrompt, SettingKind>;

/** What stands under `x-prompteval` in the prompt's own file. */
export const extensionSettings = {
  variables: 'compared elsewhere',
  tools: 'compared elsewhere',
  toolChoice: 'compared elsewhere',
  dropUnsupported: 'compared elsewhere',
  owner: 'compared whole',
  risk: 'compared whole',
  interface: 'compared whole',
  authority: 'compared whole',
  useCase: 'compared whole',
  /** Words and figures for people. */
  changelog: 'harmless',
  volume: 'harmless',
} as const satisfies Record<keyof PromptExtension, SettingKind>;

/** The fields of a config's settings that have another name once they are resolved. */
const fields: Readonly<Record<string, string>> = { releaseFrom: 'release', maxRunAgeMs: 'maxRunAge' };

/** What people call them; any other by its name. */
const words: Readonly<Record<string, string>> = {
  risk: 'what levels of risk ask for',
  registry: 'the registry',
  release: 'where releases are made',
  identity: 'how CI proves which job it is',
  owners: 'the file of owners',
  maxRunAge: 'how long a run counts',
  reports: 'the folder of reports',
  cache: 'whether answers are kept and taken again',
};

export function settingWords(field: string): string {
  return words[field] ?? field;
}

/** The project's settings that are compared whole, by their fields. */
export function wholeSettings(config: ResolvedConfig): Record<string, unknown> {
  // The two checkouts are in different folders. Wherever runs are outside of the project, they make no difference to it.
  const { root } = config;
  const reports = isInside(root, config.reports) ? relative(root, config.reports) : 'elsewhere';
  const owners = config.owners === null ? null : relative(root, config.owners);
  const whole = onlyWhole(projectSettings, { ...config, reports, owners });
  return Object.fromEntries(Object.entries(whole).map(([name, value]) => [fields[name] ?? name, value]));
}

/** A prompt's settings that are compared whole. */
export function wholePromptSettings(prompt: ResolvedPrompt): Record<string, unknown> {
  return onlyWhole(promptSettings, { ...prompt });
}

/** What of a prompt's own file is compared whole: on what terms it is released, and who answers for it. */
export function wholeGovernance(prompt: PromptFile): Record<string, unknown> {
  return onlyWhole(extensionSettings, { ...prompt['x-prompteval'] });
}

function onlyWhole(
  kinds: Readonly<Record<string, SettingKind>>,
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isWhole = ([name]: [string, unknown]) => (kinds[name] ?? 'compared whole') === 'compared whole';
  return Object.fromEntries(Object.entries(settings).filter(isWhole));
}
