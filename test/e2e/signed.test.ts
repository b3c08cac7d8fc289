import { rm, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, copyOf, makeReleasedProject, succeed } from '../cli/released-project.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf } from './catalog.ts';

const mover = 'mia.with-a-rather-long-name@support-operations.example';
const move = (seq: number) => `aliases/greet/stable/000000000${seq}.json`;
const signature = (seq: number) => `.prompteval/registry/signatures/greet/stable/000000000${seq}.json`;

/** Moves 1 and 2 are not signed; mia signed move 3, a rollback. */
let signed: TemporaryProject;
let line: string;

beforeAll(async () => {
  signed = await makeReleasedProject();
  line = (await succeed(signed, 'keygen', 'mia.pem')).stdout.trim();
  await signed.write(
    'OWNERS.yml',
    `people:
  mia:
    email: ${mover}
    keys: ${line}
  tom: {}
prompts:
  "*": { engineering: mia, rollback: mia }
`,
  );
  await succeed(signed, 'rollback', 'greet', '--reason', 'wrong', '--sign-key', 'mia.pem');
});
afterAll(() => signed.remove());

describe('keygen', () => {
  it('writes a private key that only its owner may read, and prints the public line', async () => {
    expect(line).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}=?$/);
    expect(await signed.read('mia.pem')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    if (process.platform !== 'win32') expect((await stat(signed.path('mia.pem'))).mode & 0o777).toBe(0o600);
  });

  it('never overwrites', async () => {
    const before = await signed.read('mia.pem');
    const again = await cli(signed, 'keygen', 'mia.pem');
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('mia.pem: exists, and no key is overwritten');
    expect(await signed.read('mia.pem')).toBe(before);
  });
});

it('records with each move whether who made it was proven', async () => {
  const records = await movesOf(signed, 'greet');
  expect(records.map(({ actor, identity }) => ({ actor, identity }))).toEqual([
    { actor: mover, identity: { assurance: 'claimed', by: 'git' } },
    { actor: mover, identity: { assurance: 'claimed', by: 'git' } },
    { actor: 'mia', identity: { assurance: 'verified', by: 'signature' } },
  ]);
});

describe('audit verify', () => {
  it('names a move whose signature is gone, and is content when it is signed again', async () => {
    const project = await copyOf(signed);
    await rm(project.path(signature(3)));
    const result = await cli(project, 'audit', 'verify');
    expect(result).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`✖ ${move(3)} says that mia signed it, and no signature is kept`),
    });
    await succeed(project, 'audit', 'sign', 'greet', '--sign-key', 'mia.pem');
    await succeed(project, 'audit', 'verify');
  });

  it('names a move that was signed in the name of another', async () => {
    const project = await copyOf(signed);
    await rm(project.path(signature(3)));
    const other = (await succeed(project, 'keygen', 'other.pem')).stdout.trim();
    const owners = await project.read('OWNERS.yml');
    await project.write('OWNERS.yml', owners.replace('tom: {}', `tom: {keys: ${other}}`));
    await succeed(project, 'audit', 'sign', 'greet', '--sign-key', 'other.pem');
    const result = await cli(project, 'audit', 'verify');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('its signature is by no key of theirs in OWNERS.yml');
    await project.write('OWNERS.yml', 'people: 7');
    expect((await cli(project, 'audit', 'verify')).stdout).toContain('OWNERS.yml has mistakes');
  });
});

describe('audit verify --key', () => {
  it.each([
    ['any key in OWNERS.yml', () => ['--key']],
    ['a person', () => ['--key', 'mia']],
    ['a public key', () => ['--key', line]],
  ])('holds for %s', async (_, key) => {
    const { stdout } = await succeed(signed, 'audit', 'verify', ...key());
    expect(stdout).toMatch(/^✔ everything fits; checked: .*, 1 signature\n$/);
  });

  it('holds for a key in a file', async () => {
    const project = await copyOf(signed);
    await project.write('mia.pub', `${line} mia@acme\n`);
    await succeed(project, 'audit', 'verify', '--key', 'mia.pub');
  });

  it('names the first move that another key signed', async () => {
    const project = await copyOf(signed);
    const other = (await succeed(project, 'keygen', 'other.pem')).stdout.trim();
    const result = await cli(project, 'audit', 'verify', '--key', other);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain(`✖ ${move(3)} is not signed with a key that is trusted\n`);
  });

  it('names a move that was made without a key after one that was signed', async () => {
    const project = await copyOf(signed);
    await succeed(project, 'rollback', 'greet', '--to', '2', '--reason', 'right after all');
    const result = await cli(project, 'audit', 'verify', '--key', '--json');
    expect(result.exitCode).toBe(1);
    expect(result.json()).toMatchObject({ findings: [{ key: move(4), message: 'is not signed' }] });
    expect((await cli(project, 'audit', 'verify')).exitCode).toBe(0);
  });

  it('names the head where every signature is gone, as after a crash between move and signature', async () => {
    const project = await copyOf(signed);
    await rm(project.path(signature(3)));
    const result = await cli(project, 'audit', 'verify', '--key', 'mia');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain(`${move(3)} is not signed, and neither is any move before it`);
  });

  it('names a signature of which a byte was changed', async () => {
    const project = await copyOf(signed);
    const text = await project.read(signature(3));
    const changed = text.replace(/"sig": "(.)/, (_, first) => `"sig": "${first === 'A' ? 'B' : 'A'}`);
    await project.write(signature(3), changed);
    const result = await cli(project, 'audit', 'verify', '--key', 'mia');
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain(`✖ ${signature(3).replace('.prompteval/registry/', '')} was changed`);
    expect(result.stdout).toContain(`✖ ${move(3)} is not signed`);
  });

  it.each([
    ['tom', 'tom has no key in OWNERS.yml'],
    ['mai', '"mai" is no public key; expected a person in OWNERS.yml who has a key'],
  ])('refuses %s', async (who, words) => {
    const result = await cli(signed, 'audit', 'verify', '--key', who);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(words);
  });

  it('needs OWNERS.yml only where no key is named', async () => {
    const project = await copyOf(signed);
    await rm(project.path('OWNERS.yml'));
    await succeed(project, 'audit', 'verify', '--key', line);
    const result = await cli(project, 'audit', 'verify', '--key');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--key: there is no OWNERS.yml');
  });
});

describe('audit sign', () => {
  it('signs what has no signature, and nothing twice', async () => {
    const project = await copyOf(signed);
    await succeed(project, 'rollback', 'greet', '--to', '2', '--reason', 'right after all');
    const { stdout } = await succeed(project, 'audit', 'sign', 'greet', '--sign-key', 'mia.pem');
    expect(stdout).toBe('Signed 3 moves of stable of greet: 1, 2, 4.\n');
    await succeed(project, 'audit', 'verify', '--key', 'mia');
    const again = await succeed(project, 'audit', 'sign', 'greet', '--sign-key', 'mia.pem', '--json');
    expect(again.json()).toEqual({ prompt: 'greet', alias: 'stable', signed: [] });
  });

  it('signs nothing of a chain that does not fit', async () => {
    const project = await copyOf(signed);
    const file = `.prompteval/registry/${move(1)}`;
    await project.write(file, (await project.read(file)).replace('"reason": null', '"reason": "fine"'));
    const result = await cli(project, 'audit', 'sign', 'greet', '--sign-key', 'mia.pem');
    expect(result.exitCode).toBe(2);
    expect(await project.list('.prompteval/registry/signatures')).toHaveLength(1);
  });

  it('says where a key comes from', async () => {
    const result = await cli(signed, 'audit', 'sign', 'greet');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('there is no key to sign with. Name its file with --sign-key');
  });
});

describe('log', () => {
  it('says who is verified and who signed', async () => {
    const { stdout } = await succeed(signed, 'log', 'greet');
    const [head, third, second] = stdout.split('\n');
    expect(head).toMatch(/ by +identity +run /);
    expect(third).toContain(' verified, signed by mia ');
    expect(second).toContain(' claimed ');
    const moves = (await succeed(signed, 'log', 'greet', '--json')).json();
    expect(moves).toMatchObject([
      { seq: 3, identity: { assurance: 'verified', signedBy: 'mia', isSigned: true } },
      { seq: 2, identity: { assurance: 'claimed', signedBy: null, isSigned: false } },
      { seq: 1, identity: { assurance: 'claimed', signedBy: null, isSigned: false } },
    ]);
  });

  it('takes a move that names somebody else than its signer for claimed', async () => {
    const project = await copyOf(signed);
    const eve = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'user.email',
      GIT_CONFIG_VALUE_0: 'eve@x.example',
    };
    // Before owners were named anybody could move it; mia vouches for that later.
    const owners = await project.read('OWNERS.yml');
    await rm(project.path('OWNERS.yml'));
    const args = ['rollback', 'greet', '--to', '2', '--reason', 'no'];
    expect((await runCli(args, { cwd: project.folder, env: eve })).exitCode).toBe(0);
    await project.write('OWNERS.yml', owners);
    await succeed(project, 'audit', 'sign', 'greet', '--sign-key', 'mia.pem');
    const { stdout } = await succeed(project, 'log', 'greet');
    expect(stdout.split('\n')[1]).toContain(' claimed, signed by mia ');
    await succeed(project, 'audit', 'verify', '--key', 'mia');
  });

  it('is there even where OWNERS.yml has mistakes', async () => {
    const project = await copyOf(signed);
    await project.write('OWNERS.yml', 'people: 7');
    const { stdout } = await succeed(project, 'log', 'greet');
    expect(stdout).toContain('claimed, signed by a key of nobody');
    const validated = await cli(project, 'validate');
    expect(validated.exitCode).toBe(2);
    expect(validated.stderr).toContain('OWNERS.yml:1 people: is the number 7');
  });
});

describe('a key that can not be read', () => {
  it.each(['release', 'rollback'])('stops %s before anything happens', async (command) => {
    const project = await copyOf(signed);
    const before = await project.list();
    const reason = command === 'rollback' ? ['--to', '2', '--reason', 'no'] : [];
    const result = await cli(project, command, 'greet', ...reason, '--sign-key', 'none.pem');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--sign-key: there is no file none.pem');
    expect(await project.list()).toEqual(before);
  });
});

describe('a move whose signature could not be kept', () => {
  it.each([
    [
      'rollback',
      ['--to', '2', '--reason', 'right after all'],
      'DID move: it is version 2 now (rollback, move 4)',
    ],
    ['freeze', ['--reason', 'sale'], 'IS frozen now (freeze, move 4)'],
    ['release', ['--quiet'], 'DID move: it is version 3 now (promote, move 4)'],
  ])('is a move all the same: %s exits 0 and says what to do', async (command, args, deed) => {
    const project = await copyOf(signed);
    await rm(project.path('.prompteval/registry/signatures'), { recursive: true });
    // No folder can take the place of a file.
    await project.write('.prompteval/registry/signatures', '');
    const result = await cli(project, command, 'greet', ...args, '--sign-key', 'mia.pem');
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.stderr).toContain(`⚠ stable of greet ${deed}; only its signature was not kept: `);
    expect(result.stderr).toContain(
      'Do not repeat the command. When that is mended: prompteval audit sign greet --sign-key <file>',
    );
    expect(await movesOf(project, 'greet')).toHaveLength(4);
    expect((await cli(project, 'audit', 'verify')).exitCode).toBe(1);
    await rm(project.path('.prompteval/registry/signatures'));
    await succeed(project, 'audit', 'sign', 'greet', '--sign-key', 'mia.pem');
    await succeed(project, 'audit', 'verify', '--key', 'mia');
  });
});

it('keeps the private key out of every other file', async () => {
  const project = await copyOf(signed);
  await succeed(project, 'release', 'greet', '--quiet', '--sign-key', 'mia.pem');
  await succeed(project, 'audit', 'verify', '--key', 'mia');
  const secret = (await project.read('mia.pem')).split('\n')[1] ?? '';
  expect(secret).toHaveLength(64);
  for (const file of (await project.list()).filter((name) => name !== 'mia.pem')) {
    expect((await project.read(file)).includes(secret), file).toBe(false);
  }
});
