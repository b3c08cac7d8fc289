import type { JsonSchema } from '../core/json.ts';

const share = { type: ['number', 'string'] };
const text = { type: 'string', minLength: 1 };
const price = {
  type: 'object',
  description: 'USD per million tokens',
  required: ['input', 'output'],
  additionalProperties: false,
  properties: {
    input: { type: 'number', minimum: 0 },
    output: { type: 'number', minimum: 0 },
    cachedInput: { type: 'number', minimum: 0 },
    cacheWrite: { type: 'number', minimum: 0 },
  },
};

const gate = {
  type: 'object',
  additionalProperties: false,
  properties: {
    metric: {
      ...text,
      description: 'What is measured: a metric of an evaluator, cost, latency, inputTokens or outputTokens',
    },
    noWorseThan: { const: 'baseline' },
    margin: {
      ...share,
      description: "The drop that you accept: score units, or a share of the baseline such as '2%'",
    },
    betterThan: { const: 'baseline' },
    by: { ...share, description: 'The gain that has to be proven' },
    min: share,
    max: share,
    stat: { const: 'p95' },
    maxIncrease: { ...share, description: "The rise that you accept, such as '10%'" },
    cases: { ...text, description: 'critical, or a tag' },
    mustPass: { ...text, description: 'The metric that every trial of these cases has to pass' },
    evenIfBaselineFails: { type: 'boolean' },
    name: text,
    confidence: { type: 'number', exclusiveMinimum: 0.5, exclusiveMaximum: 1 },
    models: { type: 'array', minItems: 1, items: text },
    slice: text,
    enforce: { type: 'boolean' },
  },
};

const prompt = {
  type: 'object',
  required: ['dataset'],
  additionalProperties: false,
  properties: {
    file: { ...text, description: 'Default: prompts/<name>.prompt.yml' },
    dataset: {
      title: 'a file or a list of files',
      anyOf: [text, { type: 'array', minItems: 1, items: text }],
    },
    models: {
      type: 'array',
      minItems: 1,
      items: {
        title: '"own", "provider/model" or { model, parameters, price }',
        anyOf: [
          text,
          {
            type: 'object',
            required: ['model'],
            additionalProperties: false,
            properties: { model: text, parameters: { type: 'object' }, price },
          },
        ],
      },
    },
    repeats: { type: 'integer', minimum: 1, maximum: 1000 },
    evaluators: { type: 'array' },
    gates: { type: 'array', items: gate },
  },
};

const provider = {
  type: 'object',
  additionalProperties: false,
  properties: {
    type: { ...text, description: 'The protocol it speaks; default: its own name' },
    api: { enum: ['chat', 'responses'] },
    region: text,
    endpoint: { type: 'string', pattern: '^https?://' },
    baseURL: { title: 'an http:// or https:// address', type: 'string', pattern: '^https?://' },
    apiKey: { type: 'string', description: 'Better left to the environment; local servers take any text' },
    concurrency: { type: 'integer', minimum: 1, maximum: 10000 },
    maxRetries: { type: 'integer', minimum: 0, maximum: 100 },
    timeoutMs: { type: 'number', minimum: 1 },
  },
};

/** The shape of a config file; published as schema/config.schema.json for editors. */
export const configSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'prompteval config',
  type: 'object',
  required: ['prompts'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    prompts: {
      type: 'object',
      minProperties: 1,
      propertyNames: {
        title: 'letters, digits, ".", "_" and "-"',
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
      },
      additionalProperties: prompt,
    },
    providers: { type: 'object', additionalProperties: provider },
    prices: { type: 'object', additionalProperties: price },
    registry: text,
    reports: text,
    maxCost: { type: ['number', 'null'], minimum: 0 },
    maxRunAge: {
      title: 'a time such as "24h" or "30min"',
      type: 'string',
      pattern: '^\\s*\\d+(\\.\\d+)?\\s*(ms|s|min|h|d)\\s*$',
    },
  },
};
