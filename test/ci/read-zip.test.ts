import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readZip } from '../../src/ci/read-zip.ts';
import { zipOf } from '../support/zip.ts';

it('reads what is stored and what is deflated', () => {
  const files = { 'a.txt': 'hello', 'b/c.json': '{"x": 1}'.repeat(100), empty: '' };
  for (const pack of [undefined, deflateRawSync]) {
    const entries = readZip(zipOf(files, pack));
    expect(Object.fromEntries(entries.map(({ name, read }) => [name, String(read())]))).toEqual(files);
  }
});

it.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('not a zip')],
  ['an archive that is cut off', zipOf({ a: 'x'.repeat(1000) }).subarray(0, 500)],
  ['one whose directory is elsewhere', zipOf({ a: 'x' }, undefined, 9999)],
])('refuses %s', (_, bytes) => {
  expect(() => readZip(bytes).map(({ read }) => read())).toThrow();
});

it('does not unpack more than an entry says it holds', () => {
  const bomb = zipOf({ a: 'x'.repeat(100_000) }, (data) => deflateRawSync(data));
  const directory = bomb.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  bomb.writeUInt32LE(10, directory + 24);
  expect(() => readZip(bomb)[0]?.read()).toThrow();
});
