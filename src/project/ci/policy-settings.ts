import { answeringSettings } from '../../config/answering-settings.ts';
import type { ResolvedConfig, ResolvedPrompt } from '../../config/resolved-config.ts';
import { canonicalJson, digestOf } from '../../core/digest.ts';
import type { PolicyChange } from '../../core/policy.ts';
import type { PromptFile } from '../../core/prompt.ts';
import type { ModelPrice } from '../../core/provider.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { highestRisk } from '../../core/risk.ts';
import { readMoves } from '../../registry/aliases.ts';
import type { Project } from '../opening/open-project.ts';
import { registryPlace } from '../opening/registry-place.ts';
import { settingWords, wholePromptSettings, wholeSettings } from './setting-kinds.ts';

/**
 * What else of a project could make it easier to pass: who answers, at what price, compared with what, and what a release
 * takes. It holds as it is here, so whatever changed there has to be approved.
 *
 * @param models those that would be asked
 */
export async function projectChanges(
  then: Project,
  now: Project,
  prompt: string,
  models: readonly string[],
): Promise<PolicyChange[]> {
  return [
    ...configChanges(then.config, now.config),
    ...promptChanges(then.config.prompts.get(prompt), now.config.prompts.get(prompt)),
    ...modelChanges(then.config, now.config, models),
    ...(await moveChanges(then, now, prompt)),
  ];
}

/** Whatever has no other place where it is compared. */
export function configChanges(then: ResolvedConfig, now: ResolvedConfig): PolicyChange[] {
  const isStricter = (field: string) => field === 'cache' && now.cache === 'off';
  return unequal(wholeSettings(then), wholeSettings(now))
    .filter(([field]) => !isStricter(field))
    .map(([field, content]) => looser(field, `${settingWords(field)} changed`, content));
}

/** By what no run is judged, and what a release goes by. */
export function promptChanges(then?: ResolvedPrompt, now?: ResolvedPrompt): PolicyChange[] {
  if (then === undefined || now === undefined) return [];
  // Where there was no path, each alias stood for itself: any path asks for more.
  const isStricter = (field: string) => field === 'path' && then.path.length === 0;
  return unequal(wholePromptSettings(then), wholePromptSettings(now))
    .filter(([field]) => !isStricter(field))
    .map(([field, content]) => looser(field, `${field} ${content.map(shown).join(' → ')}`, content));
}

/** The risk that the prompt's own file names, which decides what its release takes. */
export function riskChanges(then: PromptFile | null, now: PromptFile): PolicyChange[] {
  const [before, after] = [then, now].map((prompt) => highestRisk([prompt?.['x-prompteval'].risk]));
  if (before === undefined || after === undefined || before === after) return [];
  const text = `risk ${before} → ${after} in the prompt's file`;
  const isLooser = highestRisk([before, after]) === before;
  const kind = isLooser ? 'setting-looser' : 'setting-stricter';
  return [{ kind, names: ['risk'], text, isLooser, digest: digestOf([before, after]) }];
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

/**
 * Prices and providers of the models that are asked. A price of the config goes before the catalog's, so one that there is
 * only on one side is another price; which way it helps depends on what it is compared with.
 */
export function modelChanges(
  then: Pick<ResolvedConfig, 'prices' | 'providers'>,
  now: Pick<ResolvedConfig, 'prices' | 'providers'>,
  models: readonly string[],
): PolicyChange[] {
  const settings: [string, string, unknown, unknown][] = [
    ...models.map((model): [string, string, unknown, unknown] => {
      const [before, after] = [ownPrice(then, model), ownPrice(now, model)];
      const how =
        before === null ? ' is set here and not there' : after === null ? ' is set no more' : ' changed';
      return ['prices', `the price of ${model}${how}`, before, after];
    }),
    ...providersOf(models).map((name): [string, string, unknown, unknown] => {
      const [before, after] = [then, now].map(({ providers }) => answeringSettings(providers[name]));
      return ['providers', `the settings of ${name} changed`, before, after];
    }),
  ];
  return settings
    .filter(([, , before, after]) => !isSame(before, after))
    .map(([name, text, before, after]) => looser(name, text, [before ?? null, after ?? null]));
}

function ownPrice({ prices }: Pick<ResolvedConfig, 'prices'>, model: string): ModelPrice | null {
  return (Object.hasOwn(prices, model) && prices[model]) || null;
}

/** Names of settings that are not what they were, with both values. */
function unequal(
  then: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): [string, unknown[]][] {
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .filter((name) => !isSame(then[name], now[name]))
    .map((name) => [name, [then[name] ?? null, now[name] ?? null]]);
}

function isSame(before: unknown, after: unknown): boolean {
  return canonicalJson(before ?? null) === canonicalJson(after ?? null);
}

function providersOf(models: readonly string[]): string[] {
  return [...new Set(models.map((model) => model.slice(0, model.indexOf('/'))))];
}

/** A registry that is committed travels with the branch: a move that was made there changes what runs are compared with. */
async function moveChanges(then: Project, now: Project, prompt: string): Promise<PolicyChange[]> {
  if ([then, now].some(({ config }) => registryPlace(config).kind !== 'folder')) return [];
  const read = ({ store }: Project): Promise<MoveRecord[]> => readMoves(store, prompt, 'stable');
  const [before, after] = await Promise.all([read(then), read(now)]);
  const isBehind = after.every((move, index) => canonicalJson(move) === canonicalJson(before[index] ?? null));
  if (isBehind) return [];
  const [was, is] = [before, after].map((moves) => moves.at(-1)?.to.version);
  const names = (version: number | undefined) => (version === undefined ? 'nothing' : `v${version}`);
  const text = `stable was moved on this branch: it names ${names(is)}, and ${names(was)} there`;
  return [looser('registry', text, [before.at(-1) ?? null, after.at(-1) ?? null])];
}

function looser(name: string, text: string, content: unknown): PolicyChange {
  return { kind: 'setting-looser', names: [name], text, isLooser: true, digest: digestOf(content) };
}
