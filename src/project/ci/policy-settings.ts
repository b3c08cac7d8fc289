import { relative } from 'node:path';
import { canonicalJson, digestOf } from '../../core/digest.ts';
import type { PolicyChange } from '../../core/policy.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { readMoves } from '../../registry/aliases.ts';
import type { Project } from '../opening/open-project.ts';
import { registryPlace } from '../opening/registry-place.ts';
import { answeringSettings } from './prompt-terms.ts';

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
  const settings: [string, string, unknown, unknown][] = [
    ['risk', 'what levels of risk ask for', then.config.risk, now.config.risk],
    ['registry', 'the registry', then.config.registry, now.config.registry],
    ['release', 'where releases are made', then.config.releaseFrom, now.config.releaseFrom],
    ['identity', 'how CI proves which job it is', then.config.identity, now.config.identity],
    ['owners', 'the file of owners', placeIn(then), placeIn(now)],
    ['reports', 'the folder of reports', ...reportsIn(then, now)],
    ['maxRunAge', 'how long a run counts', then.config.maxRunAgeMs, now.config.maxRunAgeMs],
    ...models.flatMap((model): [string, string, unknown, unknown][] => {
      const before = then.config.prices[model];
      return before ? [['prices', `the price of ${model}`, before, now.config.prices[model]]] : [];
    }),
    ...providersOf(models).map((name): [string, string, unknown, unknown] => {
      const [before, after] = [then, now].map(({ config }) => answeringSettings(config.providers[name]));
      return ['providers', `the settings of ${name}`, before, after];
    }),
  ];
  const changes = settings
    .filter(([, , before, after]) => canonicalJson(before ?? null) !== canonicalJson(after ?? null))
    .map(([name, what, before, after]) => looser(name, `${what} changed`, [before ?? null, after ?? null]));
  return [...changes, ...(await moveChanges(then, now, prompt))];
}

function providersOf(models: readonly string[]): string[] {
  return [...new Set(models.map((model) => model.slice(0, model.indexOf('/'))))];
}

/** The two checkouts are in different folders. */
function placeIn({ config: { owners, root } }: Project): string | null {
  return owners === null ? null : owners.slice(root.length);
}

/** By a path from the project, or the one that it is on this machine. */
function reportsIn(then: Project, now: Project): [string, string] {
  const [before, after] = [then.config.reports, now.config.reports];
  const below = ({ config: { root, reports } }: Project) => relative(root, reports).replaceAll('\\', '/');
  return before === after ? [before, after] : [below(then), below(now)];
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
