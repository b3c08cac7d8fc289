import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ResolvedConfig, ResolvedPrompt } from '../../../src/config/resolved-config.ts';
import type { PromptExtension, PromptFile } from '../../../src/core/prompt.ts';
import {
  configChanges,
  modelChanges,
  promptChanges,
  riskChanges,
} from '../../../src/project/ci/policy-settings.ts';
import { projectSettings, promptSettings, type SettingKind } from '../../../src/project/ci/setting-kinds.ts';

const prompt: ResolvedPrompt = {
  name: 'say',
  file: '/then/prompts/say.prompt.yml',
  datasets: ['/then/say.csv'],
  models: ['own'],
  repeats: 1,
  stopEarly: false,
  evaluators: [],
  gates: [],
  attempts: 'counted',
  onInconclusive: 'block',
  path: [],
};
const nothing = { approvals: { needed: 0, roles: [], including: [], verified: false }, gates: [] };
const config: ResolvedConfig = {
  root: '/then',
  file: '/then/prompteval.config.json',
  prompts: new Map([['say', prompt]]),
  providers: {},
  prices: {},
  registry: '.prompteval/registry',
  reports: '/then/reports',
  maxCost: 1,
  cache: 'off',
  maxRunAgeMs: 1000,
  owners: null,
  identity: null,
  risk: { low: nothing, medium: nothing, high: nothing },
  releaseFrom: 'ci',
  webhooks: [],
};
const moved = { ...config, root: '/now', file: '/now/prompteval.config.json', reports: '/now/reports' };

describe('settings of a project', () => {
  it.each<[string, Partial<ResolvedConfig>, string[]]>([
    ['nothing but the folder', {}, []],
    ['registry', { registry: 'other' }, ['the registry changed']],
    ['reports', { reports: '/now/src' }, ['the folder of reports changed']],
    ['release', { releaseFrom: 'anywhere' }, ['where releases are made changed']],
    ['maxRunAge', { maxRunAgeMs: 2000 }, ['how long a run counts changed']],
    ['owners', { owners: '/now/PEOPLE.yml' }, ['the file of owners changed']],
    [
      'identity',
      { identity: { issuer: 'a', audience: 'b', jwks: 'c' } },
      ['how CI proves which job it is changed'],
    ],
    [
      'risk',
      { risk: { ...config.risk, high: { ...nothing, gates: ['schema'] } } },
      ['what levels of risk ask for changed'],
    ],
    ['cache', { cache: 'on' }, ['whether answers are kept and taken again changed']],
    ['maxCost', { maxCost: null }, []],
    ['one that nobody thought of', JSON.parse('{ "newer": true }'), ['newer changed']],
  ])('%s', (_, change, expected) => {
    const changes = configChanges(config, { ...moved, ...change });
    expect(changes.map(({ text }) => text)).toEqual(expected);
    expect(changes.every(({ isLooser }) => isLooser)).toBe(true);
  });

  it('may keep no answers any more', () => {
    expect(configChanges({ ...config, cache: 'on' }, moved)).toEqual([]);
  });
});

describe('settings of a prompt', () => {
  const path = ['staging', 'stable'];
  it.each<[string, Partial<ResolvedPrompt>, Partial<ResolvedPrompt>, string[]]>([
    ['path taken away', { path }, {}, ['path ["staging","stable"] → []']],
    ['path made shorter', { path }, { path: ['stable'] }, ['path ["staging","stable"] → ["stable"]']],
    ['path where there was none', {}, { path }, []],
    ['stopEarly', {}, { stopEarly: true }, []],
    ['one that nobody thought of', {}, JSON.parse('{ "newer": true }'), ['newer null → true']],
  ])('%s', (_, before, after, expected) => {
    const changes = promptChanges({ ...prompt, ...before }, { ...prompt, ...after });
    expect(changes.map(({ text }) => text)).toEqual(expected);
  });
});

describe("the risk in the prompt's file", () => {
  const file = (risk: PromptExtension['risk']): PromptFile => ({
    name: 'say',
    model: 'demo/in-context',
    modelParameters: {},
    messages: [],
    'x-prompteval': { variables: {}, ...(risk && { risk }) },
  });
  it.each<[PromptExtension['risk'], PromptExtension['risk'], [string, boolean] | undefined]>([
    ['high', 'low', ["risk high → low in the prompt's file", true]],
    ['medium', undefined, ["risk medium → low in the prompt's file", true]],
    [undefined, 'low', undefined],
    ['low', 'high', ["risk low → high in the prompt's file", false]],
  ])('%s → %s', (before, after, expected) => {
    const [change] = riskChanges(file(before), file(after));
    expect(change && [change.text, change.isLooser]).toEqual(expected);
  });
});

describe('prices', () => {
  const [price, cheap] = [
    { input: 2, output: 8 },
    { input: 0.1, output: 0.4 },
  ];
  const model = 'openai/gpt-4.1';
  it.each<[string, ResolvedConfig['prices'], ResolvedConfig['prices'], string[]]>([
    ['as there', { [model]: price }, { [model]: price }, []],
    ['other', { [model]: price }, { [model]: cheap }, [`the price of ${model} changed`]],
    [
      "in place of the catalog's",
      {},
      { [model]: cheap },
      [`the price of ${model} is set here and not there`],
    ],
    ["the catalog's again", { [model]: price }, {}, [`the price of ${model} is set no more`]],
    ['of a model that is not asked', {}, { 'openai/other': cheap }, []],
  ])('%s', (_, then, now, expected) => {
    const changes = modelChanges({ prices: then, providers: {} }, { prices: now, providers: {} }, [model]);
    expect(changes.map(({ text }) => text)).toEqual(expected);
  });
});

it('says of every setting that a config may have what a change of it means', () => {
  const { properties, $defs } = JSON.parse(readFileSync('schema/config.schema.json', 'utf8'));
  const resolved: Record<string, string> = {
    maxRunAge: 'maxRunAgeMs',
    release: 'releaseFrom',
    dataset: 'datasets',
  };
  const unknown = (schema: object, kinds: Readonly<Record<string, SettingKind>>) =>
    Object.keys(schema).filter((field) => kinds[resolved[field] ?? field] === undefined);
  // The path of all prompts becomes the one of each.
  expect(unknown(properties, projectSettings)).toEqual(['$schema', 'path']);
  expect(unknown($defs.prompt.properties, promptSettings)).toEqual([]);
});
