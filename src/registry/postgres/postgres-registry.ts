import { InputError } from '../../core/errors.ts';
import type { Store } from '../../core/registry.ts';
import { checkKey } from '../keys.ts';
import { createDatabase, type DatabaseAddress } from './database.ts';
import { createTables } from './tables.ts';

/** The lines of one prompt's ledger of attempts. */
export interface AttemptRows {
  /** How messages name it. */
  display: string;
  read(): Promise<string>;
  append(line: string): Promise<void>;
  /** @throws InputError where nothing could be appended. */
  requireWritable(): Promise<void>;
}

export interface PostgresRegistry {
  store: Store;
  /** Kept in the database too: everyone who releases counts the same attempts. */
  attempts(prompt: string): AttemptRows;
  /** The prompts that have any, ascending. */
  attemptedPrompts(): Promise<string[]>;
  /** @throws InputError where no record could be written. */
  requireWritable(): Promise<void>;
  close(): Promise<void>;
}

/** A listing is read in parts, so that a registry of any size fits. */
const pageSize = 1000;
/** Comes after every character that a key may have. */
const afterKeys = '~';

/** A registry in a PostgreSQL database. Its tables are made by the first write; reading makes nothing. */
export function openPostgresRegistry(address: DatabaseAddress): PostgresRegistry {
  const database = createDatabase(address);
  const tables = createTables(database);
  const { read, transact } = database;

  const store: Store = {
    async putIfAbsent(key, bytes) {
      checkKey(key);
      await tables.ensure();
      const inserted = await transact((query) =>
        query(
          'insert into prompteval_records (key, bytes) values ($1, $2) on conflict (key) do nothing returning key',
          [key, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)],
        ),
      );
      return inserted.length === 1 ? 'created' : 'exists';
    },
    async get(key) {
      checkKey(key);
      if (!(await tables.exist())) return undefined;
      const [row] = await read('select bytes from prompteval_records where key = $1', [key]);
      return row?.bytes instanceof Uint8Array ? row.bytes : undefined;
    },
    async *list(prefix) {
      if (!(await tables.exist())) return;
      for (let after = ''; ; ) {
        const page = await read(
          `select key from prompteval_records where key >= $1 and key < $2 and key > $3 order by key limit ${pageSize}`,
          [prefix, prefix + afterKeys, after],
        );
        const keys = page.map((row) => String(row.key));
        yield* keys;
        if (keys.length < pageSize) return;
        after = keys.at(-1) ?? '';
      }
    },
  };

  async function requireWritable(table: 'prompteval_records' | 'prompteval_attempts'): Promise<void> {
    await tables.ensure();
    const [row] = await read(
      `select has_table_privilege($1::text, 'insert') and not pg_is_in_recovery() as may`,
      [table],
    );
    if (row?.may === true) return;
    throw new InputError({
      field: address.source,
      message: `${database.display} can be read and not written: ${table} takes no new rows`,
      hint: 'Grant insert on it, or use the address of the primary',
    });
  }

  return {
    store,
    requireWritable: () => requireWritable('prompteval_records'),
    attempts: (prompt) => ({
      requireWritable: () => requireWritable('prompteval_attempts'),
      display: `attempts of ${prompt} at ${database.display}`,
      async read() {
        if (!(await tables.exist())) return '';
        const rows = await read('select line from prompteval_attempts where prompt = $1 order by id', [
          prompt,
        ]);
        return rows.map((row) => `${String(row.line)}\n`).join('');
      },
      async append(line) {
        await tables.ensure();
        await transact((query) =>
          query('insert into prompteval_attempts (prompt, line) values ($1, $2)', [prompt, line]),
        );
      },
    }),
    async attemptedPrompts() {
      if (!(await tables.exist())) return [];
      const rows = await read(
        'select prompt from prompteval_attempts group by prompt order by prompt collate "C"',
      );
      return rows.map((row) => String(row.prompt));
    },
    close: database.close,
  };
}
