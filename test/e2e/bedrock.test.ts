import { expect, it } from 'vitest';
import { sendJson, startServer } from '../providers/server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

/** Nothing of this machine's: neither its AWS files nor its metadata service. */
const nowhere = {
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00', AWS_SECRET_ACCESS_KEY: 'VerySecretAccessKey0123' };

const project = (provider: object) =>
  makeProject({
    'prompteval.config.json': JSON.stringify({
      prompts: { greet: { dataset: 'cases.csv', evaluators: ['exactMatch'], gates: [] } },
      providers: { aws: { type: 'bedrock', ...provider } },
    }),
    'prompts/greet.prompt.yml':
      'name: greet\nmodel: aws/us.amazon.nova-lite-v1:0\nmessages:\n  - {role: user, content: "Greet {{name}}"}\n',
    'cases.csv': 'id,name,expected\na,Ada,Hello Ada\n',
  });

it('says what is missing before anything is sent, and nothing else', async () => {
  const { folder } = await project({});
  const { exitCode, stderr } = await runCli(['run', 'greet'], { cwd: folder, env: nowhere });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/providers\.aws\.region.*AWS_REGION/);
  expect(stderr).toMatch(/no AWS credentials.*AWS_ACCESS_KEY_ID/);
  expect(stderr).not.toContain('Warning');
});

it('stops at once where AWS does not take the keys, without showing them', async () => {
  const server = await startServer((response) =>
    sendJson(
      response,
      403,
      { message: `The security token of ${keys.AWS_SECRET_ACCESS_KEY} is invalid.` },
      { 'x-amzn-errortype': 'UnrecognizedClientException' },
    ),
  );
  try {
    const { folder } = await project({ region: 'us-east-1', endpoint: server.url });
    const env = { ...nowhere, ...keys };
    const { exitCode, stdout, stderr } = await runCli(['run', 'greet'], { cwd: folder, env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('AWS does not accept the credentials; check AWS_PROFILE');
    expect(stdout + stderr).not.toContain('VerySecret');
    expect(server.requests).toHaveLength(1);
  } finally {
    await server.close();
  }
});
