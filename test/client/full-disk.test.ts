import { expect, it, vi } from 'vitest';
import { createRegistry, serve } from '../delivery/registry.ts';
import { makeProject } from '../support/temporary-project.ts';
import { makeClient } from './answers.ts';

const disk = vi.hoisted(() => ({ isFull: false }));

vi.mock(import('node:fs/promises'), async (importOriginal) => {
  const original = await importOriginal();
  const writeFile: typeof original.writeFile = async (file, data, options) => {
    if (!disk.isFull) return await original.writeFile(file, data, options);
    // As a real one does: the file is there, and holds what still fitted.
    await original.writeFile(file, String(data).slice(0, 10), options);
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  return { ...original, writeFile };
});

it('a full disk costs a note, and the copy that was there stays whole', async () => {
  const { store, move } = createRegistry();
  await move(1);
  const server = await serve(store, { maxAgeMs: 0 });
  const project = await makeProject();
  const { get, problems } = makeClient({ url: server.url, cacheDir: project.folder });
  await get();
  const kept = ['v1/prompts/greet/aliases/stable.json'];
  await expect.poll(() => project.list()).toEqual(kept);

  await move(2);
  disk.isFull = true;
  expect(await get()).toMatchObject({ version: 2, source: 'network', stale: false });
  await expect
    .poll(() => problems)
    .toMatchObject([{ layer: 'disk', message: expect.stringContaining('ENOSPC') }]);
  expect(await project.list()).toEqual(kept);

  await server.close();
  expect(await get()).toMatchObject({ version: 2, source: 'memory', stale: true });
  const restarted = makeClient({ url: server.url, cacheDir: project.folder });
  expect(await restarted.get()).toMatchObject({ version: 1, source: 'disk', stale: true });
});
