import type { Pool, PoolClient } from 'pg';
import { InputError } from '../../core/errors.ts';
import { loadDriver } from './driver.ts';
import { explainConnection, explainQuery, UnknownOutcomeError } from './explain.ts';

export type Row = Record<string, unknown>;
export type Query = (text: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface Database {
  /** How messages name it: without a password. */
  display: string;
  /** One statement that changes nothing. */
  read: Query;
  /**
   * One transaction, durable when it resolves. Nothing of it is tried again.
   *
   * @throws InputError that says what is wrong with the connection or the database.
   */
  transact<Value>(use: (query: Query) => Promise<Value>): Promise<Value>;
  /** Ends the connections. A process that is done ends without it. */
  close(): Promise<void>;
}

export interface DatabaseAddress {
  url: string;
  /** What the user has to look at where the address is wrong: a variable or a field of the config. */
  source: string;
}

const connectMs = 10_000;
const statementMs = 30_000;

/**
 * What every transaction begins with. Said each time, because a pooler between may give each transaction another
 * connection and refuses settings at the start of one. A server that trades durability for speed by default does not here.
 */
const begin = `begin isolation level read committed;
set local statement_timeout = ${statementMs};
set local idle_in_transaction_session_timeout = ${statementMs};
set local synchronous_commit = on`;

/** Nothing is loaded and nothing connects before the first transaction. */
export function createDatabase({ url, source }: DatabaseAddress): Database {
  const { display, password } = readAddress(url, source);
  const named = { display, source, password };
  let pool: Promise<Pool> | undefined;

  const open = async (): Promise<Pool> => {
    const driver = await loadDriver(source);
    const opened = new driver.Pool({
      connectionString: url,
      max: 4,
      connectionTimeoutMillis: connectMs,
      // The server's own limit ends a statement; this one is for a server that says nothing any more.
      query_timeout: statementMs + connectMs,
      allowExitOnIdle: true,
      fallback_application_name: 'prompteval',
    });
    // A connection that dies while nobody uses it is replaced by the next one.
    opened.on('error', () => undefined);
    return opened;
  };
  const connect = async (): Promise<PoolClient> => {
    pool ??= open();
    const opened = await pool;
    return opened.connect().catch((error: unknown) => {
      throw explainConnection(error, named);
    });
  };

  const withConnection = async <Value>(use: (client: PoolClient) => Promise<Value>): Promise<Value> => {
    const client = await connect();
    // It may die between two statements; the next one says so.
    const died = (): void => undefined;
    client.on('error', died);
    try {
      const value = await use(client);
      client.release();
      return value;
    } catch (error) {
      // Ends the connection, which rolls back whatever it had begun.
      client.release(true);
      throw error;
    } finally {
      client.off('error', died);
    }
  };
  return {
    display,
    read: (text, values = []) =>
      withConnection(async (client) => (await client.query(text, [...values])).rows).catch((error) => {
        throw explainQuery(error, named).error;
      }),
    async transact(use) {
      let committing = false;
      try {
        return await withConnection(async (client) => {
          await client.query(begin);
          const value = await use(async (text, values = []) => (await client.query(text, [...values])).rows);
          committing = true;
          await client.query('commit');
          return value;
        });
      } catch (error) {
        const explained = explainQuery(error, named);
        throw committing && explained.isUnanswered ? new UnknownOutcomeError(display) : explained.error;
      }
    },
    async close() {
      await (await pool)?.end();
    },
  };
}

/** @throws InputError that never shows the address itself: it holds a password. */
function readAddress(url: string, source: string): { display: string; password: string } {
  try {
    const { protocol, username, password, host, pathname } = new URL(url);
    const user = username === '' ? '' : `${username}@`;
    return { display: `${protocol}//${user}${host}${pathname}`, password: decodeURIComponent(password) };
  } catch {
    throw new InputError({
      field: source,
      message: 'this is no address of a PostgreSQL database',
      expected: 'postgres://user:password@host:5432/database',
      hint: 'Characters such as @, #, / and % in a password are percent-encoded: %40, %23, %2F, %25',
    });
  }
}
