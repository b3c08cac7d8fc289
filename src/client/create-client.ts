import type { Json } from '../core/json.ts';
import { type Aliases, createAliases } from './aliases.ts';
import { createBundleReader } from './bundle-reader.ts';
import { checkAliases, checkOptions } from './check-options.ts';
import type {
  AnyPrompts,
  Client,
  ClientOptions,
  ClientProblem,
  GetOptions,
  Prompt,
  PromptType,
} from './client-types.ts';
import { createFolder } from './folder.ts';
import { createFolderOrigin } from './folder-origin.ts';
import { createHttpOrigin } from './http-origin.ts';
import type { Layers } from './layers.ts';
import type { Origin } from './origin.ts';
import { fillIn } from './prompt.ts';
import { createSnapshot } from './snapshot.ts';
import { PromptUnavailableError } from './unavailable-error.ts';
import { createVersions } from './versions.ts';

type Values = Readonly<Record<string, Json>>;

/**
 * A client that goes on answering while the server is down, slow or wrong: from memory, by a conditional request,
 * from the last good answer on disk, from what the application was shipped with. It needs no closing.
 *
 * @throws TypeError that names every option that can't be meant.
 */
export function createClient<Prompts extends { [Name in keyof Prompts]: PromptType } = AnyPrompts>(
  options: ClientOptions,
): Client<Prompts> {
  checkOptions(options);
  const layers = layersOf(options);
  const aliases = createAliases(layers);
  const versions = createVersions(layers);
  const { origin } = layers;
  const fallback = options.fallback ?? ['stable'];

  async function get(prompt: string, wanted: GetOptions<PromptType> = {}): Promise<Prompt<Values>> {
    const values = wanted.variables as Values | undefined;
    if (wanted.version !== undefined) {
      const found = versions.find(prompt, wanted.version);
      const version = found instanceof Promise ? await found : found;
      if ('delivered' in version) return fillIn(version.delivered, values, version.source, false);
      const code = version.problems.some(({ layer }) => layer === origin.layer) ? 'unavailable' : 'not-found';
      throw new PromptUnavailableError(code, prompt, `version ${wanted.version}`, version.problems);
    }
    const names = wanted.alias === undefined ? fallback : [wanted.alias].flat();
    checkAliases(names);
    const { held, asked, stale } = await firstOf(aliases, prompt, names);
    const source = held.source === origin.layer && !asked ? 'memory' : held.source;
    return fillIn(held.delivered, values, source, stale);
  }

  return { get };
}

/**
 * The first alias that exists. Where nobody could say whether an earlier one does, the answer counts as stale.
 *
 * @throws PromptUnavailableError where there is none.
 */
async function firstOf(aliases: Aliases, prompt: string, names: readonly string[]) {
  const problems: ClientProblem[] = [];
  let stale = false;
  for (const name of names) {
    const settling = aliases.settle(prompt, name);
    const { entry, asked, stale: unsure } = settling instanceof Promise ? await settling : settling;
    stale ||= unsure;
    if (entry.held) return { held: entry.held, asked, stale };
    problems.push(...entry.problems);
  }
  const code = stale ? 'unavailable' : 'not-found';
  throw new PromptUnavailableError(code, prompt, `alias ${names.join(' or ')}`, problems);
}

function layersOf(options: ClientOptions): Layers {
  const { cacheDir, snapshot, onProblem, timeoutMs = 2000, refreshMs = 10_000 } = options;
  const { maxStalenessMs = 60_000, patienceMs = 250 } = options;
  return {
    origin: originOf(options, timeoutMs),
    disk: cacheDir === undefined ? undefined : createFolder(cacheDir),
    snapshot: snapshot === undefined ? undefined : createSnapshot(snapshot),
    note: (problem) => {
      try {
        onProblem?.(problem);
      } catch {
        // An answer must not be lost because somebody's logger is broken.
      }
    },
    times: {
      refreshMs,
      // What nobody ever confirmed is infinitely old, and that is asked for whatever else may be given.
      maxStalenessMs: Math.min(maxStalenessMs, Number.MAX_VALUE),
      retryMs: Math.min(refreshMs, maxStalenessMs, 1000),
      patienceMs,
    },
  };
}

function originOf({ url, bundle, token }: ClientOptions, timeoutMs: number): Origin {
  return url === undefined
    ? createFolderOrigin(createBundleReader(bundle))
    : createHttpOrigin({ url, token, timeoutMs });
}
