import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fixture as anthropicFixture } from '../providers/anthropic/fixture.ts';
import { fixture as bedrockFixture } from '../providers/bedrock/support.ts';
import { fixture as openAIFixture } from '../providers/openai/fixture.ts';
import { sendJson, startServer } from '../providers/server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

const key = 'sk-test-VerySecret0123456789';
const accessKey = 'AKIAVERYSECRET012345';
const secretKey = 'VerySecretAccessKey0123456789';

/** Nothing of this machine's: neither its AWS files nor its metadata service. */
const awsVariables = {
  AWS_ACCESS_KEY_ID: accessKey,
  AWS_SECRET_ACCESS_KEY: secretKey,
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
};

interface Vendor {
  model: string;
  env: Record<string, string>;
  /** How its provider is set up against a server. */
  provider(origin: string): object;
  /** A whole answer. */
  answer: unknown;
}

const vendors = {
  openai: {
    model: 'openai/gpt-none',
    env: { OPENAI_API_KEY: key },
    provider: (origin) => ({ openai: { baseURL: `${origin}/v1` } }),
    answer: openAIFixture('text'),
  },
  azure: {
    model: 'azure/gpt-none',
    env: { AZURE_OPENAI_API_KEY: key },
    provider: (origin) => ({ azure: { endpoint: origin, apiVersion: '2024-10-21' } }),
    answer: openAIFixture('text'),
  },
  anthropic: {
    model: 'anthropic/claude-none',
    env: { ANTHROPIC_API_KEY: key },
    provider: (origin) => ({ anthropic: { baseURL: origin } }),
    answer: anthropicFixture('text'),
  },
  bedrock: {
    model: 'bedrock/us.amazon.nova-none-v1:0',
    env: awsVariables,
    provider: (origin) => ({ bedrock: { region: 'us-east-1', endpoint: origin } }),
    answer: bedrockFixture('text'),
  },
} satisfies Record<string, Vendor>;

/** What a vendor says, with the key in it as far as it knows it. */
interface Refusal {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const openAIError = (status: number, code: string, message: string): Refusal => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code } },
});
const anthropicError = (status: number, type: string, message: string): Refusal => ({
  status,
  body: { type: 'error', error: { type, message } },
});
const awsError = (status: number, name: string, message: string): Refusal => ({
  status,
  body: { message },
  headers: { 'x-amzn-errortype': name },
});

const answered = 5;

/** A server that answers a few requests, then refuses one, and leaves all others open. */
async function startRefusing(answer: unknown, { status, body, headers }: Refusal) {
  const server = await startServer(async (response, _, index) => {
    if (index < answered) return sendJson(response, 200, answer);
    if (index > answered) return;
    // What came before is then written down.
    await wait(300);
    sendJson(response, status, body, headers);
  });
  onTestFinished(() => server.close());
  return server;
}

async function runAgainst(vendor: Vendor, refusal: Refusal) {
  const server = await startRefusing(vendor.answer, refusal);
  const rows = Array.from({ length: 200 }, (_, index) => `case-${index},Ada ${index},Hello`);
  const project = await makeProject({
    'prompteval.config.json': JSON.stringify({
      prompts: { greet: { dataset: 'cases.csv', evaluators: ['exactMatch'], gates: [] } },
      providers: vendor.provider(server.url),
    }),
    'prompts/greet.prompt.yml': `name: greet\nmodel: "${vendor.model}"\nmessages:\n  - {role: user, content: "Greet {{name}}"}\n`,
    'cases.csv': `id,name,expected\n${rows.join('\n')}\n`,
  });
  const result = await runCli(['run', 'greet'], { cwd: project.folder, env: vendor.env });
  return { server, project, ...result };
}

/**
 * Everything that is open when the refusal comes would stay open for a minute: that the run ends within this test's
 * time shows that it does not wait for it.
 */
describe.each<[string, Vendor, Refusal, RegExp[]]>([
  [
    'OpenAI, 401',
    vendors.openai,
    openAIError(401, 'invalid_api_key', `Incorrect API key provided: ${key}`),
    [/OPENAI_API_KEY/],
  ],
  [
    'OpenAI, 403',
    vendors.openai,
    openAIError(403, 'forbidden', `${key} may not use it`),
    [/OPENAI_API_KEY/, /gpt-none/],
  ],
  [
    'OpenAI, 404 of the model',
    vendors.openai,
    openAIError(404, 'model_not_found', `The model does not exist or ${key} has no access to it`),
    [/no model "gpt-none"/],
  ],
  [
    'Azure, 401',
    vendors.azure,
    openAIError(401, '401', `Access denied due to invalid subscription key ${key}`),
    [/AZURE_OPENAI_API_KEY/, /endpoint/],
  ],
  [
    'Azure, 404 of the deployment',
    vendors.azure,
    openAIError(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist.'),
    [/no model "gpt-none"/],
  ],
  [
    'Azure, another 404',
    vendors.azure,
    openAIError(404, '404', 'Resource not found'),
    [/check endpoint and apiVersion of providers\.azure, and the deployment's name/],
  ],
  [
    'Anthropic, 401',
    vendors.anthropic,
    anthropicError(401, 'authentication_error', `invalid x-api-key ${key}`),
    [/ANTHROPIC_API_KEY/],
  ],
  [
    'Anthropic, 403',
    vendors.anthropic,
    anthropicError(403, 'permission_error', `${key} may not use it`),
    [/ANTHROPIC_API_KEY/, /claude-none/],
  ],
  [
    'Anthropic, 404 of the model',
    vendors.anthropic,
    anthropicError(404, 'not_found_error', 'model: claude-none'),
    [/no model "claude-none"/],
  ],
  [
    'Bedrock, unknown credentials',
    vendors.bedrock,
    awsError(403, 'UnrecognizedClientException', `The security token of ${secretKey} is invalid.`),
    [/AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
  ],
  [
    'Bedrock, 403',
    vendors.bedrock,
    awsError(
      403,
      'AccessDeniedException',
      `User ${accessKey} has no access to the model with the specified model ID.`,
    ),
    [/bedrock:InvokeModel/, /nova-none/, /us-east-1 \(providers\.bedrock\.region\)/],
  ],
  [
    'Bedrock, 404 of the model',
    vendors.bedrock,
    awsError(404, 'ResourceNotFoundException', 'Model not found.'),
    [/nova-none/, /us-east-1 \(providers\.bedrock\.region\)/],
  ],
  [
    'Bedrock, a model of another region',
    vendors.bedrock,
    awsError(400, 'ValidationException', 'The provided model identifier is invalid.'),
    [/nova-none/, /us-east-1 \(providers\.bedrock\.region\)/],
  ],
])('%s', (_, vendor, refusal, expected) => {
  it('ends the run at once, says what to look at, and leaves the key nowhere', {
    timeout: 30_000,
  }, async () => {
    const { server, project, exitCode, stdout, stderr } = await runAgainst(vendor, refusal);
    expect(exitCode, stderr).toBe(2);
    for (const pattern of expected) expect(stderr).toMatch(pattern);
    expect(server.requests.length).toBeLessThan(60);

    const files = await project.list();
    expect(files.filter((file) => file.endsWith('trials.jsonl'))).toHaveLength(1);
    const written = await Promise.all(files.map((file) => project.read(file)));
    for (const text of [stdout, stderr, ...written]) {
      for (const secret of [key, accessKey, secretKey]) expect(text).not.toContain(secret);
    }
  });
});

it('a region that is none ends the run before it asks anything', async () => {
  const wrong: Vendor = {
    ...vendors.bedrock,
    provider: (origin) => ({ bedrock: { region: 'us-esat', endpoint: origin } }),
  };
  const { server, exitCode, stderr } = await runAgainst(wrong, awsError(500, 'unused', ''));
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/providers\.bedrock\.region.*"us-esat" is no AWS region/);
  expect(server.requests).toEqual([]);
});
