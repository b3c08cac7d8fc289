import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileChunks } from '../../src/core/file-chunks.ts';

const folder = mkdtempSync(join(tmpdir(), 'prompteval-chunks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the pieces of a file', () => {
  it.each([0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_003])('are its %i bytes, in order', async (length) => {
    const bytes = Buffer.from(Array.from({ length }, (_, index) => index % 251));
    const path = join(folder, `${length}`);
    writeFileSync(path, bytes);
    const pieces: Buffer[] = [];
    for await (const chunk of fileChunks(path)) pieces.push(Buffer.from(chunk));
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  it('says why a file can not be read', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(fileChunks(join(folder, 'pipe')).next()).rejects.toMatchObject({ code: 'ENOFILE' });
    await expect(fileChunks('/dev/zero').next()).rejects.toMatchObject({ code: 'ENOFILE' });
    await expect(fileChunks(folder).next()).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(fileChunks(join(folder, 'absent')).next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
