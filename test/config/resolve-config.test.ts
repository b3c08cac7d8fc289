import { describe, expect, it } from 'vitest';
import { resolveRisk } from '../../src/config/resolve-risk.ts';
import { defineConfig } from '../../src/config/user-config.ts';
import { evaluatorOf, inspect, loader, problemsWith, quality } from './configs.ts';

const dataset = 'datasets/greet.csv';

describe('a sound config', () => {
  it('has its defaults filled in', async () => {
    const { config, problems, project } = await inspect({ prompts: { greet: { dataset } } });
    expect(problems).toEqual([]);
    expect(config).toEqual({
      risk: resolveRisk(),
      releaseFrom: 'anywhere',
      root: project.folder,
      file: project.path('prompteval.config.ts'),
      prompts: new Map([
        [
          'greet',
          {
            name: 'greet',
            file: project.path('prompts/greet.prompt.yml'),
            datasets: [project.path(dataset)],
            models: ['own'],
            repeats: 1,
            stopEarly: false,
            path: [],
            evaluators: [],
            gates: [],
            gatePlaces: new Map(),
            attempts: 'counted',
            onInconclusive: 'block',
          },
        ],
      ]),
      providers: {},
      prices: {},
      registry: '.prompteval/registry',
      cache: 'off',
      reports: project.path('reports'),
      maxCost: null,
      maxRunAgeMs: 86_400_000,
      webhooks: [],
      owners: null,
      identity: null,
    });
  });

  it('keeps what it says', async () => {
    const price = { input: 1, output: 2 };
    const providers = { openai: { baseURL: 'http://127.0.0.1:1/v1', concurrency: 50 } };
    const judge = evaluatorOf(quality);
    const { config, problems, project } = await inspect({
      prompts: {
        greet: {
          dataset: [dataset, 'more.csv'],
          models: [
            'own',
            'demo/in-context',
            { model: 'openai/gpt-4.1-mini', parameters: { seed: 1 }, price },
          ],
          repeats: 3,
          cluster: 'customer',
          evaluators: [judge],
          gates: [{ metric: 'quality', min: 0.5 }],
        },
      },
      providers,
      prices: { 'demo/in-context': price, 'openai/gpt-4.1-mini': { input: 9, output: 9 } },
      registry: 'somewhere',
      reports: 'out',
      maxCost: 5,
      maxRunAge: '30min',
      owners: 'team/OWNERS.yml',
      identity: { issuer: 'https://ci.example', audience: 'prompteval', jwks: 'jwks.json' },
    });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      providers,
      // The price beside the model wins.
      prices: { 'demo/in-context': price, 'openai/gpt-4.1-mini': price },
      registry: 'somewhere',
      reports: project.path('out'),
      maxCost: 5,
      maxRunAgeMs: 1_800_000,
      owners: project.path('team/OWNERS.yml'),
      identity: { issuer: 'https://ci.example', audience: 'prompteval', jwks: 'jwks.json' },
    });
    expect(config?.prompts.get('greet')).toMatchObject({
      datasets: [project.path(dataset), project.path('more.csv')],
      models: [
        'own',
        { model: 'demo/in-context', parameters: {} },
        { model: 'openai/gpt-4.1-mini', parameters: { seed: 1 } },
      ],
      repeats: 3,
      cluster: 'customer',
      evaluators: [judge],
      gates: [{ name: 'quality', rule: 'min', limit: 0.5, cluster: 'customer' }],
    });
  });

  it('is given back by defineConfig as it is', () => {
    const config = { prompts: { greet: { dataset } } };
    expect(defineConfig(config)).toBe(config);
  });
});

describe('mistakes', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'an unknown key',
      { datasets: dataset },
      ['prompts.greet.datasets: unknown key "datasets". Did you mean "dataset"?'],
    ],
    [
      'an alias of the path that stands twice',
      { dataset, path: ['staging', 'stable', 'staging'] },
      ['prompts.greet.path: names "staging" twice'],
    ],
    [
      'a cluster without a name',
      { dataset, cluster: '', evaluators: [evaluatorOf(quality)], gates: [{ metric: 'quality', min: 0.5 }] },
      ['prompts.greet.cluster: is empty; expected at least 1 character'],
    ],
    [
      'no dataset',
      { dataset: undefined },
      ['prompts.greet.dataset: is missing; expected a file or a list of files'],
    ],
    [
      'a dataset that is not there',
      { dataset: 'gone.csv' },
      ['prompts.greet.dataset: the dataset gone.csv does not exist'],
    ],
    [
      'one dataset of two that is not there',
      { dataset: [dataset, 'gone.csv'] },
      ['prompts.greet.dataset: the dataset gone.csv does not exist'],
    ],
    [
      'a prompt file that is not there',
      { file: 'gone.yml' },
      ['prompts.greet.file: the prompt file gone.yml does not exist'],
    ],
    [
      'a prompt file that is no text',
      { file: 5 },
      ['prompts.greet.file: is the number 5; expected a string'],
    ],
    ['too few repeats', { repeats: 0 }, ['prompts.greet.repeats: is 0; expected at least 1']],
    [
      'evaluators that are no list',
      { evaluators: {}, gates: [{ metric: 'quality', min: 0.5 }] },
      ['prompts.greet.evaluators: is an object; expected a list'],
    ],
    ['gates that are no list', { gates: {} }, ['prompts.greet.gates: is an object; expected a list']],
    [
      'a gate that is no object',
      { gates: ['quality'] },
      ['prompts.greet.gates[0]: is the string "quality"; expected an object'],
    ],
    [
      'models that are no list',
      { models: 'own' },
      ['prompts.greet.models: is the string "own"; expected a list'],
    ],
    [
      'a model without a provider',
      { models: ['own', 'gpt-4.1'] },
      [
        'prompts.greet.models[1]: "gpt-4.1" is no model; expected "own" or provider/model, such as openai/gpt-4.1-mini',
      ],
    ],
    [
      'a model object without a provider',
      { models: [{ model: 'gpt-4.1' }] },
      [
        'prompts.greet.models[0]: "gpt-4.1" is no model; expected "own" or provider/model, such as openai/gpt-4.1-mini',
      ],
    ],
    [
      'a model without its name',
      { models: [{ parameters: {} }] },
      ['prompts.greet.models[0].model: is missing; expected a string'],
    ],
    [
      'an unknown gate key',
      { gates: [{ metric: 'quality', noWorseThan: 'baseline', margn: 0.05 }] },
      ['prompts.greet.gates[0].margn: unknown key "margn". Did you mean "margin"?'],
    ],
    [
      'a baseline that is none',
      { gates: [{ metric: 'quality', noWorseThan: 'stable', margin: 0.05 }] },
      ['prompts.greet.gates[0].noWorseThan: is "stable"; expected "baseline"'],
    ],
    [
      'a confidence that is none',
      { gates: [{ metric: 'quality', min: 0.5, confidence: 95 }] },
      ['prompts.greet.gates[0].confidence: is 95; expected less than 1'],
    ],
  ])('%s', async (_, prompt, problems) => {
    expect(await problemsWith(prompt)).toEqual(problems);
  });

  it.each<[string, object, string[]]>([
    ['an unknown key', { maxcost: 5 }, ['maxcost: unknown key "maxcost". Did you mean "maxCost"?']],
    [
      'a time that is none',
      { maxRunAge: '2 parsecs' },
      ['maxRunAge: is "2 parsecs"; expected a time such as "24h" or "30min"'],
    ],
    ['a negative cap', { maxCost: -1 }, ['maxCost: is -1; expected at least 0']],
    [
      'a base URL that is none',
      { providers: { openai: { baseURL: 'localhost' } } },
      ['providers.openai.baseURL: is "localhost"; expected an http:// or https:// address'],
    ],
    [
      'addresses that calls would miss',
      {
        providers: {
          openai: { baseURL: 'https://x.test/v1?api-version=1&key=s3cret' },
          bedrock: { endpoint: 'https://x.test/#here' },
          demo: {},
        },
      },
      [
        'providers.openai.baseURL: has a query ("?…"), and the path of each call would become a part of it. Leave it out. An api-version is the apiVersion of a provider with type: \'azure\', and a key goes into apiKey.',
        'providers.bedrock.endpoint: has a fragment ("#…"), which no server is sent. Leave it out.',
      ],
    ],
    [
      'a type of provider that there is not',
      { providers: { own: { type: 'opnai' } } },
      [
        'providers.own.type: is "opnai"; expected one of "demo", "openai", "azure", "anthropic", "bedrock". Did you mean "openai"?',
      ],
    ],
    [
      'a price of no model',
      { prices: { bad: { input: 1, output: 1 } } },
      [
        'prices.bad: is not a name that can be used here; expected provider/model, such as openai/gpt-4.1-mini',
      ],
    ],
    [
      'a price without its output',
      { prices: { 'demo/in-context': { input: 1 } } },
      ["prices['demo/in-context'].output: is missing; expected a number"],
    ],
  ])('of the project: %s', async (_, more, problems) => {
    expect(await problemsWith({}, more)).toEqual(problems);
  });

  it.each<[string, unknown, string[]]>([
    ['no prompt', { prompts: {} }, ['prompts: is empty; expected at least 1 key']],
    ['no prompts', {}, ['prompts: is missing; expected an object']],
    ['prompts that are a list', { prompts: [] }, ['prompts: is a list; expected an object']],
    [
      'a prompt that is a text',
      { prompts: { greet: dataset } },
      [`prompts.greet: is the string "${dataset}"; expected an object`],
    ],
    [
      'a name that is no file name',
      { prompts: { '../greet': { dataset } } },
      [
        'prompts[\'../greet\']: is not a name that can be used here; expected ASCII letters, digits, ".", "_" and "-", a letter or digit first',
      ],
    ],
    [
      'nothing',
      undefined,
      ['the config has no default export; expected a default export: export default defineConfig({ … })'],
    ],
    [
      'a list',
      [],
      [
        'the config exports something that is no object; expected a default export: export default defineConfig({ … })',
      ],
    ],
    [
      'a function',
      () => ({}),
      [
        'the config exports something that is no object; expected a default export: export default defineConfig({ … })',
      ],
    ],
  ])('of the whole: %s', async (_, value, expected) => {
    const { problems } = await inspect(value);
    const texts = problems.map(({ field, message, expected: wanted }) =>
      [
        field === undefined ? '' : `${field}: `,
        message,
        wanted === undefined ? '' : `; expected ${wanted}`,
      ].join(''),
    );
    expect(texts).toEqual(expected);
  });

  it('are all shown at once, and nothing that merely follows from them', async () => {
    const prompt = {
      dataset: undefined,
      models: ['gpt'],
      evaluators: ['exactMach', evaluatorOf(quality)],
      gates: [
        { metric: 'exactMatch', noWorseThan: 'baseline', margin: 0.05 },
        { metric: 'quality', noWorseThan: 'baseline' },
        { metric: 'quality', min: 0.5, mx: 1 },
      ],
    };
    expect(await problemsWith(prompt, { maxcost: 1 })).toEqual([
      'maxcost: unknown key "maxcost". Did you mean "maxCost"?',
      'prompts.greet.dataset: is missing; expected a file or a list of files',
      expect.stringMatching(/^prompts\.greet\.gates\[2\]\.mx: unknown key "mx"/),
      expect.stringMatching(/^prompts\.greet\.evaluators\[0\]: there is no built-in evaluator "exactMach"/),
      'prompts.greet.gates[1].margin: "margin" is missing; there is no silent default; expected score units, or a share of the baseline such as "2%"',
      expect.stringMatching(/^prompts\.greet\.models\[0\]: "gpt" is no model/),
    ]);
  });

  it('name file and line', async () => {
    const source = [
      "import { defineConfig } from 'prompteval';",
      '',
      'export default defineConfig({',
      '  prompts: {',
      '    greet: {',
      "      dataset: 'datasets/greet.csv',",
      '      gates: [',
      "        { metric: 'quality', min: 0.5 },",
      "        { metric: 'quality', noWorseThan: 'baseline', margin: 'much' },",
      '      ],',
      '    },',
      '  },',
      '  maxCost: -1,',
      '});',
    ].join('\n');
    const value = {
      prompts: {
        greet: {
          dataset,
          evaluators: [evaluatorOf(quality)],
          gates: [
            { metric: 'quality', min: 0.5 },
            { metric: 'quality', noWorseThan: 'baseline', margin: 'much' },
          ],
        },
      },
      maxCost: -1,
    };
    const { problems } = await inspect(value, source);
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [13, 'maxCost'],
      [9, 'prompts.greet.gates[1].margin'],
    ]);
    expect(problems[0]?.file).toMatch(/prompteval\.config\.ts$/);
  });

  it.each([
    ['does not exist', undefined, /prompteval\.config\.ts$/, 2],
    ['imports what is not there', './b.js', /a\.js$/, undefined],
  ])('name no line of the config beside another file, such as one that %s', async (_, module, file, line) => {
    const source = '{ prompts: { greet: { evaluators: [\n"./a.js"] } } }';
    const importFile = (path: string) => Promise.reject(new Error(`Cannot find module '${module ?? path}'`));
    const greet = { dataset, evaluators: ['./a.js'] };
    const { problems } = await inspect({ prompts: { greet } }, source, { ...loader, importFile });
    const field = 'prompts.greet.evaluators[0]';
    expect(problems).toMatchObject([{ file: expect.stringMatching(file), field }]);
    expect(problems[0]?.line).toBe(line);
  });

  it('leave what is sound of the rest', async () => {
    const { config } = await inspect({
      prompts: { greet: { dataset, repeats: 0 }, other: { dataset: 7 } },
      maxCost: -1,
      reports: 'out',
    });
    expect(config?.prompts.get('greet')).toMatchObject({ name: 'greet', repeats: 1 });
    expect(config?.prompts.has('other')).toBe(false);
    expect(config).toMatchObject({ maxCost: null, reports: expect.stringMatching(/out$/) });
  });
});
