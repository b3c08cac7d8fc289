import { readFile, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/digest.ts';
import type { Json } from '../../src/core/json.ts';
import { appendCase } from '../../src/datasets/append-case.ts';
import { loadDataset } from '../../src/datasets/load-dataset.ts';
import { makeProject } from '../support/temporary-project.ts';

const row = (fields: Record<string, Json>) => new Map(Object.entries(fields));
const added = async (file: string, text: string, fields: Record<string, Json>) =>
  (await appendCase(file, text, row(fields))).text;

describe('a CSV', () => {
  const next = { id: 'b', message: 'Hi, "you"', expected: 'yes', tags: ['x', 'y'], critical: true };

  it.each<[string, string, string]>([
    ['its columns', 'message,id\nhello,a\n', 'message,id\nhello,a\n"Hi, ""you""",b\n'],
    ['its separator', 'id;message\na;hello\n', 'id;message\na;hello\nb;"Hi, ""you"""\n'],
    ['its line breaks', 'id,tags\r\na,t\r\n', 'id,tags\r\na,t\r\nb,x|y\r\n'],
    ['its quotes', '"id","expected"\n"a","no"\n', '"id","expected"\n"a","no"\n"b","yes"\n'],
    ['JSON columns', 'id,expected:json\na,"""no"""\n', 'id,expected:json\na,"""no"""\nb,"""yes"""\n'],
    ['a line that had no end', 'id,critical\na,', 'id,critical\na,\nb,true\n'],
    ['a byte order mark', '\ufeffid,critical\na,\n', '\ufeffid,critical\na,\nb,true\n'],
    ['columns that the case has no value for', 'id,other\na,1\n', 'id,other\na,1\nb,\n'],
  ])('keeps %s', async (_, before, after) => {
    expect(await added('cases.csv', before, next)).toBe(after);
  });

  it('names what it has no column for', async () => {
    expect((await appendCase('cases.csv', 'id,message\na,hello\n', row(next))).leftOut).toEqual([
      'expected',
      'tags',
      'critical',
    ]);
  });

  it.each<[Record<string, Json>, string]>([
    [{ message: ['a'] }, 'the column "message" holds texts, and the value is a list'],
    [{ message: { a: 1 } }, 'A column that is called "message:json" holds JSON'],
    [{ tags: ['a|b'] }, 'the tag "a|b" holds a "|"'],
  ])('refuses %j', async (fields, says) => {
    await expect(added('cases.csv', 'id,message,tags\na,b,c\n', fields)).rejects.toThrow(says);
  });
});

describe('other formats', () => {
  const next = { id: 'b', text: 'two\nlines' };

  it.each<[string, string, string]>([
    ['a.jsonl', '{"id":"a"}', '{"id":"a"}\n{"id":"b","text":"two\\nlines"}\n'],
    ['a.json', '[{"id":"a"}]', '[{"id":"a"},{"id":"b","text":"two\\nlines"}]'],
    [
      'a.json',
      '[ {"id": "a"},  {"id": "c"} ]\n',
      '[ {"id": "a"},  {"id": "c"},  {"id": "b", "text": "two\\nlines"} ]\n',
    ],
    [
      'a.json',
      '{\n  "cases": [\n    {\n      "id": "a"\n    }\n  ]\n}\n',
      '{\n  "cases": [\n    {\n      "id": "a"\n    },\n    {\n      "id": "b",\n      "text": "two\\nlines"\n    }\n  ]\n}\n',
    ],
    [
      'a.yaml',
      '# golden\n- id: a # first\n',
      '# golden\n- id: a # first\n- id: "b"\n  text: "two\\nlines"\n',
    ],
    [
      'a.yml',
      'cases:\n  - id: a\n    text: |\n      x',
      'cases:\n  - id: a\n    text: |\n      x\n  - id: "b"\n    text: "two\\nlines"\n',
    ],
    ['a.yaml', '[{id: a}]\n', '[{id: a},{"id":"b","text":"two\\nlines"}]\n'],
  ])('%s keeps its layout: %j', async (file, before, after) => {
    expect(await added(file, before, next)).toBe(after);
  });

  it('refuses another kind of file', async () => {
    await expect(added('cases.xlsx', '', next)).rejects.toThrow('is no kind of dataset');
  });
});

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '2026-01-01',
    'yes',
    'null',
    '~',
    '1e3',
    '"',
    'a\n- b: c\n',
    ' x ',
    '=1+1',
    '#',
    '{{m}}',
    '0x1f',
    '\ttab',
  ),
);

describe.each([
  ['cases.csv', 'id,message,expected:json\na,first,1\n'],
  ['cases.tsv', 'id\tmessage\texpected:json\na\tfirst\t1\n'],
  ['cases.jsonl', '{"id":"a","message":"first","expected":1}\n'],
  ['cases.json', '[\n  {"id": "a", "message": "first", "expected": 1}\n]\n'],
  ['cases.yaml', 'cases:\n  - id: a\n    message: first\n    expected: 1\n'],
])('%s', (file, text) => {
  it('reads back every case as it was given, and the others as they were', async () => {
    const project = await makeProject({ [file]: text });
    const before = await loadDataset([project.path(file)]);
    await fc.assert(
      fc.asyncProperty(texts, fc.jsonValue({ maxDepth: 2 }), async (message, expectation) => {
        const expected: Json = JSON.parse(JSON.stringify(expectation));
        await writeFile(project.path(file), await added(file, text, { id: 'b', message, expected }));
        const { cases } = await loadDataset([project.path(file)]);
        expect(canonicalJson(cases[0])).toBe(canonicalJson(before.cases[0]));
        expect(cases).toHaveLength(2);
        expect(cases[1]?.variables).toEqual({ message: message.toWellFormed() });
        expect(canonicalJson(cases[1]?.expected)).toBe(canonicalJson(expected));
      }),
      { numRuns: 60 },
    );
    expect(await readFile(project.path(file), 'utf8')).toContain('first');
  });
});
