import { expect, it } from 'vitest';
import type { Case } from '../../src/core/case.ts';
import { digestOf } from '../../src/core/digest.ts';
import { Uint32List } from '../../src/core/uint32-list.ts';
import { CaseIds } from '../../src/datasets/case-ids.ts';
import { loadDataset } from '../../src/datasets/load-dataset.ts';
import { CaseDigests } from '../../src/project/cases/case-digests.ts';
import { loadFiles, problemsOf } from './files.ts';

it('finds the first of two equal ids among many', () => {
  const ids = new CaseIds();
  const found = Array.from({ length: 5000 }, (_, index) => ids.add(`case-${index}`));
  expect(found.every((place) => place === undefined)).toBe(true);
  expect([ids.add('case-0'), ids.add('case-4999'), ids.add('case-1234'), ids.add('other')]).toEqual([
    0,
    4999,
    1234,
    undefined,
  ]);
});

it('grows over the end of a chunk', () => {
  const list = new Uint32List();
  for (let value = 0; value < 70_000; value++) list.push(value);
  expect([list.length, list.at(65_535), list.at(65_536), list.at(69_999), list.at(70_000)]).toEqual([
    70_000, 65_535, 65_536, 69_999, 0,
  ]);
});

const files = ['datasets/support-triage.csv', 'datasets/support-reply.jsonl'];

it.each(files)('digests %s case by case as the list of all cases is digested', async (file) => {
  const { cases, digest } = await loadDataset([file]);
  const contents = cases.map(({ id, variables, expected, tags, critical, split }) => ({
    id,
    variables,
    expected,
    tags,
    critical,
    split,
  }));
  expect(digest).toBe(digestOf(contents));

  const digests = new CaseDigests(['message']);
  for (const item of cases) digests.add(item);
  const each = cases.map(({ variables, expected }) =>
    digestOf({ variables: [variables.message ?? null], expected }),
  );
  expect(digests.value()).toBe(digestOf(each.sort()));
});

it('digests no cases as an empty list', () => {
  expect(new CaseDigests([]).value()).toBe(digestOf([]));
});

it('keeps what it is told to keep of each case, and the digest of all', async () => {
  const csv = 'id,message\na,one\nb,two\nc,three\n';
  const whole = await loadFiles({ 'a.csv': csv });
  const seen: Case[] = [];
  const kept = await loadFiles(
    { 'a.csv': csv },
    {
      keep(item) {
        seen.push(item);
        return seen[0] ?? item;
      },
    },
  );
  expect(kept.digest).toBe(whole.digest);
  expect(kept.cases.map(({ id }) => id)).toEqual(['a', 'a', 'a']);
  expect(seen).toEqual(whole.cases);
});

it('names where a repeated id stood first, in whichever file', async () => {
  const problems = await problemsOf({
    'a.csv': 'id,message\na,one\nb,two\n',
    'b.json': '[{"id": "c"}, {"id": "b"}, {"id": "c"}]',
  });
  expect(problems).toEqual([
    'b.json:1 id: duplicate id "b", which the case at a.csv, line 3 has too',
    'b.json:1 id: duplicate id "c", which the case at line 1 has too',
  ]);
});
