import { relative, resolve } from 'node:path';
import { isJsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { checkOf } from '../schema/compile-schema.ts';
import { definitionProblems, isProviderDefinition } from './define-provider.ts';
import type { LoadedConfig } from './load-config.ts';
import { locateField } from './locate.ts';
import { addressProblems } from './provider-addresses.ts';
import { parseDuration } from './quantities.ts';
import type { EvaluatorLoader } from './resolve-evaluators.ts';
import { type Path, type Report, resolvePrompt } from './resolve-prompt.ts';
import { resolveRisk } from './resolve-risk.ts';
import { resolveWebhook, webhookProblems } from './resolve-webhooks.ts';
import type { ResolvedConfig, ResolvedPrompt } from './resolved-config.ts';
import type { UserConfig } from './user-config.ts';

const defaultMaxRunAge = '24h';

/**
 * Checks a loaded config and fills in its defaults. Where there are problems, what is sound of the config comes with
 * them, and defaults stand for the rest: one look shows everything. null where there is no config to speak of.
 */
export async function inspectConfig(
  loaded: LoadedConfig,
  loadEvaluator: EvaluatorLoader,
): Promise<{ config: ResolvedConfig | null; problems: Problem[] }> {
  const problems: Problem[] = [...loaded.problems];
  const report: Report = (path, problem) => {
    const { line, ...place } = placeOf(loaded, path);
    // A problem of another file has a line of its own, or none.
    const isHere = problem.file === undefined && line !== undefined;
    problems.push({ ...place, ...(isHere && { line }), ...problem });
  };
  const config = loaded.value;
  if (!isConfigObject(config)) {
    report([], {
      message:
        config === undefined
          ? 'the config has no default export'
          : 'the config exports something that is no object',
      expected: 'a default export: export default defineConfig({ … })',
    });
    return { config: null, problems };
  }
  const misshapen = checkOf('config')(withoutDefinitions(config));
  for (const { path, message, expected, hint } of misshapen) {
    report(path, { message, ...(expected && { expected }), ...(hint && { hint }) });
  }
  for (const [name, { field, ...problem }] of definedProblems(config)) {
    report(['providers', name, ...(field === undefined ? [] : [field])], problem);
  }
  for (const [path, problem] of addressProblems(withoutDefinitions(config))) report(path, problem);
  if (!misshapen.some(({ path }) => path[0] === 'webhooks')) {
    for (const { path, ...problem } of webhookProblems(config.webhooks)) report(path, problem);
  }
  const isSound = (path: Path) =>
    !misshapen.some((problem) => path.every((key, index) => problem.path[index] === key));
  const prompts = new Map<string, ResolvedPrompt>();
  for (const [name, prompt] of Object.entries(isJsonObject(config.prompts) ? config.prompts : {})) {
    if (!isJsonObject(prompt) || misshapen.some(({ path }) => path.length === 2 && path[1] === name))
      continue;
    const resolved = await resolvePrompt(loaded.root, name, prompt, loadEvaluator, report, isSound);
    const path = (isSound(['path']) && config.path) || [];
    if (resolved) prompts.set(name, prompt.path === undefined ? { ...resolved, path } : resolved);
  }
  const resolved = {
    ...settingsOf(loaded.root, config, (key) => isSound([key])),
    file: loaded.file,
    prompts,
  };
  return { config: resolved, problems };
}

/** The project's settings; a default for each that is absent or not sound. */
function settingsOf(
  root: string,
  written: UserConfig,
  isSound: (key: keyof UserConfig) => boolean,
): Omit<ResolvedConfig, 'file' | 'prompts'> {
  const config: Partial<UserConfig> = Object.fromEntries(
    settings.filter(isSound).map((key) => [key, written[key]]),
  );
  return {
    root,
    providers: config.providers ?? {},
    prices: { ...config.prices, ...(isSound('prompts') ? ownPrices(written) : {}) },
    registry: resolveRegistry(config.registry),
    reports: resolve(root, config.reports ?? 'reports'),
    maxCost: config.maxCost ?? null,
    cache: config.cache ?? 'off',
    maxRunAgeMs: parseDuration(config.maxRunAge ?? defaultMaxRunAge) ?? 0,
    owners: config.owners === undefined ? null : resolve(root, config.owners),
    identity: config.identity ?? null,
    risk: resolveRisk(config.risk),
    releaseFrom: config.release?.from ?? 'anywhere',
    webhooks: (config.webhooks ?? []).map(resolveWebhook),
  };
}

const registryFolder = '.prompteval/registry';

function resolveRegistry(written: UserConfig['registry'] = registryFolder): ResolvedConfig['registry'] {
  if (typeof written === 'string') return written;
  return { git: { remote: 'origin', folder: registryFolder, ...written.git } };
}

/** Providers that bring their own code: the schema, which is one of JSON, can't say what a function is. */
function definedProviders({ providers }: UserConfig): [string, unknown][] {
  return Object.entries(isJsonObject(providers) ? providers : {}).filter(([, entry]) =>
    isProviderDefinition(entry),
  );
}

function withoutDefinitions(config: UserConfig): UserConfig {
  const defined = new Set(definedProviders(config).map(([name]) => name));
  if (defined.size === 0) return config;
  const others = Object.entries(config.providers ?? {}).filter(([name]) => !defined.has(name));
  return { ...config, providers: Object.fromEntries(others) };
}

function definedProblems(config: UserConfig): [string, Problem][] {
  return definedProviders(config).flatMap(([name, entry]) =>
    definitionProblems(entry).map((problem): [string, Problem] => [name, problem]),
  );
}

const settings = [
  'providers',
  'prices',
  'registry',
  'reports',
  'maxCost',
  'cache',
  'maxRunAge',
  'owners',
  'identity',
  'risk',
  'release',
  'webhooks',
] as const;

function placeOf(loaded: LoadedConfig, path: Path): Pick<Problem, 'file' | 'line' | 'field'> {
  const line = locateField(loaded.source, path);
  return {
    file: relative(process.cwd(), loaded.file) || loaded.file,
    ...(line !== undefined && { line }),
    ...(path.length > 0 && { field: fieldOf(path) }),
  };
}

/** `prompts.triage.gates[0].margin`; names that are no identifiers stand in quotes. */
function fieldOf(path: Path): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === 'number') return `${field}[${key}]`;
    if (/^[A-Za-z_$][\w$]*$/.test(key)) return field === '' ? key : `${field}.${key}`;
    return `${field}['${key}']`;
  }, '');
}

/** Prices that stand beside a model hold for it everywhere. */
function ownPrices(config: UserConfig): ResolvedConfig['prices'] {
  const priced = Object.values(config.prompts)
    .flatMap((prompt) => prompt.models ?? [])
    .flatMap((model) =>
      typeof model === 'object' && model.price ? [[model.model, model.price] as const] : [],
    );
  return Object.fromEntries(priced);
}

/** The shape inside is the schema's matter. */
function isConfigObject(value: unknown): value is UserConfig {
  return isJsonObject(value);
}
