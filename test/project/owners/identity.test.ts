import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { sshLine } from '../../../src/owners/public-key.ts';
import { verifySignature } from '../../../src/owners/sign.ts';
import { readSigningKey } from '../../../src/owners/signing-key.ts';
import { findPrompt, openProject, type Project } from '../../../src/project/opening/open-project.ts';
import { auditRegistry } from '../../../src/project/owners/audit-registry.ts';
import { identify } from '../../../src/project/owners/identity.ts';
import { moveIdentities } from '../../../src/project/owners/move-identities.ts';
import { signPayload } from '../../../src/project/owners/signing.ts';
import { publishDraft } from '../../../src/project/prompts/publish-draft.ts';
import { freezeAlias } from '../../../src/project/release/freeze-alias.ts';
import { appendMove } from '../../../src/registry/append-move.ts';
import { greetingCases, greetingPrompt } from '../../cli/greeting-project.ts';
import { audience, claimsAt, issuer, jwks, tokenOf } from '../../owners/tokens.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

const pem = String(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
const mia = readSigningKey(pem, 'test');
const stranger = String(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));

const owners = `people:
  mia:
    email: mia@acme.example
    keys: ${sshLine(mia.publicKey)}
  bot:
    ci: repo:acme/prompts:environment:*
  auditor:
    ci: repo:acme/prompts:environment:audit
prompts:
  "*": { engineering: [mia, bot, auditor] }
`;

interface Given {
  owners?: string | null;
  jwks?: string;
  signKey?: string;
  config?: object;
}

async function projectWith(given: Given = {}): Promise<{ folder: TemporaryProject; project: Project }> {
  const { owners: text = owners, jwks: place, signKey, config = {} } = given;
  const folder = await makeProject({
    'prompteval.config.json': JSON.stringify({
      prompts: { greet: { dataset: 'datasets/greet.csv' } },
      ...(place && { identity: { issuer, audience, jwks: place } }),
      ...config,
    }),
    'prompts/greet.prompt.yml': greetingPrompt(),
    'datasets/greet.csv': greetingCases,
    'jwks.json': JSON.stringify(jwks),
    'mia.pem': pem,
    'stranger.pem': stranger,
    ...(text === null ? {} : { 'OWNERS.yml': text }),
  });
  const project = await openProject({
    cwd: folder.folder,
    ...(signKey && { signKey: folder.path(signKey) }),
  });
  return { folder, project };
}

async function identityWith(given: Given = {}) {
  return identify((await projectWith(given)).project);
}

const variables = [
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'PROMPTEVAL_SIGNING_KEY',
  'PROMPTEVAL_ID_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
];

function asPerson(email: string): void {
  vi.stubEnv('GIT_CONFIG_COUNT', '1');
  vi.stubEnv('GIT_CONFIG_KEY_0', 'user.email');
  vi.stubEnv('GIT_CONFIG_VALUE_0', email);
}

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, '');
  asPerson('mia@acme.example');
});
afterEach(() => vi.unstubAllEnvs());

describe('a claim', () => {
  it('is what git says, by the name in OWNERS.yml where one is known', async () => {
    expect(await identityWith()).toEqual({ name: 'mia', assurance: 'claimed', by: 'git' });
    asPerson('eve@acme.example');
    expect(await identityWith()).toEqual({ name: 'eve@acme.example', assurance: 'claimed', by: 'git' });
  });

  it('is the address itself where there are no owners', async () => {
    expect(await identityWith({ owners: null })).toMatchObject({ name: 'mia@acme.example' });
  });

  it("is CI's job where its variables say so, which anybody can set", async () => {
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    vi.stubEnv('GITHUB_REPOSITORY', 'acme/prompts');
    vi.stubEnv('GITHUB_RUN_ID', '7');
    expect(await identityWith()).toEqual({
      name: 'ci:github:acme/prompts#7',
      assurance: 'claimed',
      by: 'ci',
    });
  });
});

describe('a signing key', () => {
  const verified = { name: 'mia', assurance: 'verified', by: 'signature' };

  it('verifies whose it is, from a file or from the environment', async () => {
    asPerson('eve@acme.example');
    expect(await identityWith({ signKey: 'mia.pem' })).toEqual(verified);
    vi.stubEnv('PROMPTEVAL_SIGNING_KEY', pem);
    expect(await identityWith()).toEqual(verified);
  });

  it('of nobody is refused, with the line to add', async () => {
    const line = sshLine(readSigningKey(stranger, 'test').publicKey);
    await expect(identityWith({ signKey: 'stranger.pem' })).rejects.toThrow(line);
  });

  it('verifies nobody where there are no owners', async () => {
    expect(await identityWith({ owners: null, signKey: 'mia.pem' })).toMatchObject({ assurance: 'claimed' });
  });

  it.each([
    ['that is missing', 'none.pem', /--sign-key: there is no file .*none\.pem/],
    ['that holds no key', 'jwks.json', /--sign-key: is no private key/],
  ])('in a file %s is refused', async (_, signKey, words) => {
    await expect(identityWith({ signKey })).rejects.toThrow(words);
  });

  it('signs a payload', async () => {
    const digest = `sha256:${'1'.repeat(64)}`;
    const { project } = await projectWith({ signKey: 'mia.pem' });
    const signed = await signPayload(project, 'approval', digest);
    expect(signed?.key).toBe(mia.publicKey);
    expect(verifySignature(mia.publicKey, 'approval', digest, signed?.signature ?? '')).toBe(true);
    expect(await signPayload((await projectWith()).project, 'approval', digest)).toBeNull();
  });
});

describe("CI's token", () => {
  const given = { jwks: 'jwks.json' };
  const token = (changes: object = {}) => tokenOf(claimsAt(new Date(), changes));

  it('verifies the job whose subject OWNERS.yml knows', async () => {
    vi.stubEnv('PROMPTEVAL_ID_TOKEN', token());
    expect(await identityWith(given)).toEqual({ name: 'bot', assurance: 'verified', by: 'ci' });
  });

  it('is not looked at without identity in the config, without owners, and offline', async () => {
    vi.stubEnv('PROMPTEVAL_ID_TOKEN', 'nonsense');
    const claimed = { assurance: 'claimed', by: 'git' };
    expect(await identityWith()).toMatchObject(claimed);
    expect(await identityWith({ ...given, owners: null })).toMatchObject(claimed);
    expect(await identify((await projectWith(given)).project, { offline: true })).toMatchObject(claimed);
  });

  it.each<[string, object, RegExp]>([
    ['has expired', { exp: 1 }, /has expired/],
    [
      'names a stranger',
      { sub: 'repo:eve/prompts:environment:x' },
      /repo:eve\/prompts:environment:x is nobody/,
    ],
    ['could be two', { sub: 'repo:acme/prompts:environment:audit' }, /could be each of bot, auditor/],
  ])('that %s is refused, and does not become a claim', async (_, changes, words) => {
    vi.stubEnv('PROMPTEVAL_ID_TOKEN', token(changes));
    await expect(identityWith(given)).rejects.toThrow(words);
  });

  it.each<[string, string, RegExp]>([
    ['are not there', 'none.json', /identity\.jwks: there is no file none\.json/],
    ['are no JSON', 'mia.pem', /identity\.jwks: mia\.pem is not JSON/],
    ['come without TLS', 'http://ci.example/jwks', /identity\.jwks: is no https/],
  ])('is refused where the keys %s', async (_, place, words) => {
    vi.stubEnv('PROMPTEVAL_ID_TOKEN', token());
    await expect(identityWith({ jwks: place })).rejects.toThrow(words);
  });

  it("comes from GitHub's address, and its keys from the issuer's", async () => {
    const asked: [string | undefined, string | undefined][] = [];
    const url = await serve((request, response) => {
      asked.push([request.url, request.headers.authorization]);
      response.end(JSON.stringify(request.url === '/jwks' ? jwks : { value: token() }));
    });
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_URL', `${url}/token?api=1`);
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'request-secret');
    const identity = await identityWith({ jwks: `${url}/jwks` });
    expect(identity).toEqual({ name: 'bot', assurance: 'verified', by: 'ci' });
    expect(asked).toEqual([
      [`/token?api=1&audience=${encodeURIComponent(audience)}`, 'Bearer request-secret'],
      ['/jwks', undefined],
    ]);
  });

  it.each<[string, RequestListener, RegExp]>([
    ['a refusal', (_, response) => response.writeHead(403).end('request-secret'), /refused with status 403/],
    ['a page', (_, response) => response.end('<p>request-secret'), /not JSON/],
    ['no token', (_, response) => response.end('{"value": 7}'), /is not in the reply/],
    ['null', (_, response) => response.end('null'), /is not in the reply/],
    ['another address', (_, response) => response.writeHead(302, { location: '/x' }).end(), /did not come/],
  ])("is refused where GitHub's address answers with %s", async (_, listener, words) => {
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_URL', await serve(listener));
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'request-secret');
    const identity = identityWith(given);
    await expect(identity).rejects.toThrow(words);
    await expect(identity).rejects.not.toThrow('request-secret');
  });
});

describe('what is recorded of a CI job', () => {
  it('is the person in OWNERS.yml, as verified, where its token holds', async () => {
    vi.stubEnv('PROMPTEVAL_ID_TOKEN', tokenOf(claimsAt(new Date())));
    const { project } = await projectWith({ jwks: 'jwks.json' });
    const { record } = await publishDraft(project, findPrompt(project, 'greet'), null);
    expect(record.actor).toBe('bot');
    const { digest, version } = record;
    const first = { prompt: 'greet', alias: 'stable', kind: 'override' as const, to: { version, digest } };
    const rest = { evidence: null, approvals: [], actor: 'mia', reason: 'first', at: record.at };
    await appendMove(project.store, { ...first, ...rest }, 0);
    const request = { kind: 'freeze', alias: 'stable', reason: 'Sale' } as const;
    const move = await freezeAlias(project, 'greet', request);
    expect(move).toMatchObject({ actor: 'bot', identity: { assurance: 'verified', by: 'ci' } });
    expect(await moveIdentities(project, [move])).toEqual([
      { assurance: 'verified', by: 'ci', signedBy: null, isSigned: false },
    ]);
    expect((await auditRegistry(project, null)).findings).toMatchObject([
      { message: expect.stringMatching(/is an override/) },
    ]);
  });
});

describe('the file of owners', () => {
  it('may be another one, which then must be there', async () => {
    const config = { owners: 'team/OWNERS.yml' };
    await expect(identityWith({ config })).rejects.toThrow(/owners: there is no file .*OWNERS\.yml/);
  });

  it('is refused with every mistake', async () => {
    await expect(identityWith({ owners: 'people: 7' })).rejects.toThrow(/OWNERS\.yml:1 people: is/);
  });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
