import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { openPostgresRegistry } from '../../src/registry/postgres/postgres-registry.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { listAll } from './memory-store.ts';

const bytes = new TextEncoder().encode('record');
const open = (url: string) => openPostgresRegistry({ url, source: 'PROMPTEVAL_REGISTRY' });

const server = await startPostgres();
if ('skipped' in server) {
  it.skip(`skipped: ${server.skipped}`, () => undefined);
} else {
  afterAll(() => server.stop());
  describe('a registry in PostgreSQL', () => troubles(server));
}

function troubles(server: PostgresServer): void {
  it('makes nothing by reading', async () => {
    const url = await server.database();
    const registry = open(url);
    expect(await registry.store.get('a/b')).toBeUndefined();
    expect(await listAll(registry.store)).toEqual([]);
    expect(await registry.attempts('triage').read()).toBe('');
    const [row] = await asAdmin(url, `select count(*) from pg_tables where tablename like 'prompteval%'`);
    expect(row).toEqual({ count: '0' });
  });

  it('makes its tables once, however many begin at once', async () => {
    const url = await server.database();
    const registries = Array.from({ length: 12 }, () => open(url));
    const outcomes = await Promise.all(registries.map(({ store }) => store.putIfAbsent('a/b', bytes)));
    expect(outcomes.sort()).toEqual(['created', ...Array(11).fill('exists')]);
    for (const registry of registries) await registry.close();
  });

  it('works for a user that may only read and insert, where the tables are there', async () => {
    const url = await server.database();
    const stranger = new URL(url);
    stranger.username = `reader${stranger.pathname.slice(1)}`;
    await asAdmin(url, `create role ${stranger.username} login password '${server.password}'`);
    await expect(open(stranger.href).store.putIfAbsent('a/b', bytes)).rejects.toThrow(
      "can't be used: this user may not do that there",
    );
    await open(url).store.putIfAbsent('a/b', bytes);
    await asAdmin(
      url,
      `grant select, insert on prompteval_records, prompteval_attempts to ${stranger.username}`,
    );
    expect(await open(stranger.href).store.putIfAbsent('a/b', bytes)).toBe('exists');
    expect(await open(stranger.href).store.putIfAbsent('a/c', bytes)).toBe('created');
    await open(stranger.href).attempts('triage').append('{}');
    await expect(asAdmin(stranger.href, 'delete from prompteval_records')).rejects.toThrow(
      'permission denied',
    );
  });

  it('keeps the lines of a ledger in their order, each prompt for itself', async () => {
    const { attempts } = open(await server.database());
    for (const line of ['one', 'two']) await attempts('triage').append(line);
    await attempts('other').append('three');
    expect(await attempts('triage').read()).toBe('one\ntwo\n');
  });

  it('tells one of many that it was first, whatever isolation the database prefers', async () => {
    const url = await server.database();
    await asAdmin(
      url,
      `alter database ${new URL(url).pathname.slice(1)} set default_transaction_isolation = serializable`,
    );
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => open(url).store.putIfAbsent('a/b', bytes)),
    );
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
  });

  it('says that it was cut off while it waited, and has written nothing', async () => {
    const url = await server.database();
    const { store } = open(url);
    await store.putIfAbsent('a/b', bytes);
    const blocker = new pg.Client({ connectionString: url });
    await blocker.connect();
    await blocker.query('begin; lock table prompteval_records in access exclusive mode');
    const waiting = store.putIfAbsent('a/c', bytes);
    const refused = expect(waiting).rejects.toThrow(/can't be used|ended before it said/);
    await asAdmin(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
       and application_name = 'prompteval' and wait_event_type = 'Lock'`,
      (rows) => rows.length > 0,
    );
    await refused;
    await blocker.query('rollback');
    await blocker.end();
    expect(await listAll(store)).toEqual(['a/b']);
  });

  it('says that nobody knows whether it was written, where the answer to the commit was lost', async () => {
    const url = new URL(await server.database());
    await open(url.href).store.putIfAbsent('a/b', bytes);
    const proxy = await cutAtCommit(Number(url.port));
    const direct = url.href;
    url.port = String(proxy.port);
    const failed = open(url.href).store.putIfAbsent('a/c', bytes);
    await expect(failed).rejects.toThrow(/ended before it said whether this was written.*prompteval status/);
    await proxy.close();
    expect(await open(direct).store.putIfAbsent('a/c', bytes)).toBe('exists');
  });

  it.each<[string, Partial<URL>, RegExp]>([
    ['a wrong password', { password: 'wr0ng-Secret' }, /it refuses the password.*Check user/s],
    ['no such database', { pathname: '/nowhere' }, /there is no database of that name/],
    ['nobody there', { port: '1' }, /nothing listens there/],
    ['no such host', { hostname: 'nowhere.invalid' }, /host/],
    ['no TLS', { search: '?sslmode=verify-full' }, /can't be used/],
  ])('says what is wrong and never the password: %s', async (_, change, message) => {
    const url = new URL(await server.database());
    Object.assign(url, change);
    const failed = await open(url.href)
      .store.get('a/b')
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(InputError);
    const text = failed instanceof InputError ? failed.message : '';
    expect(text).toMatch(message);
    expect(text).toContain('PROMPTEVAL_REGISTRY');
    expect(text).toContain(`postgres://admin@${url.host}${url.pathname}`);
    for (const secret of [url.password, decodeURIComponent(url.password)]) expect(text).not.toContain(secret);
  });

  it('refuses an address that is none without showing it', () => {
    const attempt = () => open('postgres://user:pass#word@host:port/db');
    expect(attempt).toThrow('this is no address of a PostgreSQL database');
    expect(attempt).not.toThrow(/pass#word/);
  });
}

/** Passes everything on, until a commit has been answered: then the client hears nothing any more. */
async function cutAtCommit(port: number): Promise<{ port: number; close(): Promise<void> }> {
  const proxy = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    let isCommitting = false;
    client.on('data', (data) => {
      isCommitting ||= data.includes('commit\0') && !data.includes('synchronous_commit');
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (isCommitting) client.destroy();
      else client.write(data);
    });
    client.on('close', () => upstream.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return {
    port: address.port,
    close: async () => {
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

/** Asks again until the answer is as wanted. */
async function asAdmin(
  url: string,
  statement: string,
  isWanted: (rows: unknown[]) => boolean = () => true,
): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query(statement);
      if (isWanted(rows)) return rows;
    }
  } finally {
    await client.end();
  }
}
