import { afterAll, it } from 'vitest';
import { openPostgresRegistry } from '../../src/registry/postgres/postgres-registry.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { storeConformance } from './conformance.ts';
import { inPostgres } from './places.ts';
import { registryConformance } from './registry-conformance.ts';

const server = await startPostgres();
if ('skipped' in server) {
  it.skip(`skipped: ${server.skipped}`, () => undefined);
} else {
  afterAll(() => server.stop());
  storeConformance('in PostgreSQL', async () => {
    const registry = openPostgresRegistry({ url: await server.database(), source: 'registry' });
    return { store: registry.store, close: registry.close };
  });
  registryConformance(inPostgres(server));
}
