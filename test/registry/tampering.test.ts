import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/digest.ts';
import { parseApproval } from '../../src/registry/approvals.ts';
import { createFileStore } from '../../src/registry/fs/file-store.ts';
import { encodeRecord } from '../../src/registry/record-bytes.ts';
import { makeProject } from '../support/temporary-project.ts';
import { fillRegistry, findingsIn } from './full-registry.ts';
import { createMemoryStore } from './memory-store.ts';

const original = createMemoryStore();
await fillRegistry(original);
const keys = [...original.entries.keys()].sort();

function copy(): ReturnType<typeof createMemoryStore> {
  const store = createMemoryStore();
  for (const [key, bytes] of original.entries) store.entries.set(key, bytes);
  return store;
}

/** The first key of a kind. */
function first(kind: string, pattern = ''): string {
  const key = keys.find((name) => name.startsWith(`${kind}/`) && name.includes(pattern));
  if (key === undefined) throw new Error(`no ${kind}`);
  return key;
}

/** The first blob that holds this: their names are digests, of which some differ from one time to the next. */
function blobWith(text: string): string {
  const key = keys.find((name) => {
    return name.startsWith('blobs/') && Buffer.from(original.entries.get(name) ?? []).includes(text);
  });
  if (key === undefined) throw new Error(`no blob with ${text}`);
  return key;
}

/** The same name with other digits, as somebody would write it who moves a record to another place. */
function elsewhere(key: string): string {
  const number = /\d{10}\.json$/;
  if (number.test(key)) return key.replace(number, '0000000009.json');
  return key.replace(/[0-9a-f](?=[0-9a-f]{63}(?:\.json)?$)/, (digit) => (digit === '0' ? '1' : '0'));
}

it('has every kind of record, and nothing in it that does not fit', async () => {
  const kinds = [
    'aliases',
    'answers',
    'approvals',
    'blobs',
    'incidents',
    'plans',
    'reviews',
    'signatures',
    'versions',
  ];
  expect([...new Set(keys.map((key) => key.split('/')[0]))]).toEqual(kinds);
  expect(await findingsIn(original)).toEqual([]);
});

describe('one changed byte', () => {
  it.each(keys.map((key) => [key]))('is named, wherever it is in %s', async (key) => {
    const store = copy();
    const bytes = original.entries.get(key) ?? new Uint8Array();
    for (let place = 0; place < bytes.length; place += 17) {
      const changed = bytes.slice();
      changed[place] = changed[place] === 0x20 ? 0x0a : (changed[place] ?? 0) ^ 1;
      store.entries.set(key, changed);
      const named = (await findingsIn(store)).filter((finding) => finding.startsWith(`${key} `));
      expect(named, `at ${place}`).not.toEqual([]);
    }
  });
});

describe('a file that is gone', () => {
  it.each<[string, string, RegExp]>([
    ['a version', first('versions'), /versions\/triage\/0000000001\.json is missing/],
    ['the newest version', first('versions', '3.json'), /names version 3, which does not exist/],
    ['a move', first('aliases'), /aliases\/triage\/stable\/0000000001\.json is missing/],
    [
      'the newest move, which was signed',
      first('aliases', '4.json'),
      /signatures\/triage\/stable\/0000000004\.json signs a move that is missing/,
    ],
    ['evidence', blobWith('"formatVersion"'), /rests on evidence that is not kept/],
    [
      'a list of reviews',
      blobWith(digestOf('another one')),
      /rests on reviews that do not fit: .* is not kept/,
    ],
    ['a plan', first('plans'), /0000000001\.json applied a plan that is not kept/],
    ['an approval', first('approvals'), /0000000001\.json names an approval by tom that is not kept/],
    ['a review', first('reviews'), /0000000003\.json is an override.* nobody has reviewed it/],
    ['a record of an incident', first('incidents'), /incidents\/triage\/0000000001\.json is missing/],
    [
      'a signature',
      first('signatures'),
      /0000000001\.json says that mia signed it, and no signature is kept/,
    ],
  ])('is named: %s', async (_, key, expected) => {
    const store = copy();
    store.entries.delete(key);
    expect((await findingsIn(store)).join('\n')).toMatch(expected);
  });
});

it.each(['2020-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'])(
  'names an approval of another time than the move says, and that move: %s',
  async (at) => {
    const store = copy();
    const key = first('approvals');
    const approval = parseApproval(key, original.entries.get(key) ?? new Uint8Array());
    store.entries.set(key, encodeRecord({ ...approval, at }));
    expect(await findingsIn(store)).toEqual([
      `${first('aliases')} rests on an approval by tom of ${approval.at}, and ${key} says ${at}`,
    ]);
  },
);

describe('a file of another name', () => {
  it.each(keys.map((key) => [key]))('is named: %s', async (key) => {
    for (const name of [elsewhere(key), `${key}.bak`]) {
      expect(name).not.toBe(key);
      const store = copy();
      const bytes = original.entries.get(key) ?? new Uint8Array();
      // Beside the original, and in its place.
      store.entries.set(name, bytes);
      expect((await findingsIn(store)).join('\n')).toContain(`${name} `);
      store.entries.delete(key);
      expect((await findingsIn(store)).join('\n')).toContain(`${name} `);
    }
  });
});

it('is no different in files', async () => {
  const project = await makeProject();
  const store = createFileStore(project.folder);
  for (const [key, bytes] of original.entries) await store.putIfAbsent(key, bytes);
  expect(await findingsIn(store)).toEqual([]);
  const approval = first('approvals');
  await project.write(approval, (await project.read(approval)).replace('"by": "tom"', '"by": "tim"'));
  expect((await findingsIn(store)).join('\n')).toContain(`${approval} was changed: its checksum`);
});
