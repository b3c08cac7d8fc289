import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Store } from '../../src/core/registry.ts';
import { createFileStore } from '../../src/registry/fs/file-store.ts';
import { openPostgresRegistry } from '../../src/registry/postgres/postgres-registry.ts';
import type { PostgresServer } from '../support/postgres-server.ts';
import { temporaryFolder } from './processes.ts';

/** Something that keeps registries which any process can open by their place: a folder or a URL. */
export interface Backend {
  name: string;
  /** The place of a registry that is empty yet. */
  newPlace(): Promise<string>;
  /** Writes past the store: what a bulk load does, and who tampers with a registry. */
  write(place: string, entries: ReadonlyMap<string, Uint8Array>): Promise<void>;
  remove(place: string): Promise<void>;
}

/** One for each place and process: a store in PostgreSQL keeps connections. */
const opened = new Map<string, ReturnType<typeof openPostgresRegistry>>();

export function openPlace(place: string): Store {
  if (!place.startsWith('postgres://')) return createFileStore(place);
  const registry = opened.get(place) ?? openPostgresRegistry({ url: place, source: 'registry' });
  opened.set(place, registry);
  return registry.store;
}

export const files: Backend = {
  name: 'of files',
  newPlace: async () => join(await temporaryFolder(), 'registry'),
  async write(place, entries) {
    for (const [key, bytes] of entries) {
      await mkdir(dirname(join(place, key)), { recursive: true });
      await writeFile(join(place, key), bytes);
    }
  },
  remove: (place) => rm(dirname(place), { recursive: true, force: true }),
};

export function inPostgres(server: PostgresServer): Backend {
  return {
    name: 'in PostgreSQL',
    newPlace: () => server.database(),
    async write(place, entries) {
      const client = new pg.Client({ connectionString: place });
      await client.connect();
      try {
        await client.query(
          `insert into prompteval_records (key, bytes) select * from unnest($1::text[], $2::bytea[])
           on conflict (key) do update set bytes = excluded.bytes`,
          [[...entries.keys()], [...entries.values()].map((bytes) => Buffer.from(bytes))],
        );
      } finally {
        await client.end();
      }
    },
    // The database stays: the whole server goes when the tests end.
    async remove(place) {
      await opened.get(place)?.close();
      opened.delete(place);
    },
  };
}
