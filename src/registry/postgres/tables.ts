import type { Database, Query } from './database.ts';

/** Compared byte by byte, so that keys are in the same order as in every other store, whatever the database's language. */
const tables = `
create table if not exists prompteval_records (
  key text collate "C" primary key,
  bytes bytea not null,
  created_at timestamptz not null default now()
);
create table if not exists prompteval_attempts (
  id bigint generated always as identity primary key,
  prompt text not null,
  line text not null,
  created_at timestamptz not null default now()
);
create index if not exists prompteval_attempts_prompt on prompteval_attempts (prompt, id)`;

/** Any number that nobody else takes: of several that create the tables at once, each waits for the one before. */
const lock = 7_025_341_994;

/** Whether the tables are there. Asked and not tried, because a statement that fails ends its transaction. */
async function tablesExist(query: Query): Promise<boolean> {
  const [row] = await query(
    `select to_regclass('prompteval_records') is not null and to_regclass('prompteval_attempts') is not null as exist`,
  );
  return row?.exist === true;
}

/** Asks until they are there, then never again. */
export function createTables({ read, transact }: Database): {
  /** Makes the tables where they are not there. */
  ensure(): Promise<void>;
  /** Only looks. */
  exist(): Promise<boolean>;
} {
  let known = false;
  return {
    async exist() {
      known ||= await tablesExist(read);
      return known;
    },
    async ensure() {
      known ||= await tablesExist(read);
      if (known) return;
      await transact(async (query) => {
        await query('select pg_advisory_xact_lock($1)', [lock]);
        await query(tables);
      });
      known = true;
    },
  };
}
