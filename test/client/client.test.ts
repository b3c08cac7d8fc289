import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient } from '../../src/client/create-client.ts';
import { InputError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/registry.ts';
import { bundleFiles, snapshotFile } from '../../src/delivery/bundle.ts';
import { aliasDocument } from '../../src/delivery/document.ts';
import { encodeDocument } from '../../src/delivery/encode.ts';
import { writeBundle } from '../../src/delivery/write-bundle.ts';
import { readMove } from '../../src/registry/aliases.ts';
import { readVersion } from '../../src/registry/versions.ts';
import { createRegistry, serve } from '../delivery/registry.ts';
import { promptOf, promptWith } from '../prompts/prompts.ts';
import { makeProject } from '../support/temporary-project.ts';
import { fakeServer, makeClient, nobody } from './answers.ts';

const kept = 'cache/v1/prompts/greet/aliases/stable.json';

/** The document of one move, as a lagging edge still has it. */
async function documentOf(store: Store, seq: number): Promise<Uint8Array> {
  const stored = await readMove(store, 'greet', 'stable', seq);
  const version = stored && (await readVersion(store, 'greet', stored.move.to.version));
  if (!stored || !version) throw new Error(`no move ${seq}`);
  return encodeDocument(aliasDocument(stored.move, version)).bytes;
}

async function snapshotOf(store: Store, options?: { all: boolean }) {
  const files = [];
  for await (const file of bundleFiles(store, options)) files.push(file);
  return { files, object: JSON.parse(new TextDecoder().decode(snapshotFile(files).bytes)) };
}

/** What a real server says of the alias, for one that says it later. */
async function answerOf(url: string) {
  const response = await fetch(`${url}/v1/prompts/greet/aliases/stable`);
  const { status, headers } = response;
  return { status, headers: { etag: headers.get('etag') ?? '' }, body: await response.text() };
}

/** A project whose cache holds move 2, and a registry with moves 1 and 2. */
async function seen() {
  const registry = createRegistry();
  await registry.move(1);
  await registry.move(2);
  const server = await serve(registry.store, { maxAgeMs: 0 });
  const project = await makeProject();
  const cacheDir = project.path('cache');
  expect(await makeClient({ url: server.url, cacheDir }).get()).toMatchObject({
    version: 2,
    source: 'network',
  });
  // A job that ends with its answer leaves a copy behind.
  expect(await project.list('cache')).toEqual([kept]);
  return { ...registry, server, project, cacheDir };
}

describe('a client', () => {
  it('gives what the alias names, filled in, and names it for a trace', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const { get, problems } = makeClient({ url, refreshMs: 10_000, maxStalenessMs: 60_000 });
    const prompt = await get();
    expect(prompt).toMatchObject({
      ...{ prompt: 'greet', alias: 'stable', version: 1, seq: 1, source: 'network', stale: false },
      ...{ model: 'demo/in-context', parameters: {}, responseFormat: 'text', jsonSchema: null },
      messages: [{ role: 'user', content: 'Hello 1, Ada' }],
    });
    expect(prompt.digest).toMatch(/^sha256:/);
    expect(await get()).toMatchObject({ version: 1, source: 'memory', stale: false });
    expect(problems).toEqual([]);
  });

  it('is strict about variables, and hands no placeholder on as text', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const { client } = makeClient({ url });
    await expect(client.get('greet', { variables: {} })).rejects.toThrow(InputError);
    const bare = await client.get('greet');
    expect(() => bare.messages).toThrow(/\{\{name\}\} .* has no value/);
    expect(JSON.parse(JSON.stringify(bare))).toMatchObject({ version: 1 });
    expect({ ...bare }).not.toHaveProperty('messages');
    expect(bare.render({ name: '{{name}}' })).toEqual([{ role: 'user', content: 'Hello 1, {{name}}' }]);
  });

  it('needs no variables where the prompt needs none', async () => {
    const { store, publish } = createRegistry();
    await publish({
      ...promptOf('Hi{{tail}}', { tail: { type: 'string', required: false, default: '!' } }),
      name: 'hi',
    });
    const { url } = await serve(store);
    const prompt = await makeClient({ url }).client.get('hi', { version: 1 });
    expect(prompt.messages).toEqual([{ role: 'user', content: 'Hi!' }]);
  });

  it('gives schemas and values with their keys in the order that was evaluated', async () => {
    const { store, publish } = createRegistry();
    const schema = { type: 'object', properties: { reason: {}, answer: {} } };
    const facts = { zone: 'north', area: { width: 2, depth: 1 } };
    const file = promptOf('{{facts}}', { facts: { type: 'json', required: false, default: facts } });
    file['x-prompteval'] = { ...file['x-prompteval'], tools: [{ name: 'lookup', parameters: schema }] };
    await publish({ ...file, name: 'order', jsonSchema: { name: 'answer', schema } });
    const { url } = await serve(store);
    const snapshot = (await snapshotOf(store, { all: true })).object;
    for (const options of [{ url }, { url: nobody, snapshot }]) {
      const prompt = await makeClient(options).client.get('order', { version: 1 });
      expect(prompt.messages[0]?.content).toBe(JSON.stringify(facts));
      expect(JSON.stringify(prompt.jsonSchema?.schema)).toBe(JSON.stringify(schema));
      expect(JSON.stringify(prompt.tools[0]?.parameters)).toBe(JSON.stringify(schema));
    }
  });

  it('gives everything that a model is sent, and finds its digest fit', async () => {
    const { store, publish } = createRegistry();
    const tools = [{ name: 'lookup', parameters: { type: 'object' } }];
    const jsonSchema = { name: 'answer', schema: { type: 'object' } };
    const file = promptWith(
      [{ role: 'user', content: 'Look: {{what}}', images: ['{{picture}}'], cache: true }],
      {
        picture: { type: 'image', required: true },
      },
    );
    file['x-prompteval'] = {
      ...file['x-prompteval'],
      tools,
      toolChoice: { name: 'lookup' },
      dropUnsupported: ['seed'],
    };
    await publish({
      ...file,
      name: 'look',
      responseFormat: 'json_schema',
      jsonSchema,
      modelParameters: { seed: 1 },
    });
    const { url } = await serve(store);
    const variables = { what: 'a lamp', picture: 'https://images.example/lamp.png' };
    const prompt = await makeClient({ url }).client.get('look', { version: 1, variables });
    expect(prompt).toMatchObject({
      tools,
      toolChoice: { name: 'lookup' },
      jsonSchema,
      responseFormat: 'json_schema',
    });
    expect(prompt.messages).toEqual([
      { role: 'user', content: 'Look: a lamp', images: ['https://images.example/lamp.png'], cache: true },
    ]);
  });

  it('does not let one caller change what the next one gets', async () => {
    const { store, publish } = createRegistry();
    await publish({ ...promptOf('Hi'), name: 'hi', modelParameters: { stop: ['a'] } });
    const { url } = await serve(store);
    const { client } = makeClient({ url });
    const first = await client.get('hi', { version: 1 });
    first.messages[0] = { role: 'system', content: 'Obey' };
    expect(() => Object.assign(first.parameters, { temperature: 2 })).toThrow(TypeError);
    const second = await client.get('hi', { version: 1 });
    expect([second.messages, second.parameters]).toEqual([
      [{ role: 'user', content: 'Hi' }],
      { stop: ['a'] },
    ]);
  });

  it('asks by ETag, and once for everybody who waits', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const bytes = await documentOf(store, 1);
    const conditions: unknown[] = [];
    const server = await fakeServer((request, response) => {
      conditions.push(request.headers['if-none-match']);
      if (request.headers['if-none-match'] === '"one"') response.writeHead(304).end();
      else response.writeHead(200, { ETag: '"one"' }).end(bytes);
    });
    const { get } = makeClient({ url: server.url, maxStalenessMs: 1 });
    await Promise.all(Array.from({ length: 20 }, get));
    expect(conditions).toEqual([undefined]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await get()).toMatchObject({ version: 1, source: 'network', stale: false });
    expect(conditions).toEqual([undefined, '"one"']);
  });

  it('gives an answer that is old but not too old at once, and asks meanwhile', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store, { maxAgeMs: 0 });
    const { get } = makeClient({ url, refreshMs: 0, maxStalenessMs: 60_000 });
    await get();
    await move(2);
    expect(await get()).toMatchObject({ version: 1, source: 'memory', stale: false });
    await expect.poll(async () => (await get()).version).toBe(2);
  });

  it('keeps to a pinned version, which needs no server once it lies on disk', async () => {
    const { project, cacheDir, server, client } = await (async () => {
      const state = await seen();
      return { ...state, client: makeClient({ url: state.server.url, cacheDir: state.cacheDir }).client };
    })();
    const variables = { name: 'Ada' };
    expect(await client.get('greet', { version: 1, variables })).toMatchObject({
      ...{ version: 1, alias: null, seq: null, source: 'network', stale: false },
    });
    expect(await client.get('greet', { version: 1 })).toMatchObject({ version: 1, source: 'memory' });
    const file = 'cache/v1/prompts/greet/versions/1.json';
    await expect.poll(() => project.list('cache')).toContain(file);
    await server.close();
    const later = makeClient({ url: nobody, cacheDir });
    expect(await later.client.get('greet', { version: 1 })).toMatchObject({ version: 1, source: 'disk' });
    expect(later.problems).toEqual([]);
    const damaged = makeClient({ url: nobody, cacheDir });
    await project.write(file, (await project.read(file)).replace('Hello', 'Hallo'));
    await expect(damaged.client.get('greet', { version: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    expect(damaged.problems.map(({ layer }) => layer)).toEqual(['disk', 'network']);
  });

  it('takes the first alias of its list that exists', async () => {
    const { store, move } = createRegistry();
    await move(1);
    await move(2, 'acme/stable');
    const { url } = await serve(store);
    const { client } = makeClient({ url, fallback: ['acme/stable', 'stable'] });
    expect(await client.get('greet')).toMatchObject({ alias: 'acme/stable', version: 2, stale: false });
    const beta = await client.get('greet', { alias: ['beta/stable', 'stable'] });
    expect(beta).toMatchObject({ alias: 'stable', version: 1, stale: false });
    await expect(client.get('greet', { alias: 'beta/stable' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.get('nobody')).rejects.toMatchObject({
      name: 'PromptUnavailableError',
      code: 'not-found',
    });
    await expect(client.get('greet', { version: 9 })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a client goes on', () => {
  it('with the server down at start, from the copy on disk', async () => {
    const { cacheDir } = await seen();
    const { get, problems } = makeClient({ url: nobody, cacheDir });
    expect(await get()).toMatchObject({ version: 2, seq: 2, source: 'disk', stale: true });
    expect(problems).toMatchObject([{ layer: 'network', prompt: 'greet' }]);
  });

  it.each(['object', 'folder'])('with the server down and only a snapshot: %s', async (kind) => {
    const { store, move } = createRegistry();
    await move(1);
    const { files, object } = await snapshotOf(store);
    const project = await makeProject();
    await writeBundle(project.folder, files);
    const snapshot = kind === 'object' ? object : project.folder;
    const { get } = makeClient({ url: nobody, snapshot });
    expect(await get()).toMatchObject({ version: 1, source: 'snapshot', stale: true });
    expect(await makeClient({ url: nobody, snapshot, cacheDir: project.path('none') }).get()).toMatchObject({
      source: 'snapshot',
    });
  });

  it('with the newer of disk and snapshot', async () => {
    const { store, cacheDir, move } = await seen();
    const old = (await snapshotOf(store)).object;
    await move(3);
    const { object: newer } = await snapshotOf(store);
    expect(await makeClient({ url: nobody, cacheDir, snapshot: newer }).get()).toMatchObject({
      ...{ seq: 3, source: 'snapshot' },
    });
    expect(await makeClient({ url: nobody, cacheDir, snapshot: old }).get()).toMatchObject({
      source: 'disk',
    });
  });

  it('past a server that hangs, before and after it began to answer', async () => {
    const { cacheDir } = await seen();
    for (const hang of ['at once', 'in the body']) {
      const server = await fakeServer((_, response) => {
        if (hang === 'in the body') response.writeHead(200, { 'Content-Length': 999 }).write('{"v":1');
      });
      const { get, problems } = makeClient({ url: server.url, cacheDir, timeoutMs: 100 });
      expect(await get()).toMatchObject({ version: 2, source: 'disk', stale: true });
      expect(problems[0]?.message).toBe('had no answer within 100 ms');
    }
  });

  it('without waiting for a server that never answers, from the first call on and with a value in memory', async () => {
    const { store, cacheDir, server } = await seen();
    const never = await fakeServer(() => {});
    const patient = { timeoutMs: Number.POSITIVE_INFINITY };
    const fromDisk = { version: 2, source: 'disk', stale: true };
    expect(await makeClient({ url: never.url, cacheDir, ...patient }).get()).toMatchObject(fromDisk);
    const snapshot = (await snapshotOf(store)).object;
    const shipped = makeClient({ url: never.url, snapshot, ...patient, patienceMs: 0 });
    expect(await shipped.get()).toMatchObject({ version: 2, source: 'snapshot', stale: true });

    const { status, headers, body } = await answerOf(server.url);
    const late = await fakeServer((_, response) => void response.writeHead(status, headers).end(body));
    const { get } = makeClient({ url: late.url, ...patient });
    expect(await get()).toMatchObject({ source: 'network' });
    late.answer = () => {};
    expect(await get()).toMatchObject({ version: 2, source: 'memory', stale: true });
  });

  it('with what a slow server says, once it is known to be slow', async () => {
    const { server, cacheDir } = await seen();
    const { status, headers, body } = await answerOf(server.url);
    const answers: (() => void)[] = [];
    const slow = await fakeServer((_, response) => {
      answers.push(() => response.writeHead(status, headers).end(body));
    });
    const { get } = makeClient({ url: slow.url, cacheDir, timeoutMs: 60_000, patienceMs: 0 });
    expect(await get()).toMatchObject({ source: 'disk', stale: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    slow.answer = (_, response) => void setTimeout(() => response.writeHead(status, headers).end(body), 300);
    for (const answer of answers) answer();
    await expect.poll(get).toMatchObject({ source: 'network', stale: false });
  });

  it('without waiting for a hanging server each time', async () => {
    const { cacheDir } = await seen();
    const server = await fakeServer(() => {});
    const { get } = makeClient({
      url: server.url,
      cacheDir,
      timeoutMs: 60,
      refreshMs: 1000,
      maxStalenessMs: 1000,
    });
    await get();
    for (let call = 0; call < 20; call++) expect(await get()).toMatchObject({ version: 2, stale: true });
    expect(server.requests).toBe(1);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array | string]>([
    ['no JSON', () => '<html>Bad gateway</html>'],
    ['nothing', () => ''],
    ['JSON of something else', () => '{"v":1,"error":"none"}'],
    ['null', () => 'null'],
    ['half of it', (bytes) => bytes.slice(0, bytes.length / 2)],
    ['one other letter', (bytes) => new TextDecoder().decode(bytes).replace('Hello', 'Jello')],
    ['no UTF-8', (bytes) => bytes.map((byte, index) => (index === 60 ? 0xff : byte))],
    ['another document', (bytes) => new TextDecoder().decode(bytes).replaceAll('"greet"', '"other"')],
  ])('past a server that answers with %s', async (_, damage) => {
    const { store, cacheDir } = await seen();
    const body = damage(await documentOf(store, 2));
    const server = await fakeServer((_request, response) => response.writeHead(200).end(body));
    const { get, problems } = makeClient({ url: server.url, cacheDir });
    expect(await get()).toMatchObject({ version: 2, source: 'disk', stale: true });
    expect(problems).toMatchObject([{ layer: 'network' }]);
    await expect(makeClient({ url: server.url }).get()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('past a body that is cut off', async () => {
    const { store, cacheDir } = await seen();
    const bytes = await documentOf(store, 2);
    const server = await fakeServer((_, response) => {
      response.writeHead(200, { 'Content-Length': bytes.length });
      response.write(bytes.slice(0, 40), () => response.destroy());
    });
    expect(await makeClient({ url: server.url, cacheDir }).get()).toMatchObject({
      source: 'disk',
      stale: true,
    });
  });

  it.each([401, 403, 404, 429, 500, 503])('past a server that says %s', async (status) => {
    const { cacheDir } = await seen();
    const server = await fakeServer((_, response) => response.writeHead(status).end('{}'));
    const { get, problems } = makeClient({ url: server.url, cacheDir });
    expect(await get()).toMatchObject({ version: 2, source: 'disk', stale: true });
    expect(problems).toHaveLength(1);
  });

  it('past a document whose version was swapped for another, though its checksum fits', async () => {
    const { store, cacheDir } = await seen();
    const { checksum: _, ...document } = JSON.parse(new TextDecoder().decode(await documentOf(store, 2)));
    document.messages[0].content = 'Hello, send us your password {{name}}';
    const { bytes } = encodeDocument(document);
    const server = await fakeServer((_request, response) => response.writeHead(200).end(bytes));
    const { get, problems } = makeClient({ url: server.url, cacheDir });
    expect(await get()).toMatchObject({ version: 2, source: 'disk' });
    expect(problems[0]?.message).toBe('is not version 2: its content has another digest');
  });

  it('with the newer move where an edge lags, in this process and after a restart', async () => {
    const { store, cacheDir } = await seen();
    const [one, two] = [await documentOf(store, 1), await documentOf(store, 2)];
    const edge = await fakeServer((_, response) => response.writeHead(200).end(two));
    const { get, problems } = makeClient({ url: edge.url });
    expect(await get()).toMatchObject({ seq: 2, stale: false });
    edge.answer = (_, response) => response.writeHead(200).end(one);
    expect(await get()).toMatchObject({ seq: 2, version: 2, source: 'memory', stale: true });
    expect(problems[0]?.message).toBe('says move 1, and move 2 was seen; a cache lags behind');
    expect(await makeClient({ url: edge.url, cacheDir }).get()).toMatchObject({
      seq: 2,
      source: 'disk',
      stale: true,
    });
  });

  it('with a folder that it cannot write to', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const project = await makeProject({ file: '' });
    // A file in the way refuses the superuser too, whom no permission does.
    for (const cacheDir of [project.path('file'), '/dev/full']) {
      const { get, problems } = makeClient({ url, cacheDir });
      expect(await get()).toMatchObject({ version: 1, source: 'network', stale: false });
      await expect.poll(() => problems.some(({ layer }) => layer === 'disk')).toBe(true);
      expect(await get()).toMatchObject({ version: 1, stale: false });
    }
  });

  it('with a copy on disk that is damaged, and mends it', async () => {
    const { project, cacheDir, server, store } = await seen();
    for (const damage of ['', '{"v":1', 'null', '\u0000']) {
      await project.write(kept, damage);
      const { get, problems } = makeClient({ url: server.url, cacheDir });
      expect(await get()).toMatchObject({ version: 2, source: 'network', stale: false });
      expect(problems).toMatchObject([{ layer: 'disk' }]);
      const whole = new TextDecoder().decode(await documentOf(store, 2));
      await expect.poll(() => project.read(kept)).toBe(whole);
    }
  });

  it('with a newer copy on disk that another process wrote', async () => {
    const { project, cacheDir, store, move, server } = await seen();
    await move(3);
    const three = new TextDecoder().decode(await documentOf(store, 3));
    const edge = await fakeServer((_, response) => response.writeHead(503).end());
    const { get } = makeClient({ url: edge.url, cacheDir });
    expect(await get()).toMatchObject({ seq: 2 });
    await project.write(kept, three);
    const two = await documentOf(store, 2);
    edge.answer = (_, response) => response.writeHead(200, { ETag: '"2"' }).end(two);
    expect(await get()).toMatchObject({ seq: 2 });
    expect(await project.read(kept)).toBe(three);
    expect(await makeClient({ url: server.url, cacheDir }).get()).toMatchObject({ seq: 3 });
  });

  it('with a logger that throws', async () => {
    const { cacheDir } = await seen();
    const onProblem = () => {
      throw new Error('logger');
    };
    expect(await makeClient({ url: nobody, cacheDir, onProblem }).get()).toMatchObject({ version: 2 });
  });

  it.each(['bundle', 'url'] as const)('by a name with capitals, from a %s', async (kind) => {
    const { store, move } = createRegistry();
    await move(1, 'Stable', 'Tier.art_1');
    const project = await makeProject();
    await writeBundle(project.folder, (await snapshotOf(store)).files);
    const { url } = await serve(store);
    const client = createClient(kind === 'url' ? { url } : { bundle: project.folder });
    expect(await client.get('Tier.art_1', { alias: 'Stable' })).toMatchObject({ version: 1 });
    expect(await project.list('v1/prompts/Tier.art_1/aliases')).toEqual([
      'v1/prompts/Tier.art_1/aliases/Stable.json',
    ]);
  });

  it('from a bundle in a folder, which may be replaced under it', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const project = await makeProject();
    await writeBundle(project.folder, (await snapshotOf(store)).files);
    const { get } = makeClient({ bundle: project.folder });
    expect(await get()).toMatchObject({ version: 1, source: 'disk', stale: false });
    await move(2);
    await writeBundle(project.folder, (await snapshotOf(store)).files);
    expect(await get()).toMatchObject({ version: 2, stale: false });
  });
});

it.each([
  ['is not there', 'gone', undefined],
  ['holds no bundle', 'empty', 'empty/notes.txt'],
])('takes a folder that %s for no word on what there is, and names it', async (_, folder, file) => {
  const project = await makeProject(file === undefined ? {} : { [file]: '' });
  const { get, client, problems } = makeClient({ bundle: project.path(folder) });
  const unavailable = { code: 'unavailable', message: expect.stringContaining(project.path(folder)) };
  await expect(get()).rejects.toMatchObject(unavailable);
  expect(problems).toMatchObject([
    { layer: 'disk', message: expect.stringContaining('there is no bundle in') },
  ]);
  await expect(client.get('greet', { version: 1 })).rejects.toMatchObject(unavailable);
});

it('says that a snapshot is not there, also while the server answers', async () => {
  const { store, move } = createRegistry();
  await move(1);
  const project = await makeProject();
  const snapshot = project.path('gone');
  const gone = { layer: 'snapshot', message: expect.stringContaining(`there is no bundle in ${snapshot}`) };
  const { url } = await serve(store);
  const { get, client, problems } = makeClient({ url, snapshot });
  expect(await get()).toMatchObject({ version: 1, source: 'network', stale: false });
  expect(problems).toMatchObject([gone]);
  await expect(client.get('greet', { version: 7 })).rejects.toMatchObject({ code: 'not-found' });
  await expect(makeClient({ url: nobody, snapshot }).get()).rejects.toMatchObject({
    code: 'unavailable',
    message: gone.message,
  });
});

it('knows from a bundle that it has no such alias or version', async () => {
  const { store, move } = createRegistry();
  await move(1);
  const project = await makeProject();
  await writeBundle(project.folder, (await snapshotOf(store)).files);
  const { client, problems } = makeClient({ bundle: project.folder });
  await expect(client.get('greet', { alias: 'canary' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(client.get('greet', { version: 7 })).rejects.toMatchObject({ code: 'not-found' });
  expect(problems).toEqual([]);
});

it('takes a 304 for no word on what it does not hold', async () => {
  const { url } = await fakeServer((_, response) => response.writeHead(304).end());
  const { get, client, problems } = makeClient({ url });
  await expect(get()).rejects.toMatchObject({ code: 'unavailable' });
  await expect(client.get('greet', { version: 1 })).rejects.toMatchObject({ code: 'unavailable' });
  expect(problems[0]?.message).toContain('304');
});

describe('after a rollback', () => {
  it.each([0, 150])('every client that reaches the server is back within %s ms', async (maxStalenessMs) => {
    const { store, move } = createRegistry();
    await move(1);
    await move(2);
    // The server's own memory lasts longer than the clients allow: its Age says so, and they ask past it.
    const { url } = await serve(store, { maxAgeMs: 60_000 });
    const clients = Array.from({ length: 20 }, () => makeClient({ url, refreshMs: 10_000, maxStalenessMs }));
    const versions = () => Promise.all(clients.map(async ({ get }) => (await get()).version));
    expect(new Set(await versions())).toEqual(new Set([2]));
    await move(1);
    await new Promise((resolve) => setTimeout(resolve, maxStalenessMs));
    expect(new Set(await versions())).toEqual(new Set([1]));
    expect((await clients[0]?.get())?.seq).toBe(3);
  });

  it('a cache in between counts by its Age, and is asked past where it is too old', async () => {
    const { store, move } = createRegistry();
    await move(2);
    const two = await documentOf(store, 1);
    await move(1);
    const one = await documentOf(store, 2);
    const asked: unknown[] = [];
    const edge = await fakeServer((request, response) => {
      const control = request.headers['cache-control'];
      asked.push(control);
      if (control === 'no-cache') response.writeHead(200).end(one);
      else response.writeHead(200, { Age: '61' }).end(two);
    });
    const { get } = makeClient({ url: edge.url, refreshMs: 10_000, maxStalenessMs: 60_000 });
    expect(await get()).toMatchObject({ version: 1, stale: false });
    expect(asked).toEqual(['max-age=10', 'no-cache']);
    // One that does not listen: given, and said to be old.
    edge.answer = (_, response) => response.writeHead(200, { Age: '61' }).end(one);
    const other = makeClient({ url: edge.url, refreshMs: 10_000, maxStalenessMs: 60_000 });
    expect(await other.get()).toMatchObject({ version: 1, stale: true });
  });

  it('a client that could not reach the server says so, and is back when it can', async () => {
    const { store, move } = createRegistry();
    await move(1);
    await move(2);
    const [two] = [await documentOf(store, 2)];
    await move(1);
    const three = await documentOf(store, 3);
    const edge = await fakeServer((_, response) => response.writeHead(200).end(two));
    const { get } = makeClient({ url: edge.url });
    await get();
    edge.answer = (_, response) => response.destroy();
    expect(await get()).toMatchObject({ version: 2, stale: true });
    edge.answer = (_, response) => response.writeHead(200).end(three);
    // After a failure nobody waits long, so on a busy machine the answer may come with a later call.
    await expect.poll(get).toMatchObject({ version: 1, seq: 3, stale: false });
  });
});

describe('options', () => {
  it.each([
    ['neither a url nor a bundle', {}, 'it takes either a url or a bundle'],
    ['both', { url: nobody, bundle: 'folder' }, 'it takes either a url or a bundle'],
    [
      'a bundle that is an address',
      { bundle: 'http://127.0.0.1/' },
      'bundle: expected a folder; an http address is given as url',
    ],
    ['no address', { url: 'not an address' }, 'url: expected an http or https address'],
    [
      'an address of another kind',
      { url: 'ftp://me:geheim@127.0.0.1/' },
      'url: expected an http or https address',
    ],
    [
      'no time',
      { url: nobody, timeoutMs: -1 },
      'timeoutMs: expected milliseconds, 0 or more, or Infinity, not -1',
    ],
    [
      'a text for a time',
      { url: nobody, timeoutMs: '5' },
      'timeoutMs: expected milliseconds, 0 or more, or Infinity',
    ],
    [
      'a token that no header can carry',
      { url: nobody, token: 'geheim\n' },
      'token: expected characters that an HTTP header can carry',
    ],
    [
      'a token for a folder',
      { bundle: 'folder', token: 'x' },
      'a token is for a url; a bundle asks for none',
    ],
    ['no folder', { url: nobody, cacheDir: '' }, 'cacheDir: expected a folder'],
    [
      'no content',
      { url: nobody, snapshot: {} },
      "snapshot: expected a bundle's folder, or the content of its snapshot.json",
    ],
    ['no alias', { url: nobody, fallback: [] }, 'fallback: expected a list of aliases'],
    ['no list', { url: nobody, fallback: 'stable' }, 'fallback: expected a list of aliases'],
    ['no function', { url: nobody, onProblem: null }, 'onProblem: expected a function, not null'],
    [
      'several at once',
      { url: nobody, refrehMs: 5, patienceMs: Number.NaN },
      'there is no option refrehMs (Did you mean "refreshMs"?); patienceMs: expected milliseconds, 0 or more, or Infinity, not NaN',
    ],
  ])('%s is refused at once', (_, options, message) => {
    expect(() => createClient(options as unknown as { url: string })).toThrow(
      new TypeError(`createClient: ${message}`),
    );
  });

  it.each([[[]], [''], [['stable', '']]])('get refuses the alias %j', async (alias) => {
    const client = createClient({ url: nobody });
    await expect(client.get('hi', { alias })).rejects.toThrow(
      new TypeError('get: alias: expected an alias, or a list of them'),
    );
  });

  it('takes what is not set for absent', () => {
    const unset = { token: undefined, cacheDir: undefined, onProblem: undefined };
    expect(() => createClient({ url: new URL(nobody), ...unset } as unknown as { url: URL })).not.toThrow();
  });

  it('may set no limit: what was confirmed once is then never stale, and is asked for once', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const project = await makeProject();
    const { files, object: snapshot } = await snapshotOf(store);
    await writeBundle(project.path('bundle'), files);
    const limits = { refreshMs: Infinity, maxStalenessMs: Infinity, timeoutMs: Infinity };
    const origins = [{ url }, { bundle: project.path('bundle') }, { url: nobody, snapshot }];
    const clients = origins.map((origin) => makeClient({ ...limits, ...origin }));
    const answers = () => Promise.all(clients.map(({ get }) => get()));
    const given = { version: 1, messages: [{ role: 'user', content: 'Hello 1, Ada' }] };
    expect(await answers()).toMatchObject([
      { ...given, source: 'network', stale: false },
      { ...given, source: 'disk', stale: false },
      { ...given, source: 'snapshot', stale: true },
    ]);
    await move(2);
    expect(await answers()).toMatchObject([
      { ...given, source: 'memory', stale: false },
      { ...given, source: 'memory', stale: false },
      { ...given, source: 'snapshot', stale: true },
    ]);
  });

  it.each([2 ** 31, Number.MAX_SAFE_INTEGER, 1e300, 1999.5])(
    'wait for %s ms where they say so',
    async (timeoutMs) => {
      const { store, move } = createRegistry();
      await move(1);
      const { url } = await serve(store);
      const warnings: Error[] = [];
      const listen = (warning: Error) => warnings.push(warning);
      process.on('warning', listen);
      onTestFinished(() => void process.off('warning', listen));
      const { get, problems } = makeClient({ url, timeoutMs });
      expect(await get()).toMatchObject({ version: 1, source: 'network' });
      await new Promise(setImmediate);
      expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    },
  );

  it('send the token, and only in its header', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const token = 'a-token-of-length';
    const { url } = await serve(store, { token });
    const without = makeClient({ url });
    await expect(without.get()).rejects.toMatchObject({ code: 'unavailable' });
    const { get } = makeClient({ url: `${url}/`, token });
    expect(await get()).toMatchObject({ version: 1 });
  });
});
