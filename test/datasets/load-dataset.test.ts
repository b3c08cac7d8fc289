import { describe, expect, it } from 'vitest';
import { type Files, loadFiles, problemsOf } from './files.ts';

const triage = {
  id: 'a-1',
  variables: { message: 'My invoice is wrong, again', customer: { plan: 'pro' } },
  expected: { category: 'billing' },
  tags: ['edge', 'german'],
  critical: true,
  split: 'release' as const,
  notes: 'from a ticket',
};
const plain = {
  id: 'a-2',
  variables: { message: 'Hi', customer: {} },
  expected: 1,
  tags: [],
  critical: false,
  split: null,
};

const cells = [
  ['id', 'message', 'customer:json', 'expected:json', 'tags', 'critical', 'split', 'notes'],
  [
    'a-1',
    '"My invoice is wrong, again"',
    '"{""plan"": ""pro""}"',
    '"{""category"":""billing""}"',
    'edge|german',
    'true',
    'release',
    'from a ticket',
  ],
  ['a-2', 'Hi', '{}', '1', '', '', '', ''],
];
const separated = (separator: string) => cells.map((row) => `${row.join(separator)}\n`).join('');
const csv = separated(',');
const objects = [
  {
    id: 'a-1',
    ...triage.variables,
    expected: triage.expected,
    tags: triage.tags,
    critical: true,
    split: 'release',
    notes: 'from a ticket',
  },
  { id: 'a-2', ...plain.variables, expected: 1 },
];
/** Nine levels of nine: some four hundred million texts. */
const bomb = `- id: 1
  a0: &a0 [x, x]
${Array.from({ length: 9 }, (_, level) => `  a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`)}]`).join('\n')}
`;

const yaml = `- id: a-1
  message: My invoice is wrong, again
  customer: {plan: pro}
  expected: {category: billing}
  tags: edge | german
  critical: true
  split: release
  notes: from a ticket
- id: a-2
  message: Hi
  customer: {}
  expected: 1
`;

describe('the same two cases', () => {
  it.each<[string, Files]>([
    ['CSV', { 'd.csv': csv }],
    [
      'CSV with a byte order mark, CRLF and capitals, as a spreadsheet writes it',
      { 'd.csv': `\uFEFF${csv.replaceAll('\n', '\r\n').replace('true', 'TRUE')}` },
    ],
    ['CSV with a blank line and an empty row', { 'd.csv': csv.replace('a-2', '\n,,,,,,,\na-2') }],
    ['CSV without a line end at its end', { 'd.csv': csv.trimEnd() }],
    ['CSV with tabs', { 'd.tsv': separated('\t') }],
    ['CSV with semicolons', { 'd.csv': separated(';') }],
    ['JSONL', { 'd.jsonl': objects.map((one) => JSON.stringify(one)).join('\n\n') }],
    ['JSON', { 'd.json': JSON.stringify(objects) }],
    ['JSON with a key', { 'd.json': JSON.stringify({ cases: objects }) }],
    ['YAML', { 'd.yaml': yaml }],
    ['YAML with a key', { 'd.yml': `cases:\n${yaml}` }],
    [
      'two files',
      { 'd.csv': csv.split('\n').slice(0, 2).join('\n'), 'e.json': JSON.stringify(objects.slice(1)) },
    ],
  ])('are read from %s', async (_, files) => {
    const dataset = await loadFiles(files);
    expect(dataset).toEqual({
      name: Object.keys(files).length > 1 ? 'd and 1 more' : 'd',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      cases: [triage, plain],
    });
    expect(dataset.digest).toBe((await loadFiles({ 'x.json': JSON.stringify(objects) })).digest);
  });
});

describe('a cell', () => {
  it('may hold separators, quotes and lines', async () => {
    const { cases } = await loadFiles({ 'd.csv': 'id,message\n1,"a, ""b""\r\nc;d"\n2, e \n' });
    expect(cases.map(({ variables }) => variables.message)).toEqual(['a, "b"\r\nc;d', ' e ']);
  });

  it('that is empty is an empty variable, and no expected answer', async () => {
    const { cases } = await loadFiles({ 'd.csv': 'id,message,more:json,expected\n1,,,\n' });
    expect(cases).toEqual([{ id: '1', variables: { message: '' }, tags: [], critical: false, split: null }]);
  });

  it('may hold a line separator of Unicode in JSONL', async () => {
    const { cases } = await loadFiles({ 'd.jsonl': '{"id":"1","message":"a\u2028b"}' });
    expect(cases[0]?.variables.message).toBe('a\u2028b');
  });
});

describe('an id that is not given', () => {
  it('comes from the content alone', async () => {
    const [before, after] = await Promise.all([
      loadFiles({ 'd.csv': 'message,expected\na,1\nb,2\n' }),
      loadFiles({ 'd.csv': 'message,expected,tags\nb,2,edge\n' }),
    ]);
    expect(before.cases[1]?.id).toMatch(/^case-[0-9a-f]{12}$/);
    expect(after.cases[0]?.id).toBe(before.cases[1]?.id);
  });
});

describe('the digest of a dataset', () => {
  const digest = async (line: string) =>
    (await loadFiles({ 'd.csv': `id,message,expected,tags,critical,split,notes\n${line}\n` })).digest;
  it('covers what can change a score, and no notes', async () => {
    const same = await digest('1,a,b,c,true,tune,x');
    expect(await digest('1,a,b,c,true,tune,other')).toBe(same);
    const others = [
      '2,a,b,c,true,tune,x',
      '1,z,b,c,true,tune,x',
      '1,a,z,c,true,tune,x',
      '1,a,b,z,true,tune,x',
      '1,a,b,c,,tune,x',
      '1,a,b,c,true,,x',
    ];
    for (const other of others) expect(await digest(other)).not.toBe(same);
  });
});

describe('a mistake names file, line and field', () => {
  it.each<[string, Files, string[]]>([
    [
      'a duplicate id',
      { 'd.csv': 'id,m\n1,"a\nb"\n2,b\n1,c\n' },
      ['d.csv:5 id: duplicate id "1", which the case at line 2 has too'],
    ],
    [
      'a duplicate id in another file',
      { 'd.csv': 'id,m\n1,a\n', 'e.json': '[\n {"id": 2},\n {"id": 1}\n]' },
      ['e.json:3 id: duplicate id "1", which the case at d.csv, line 2 has too'],
    ],
    [
      'duplicate content',
      { 'd.csv': 'm\na\na\n' },
      ['d.csv:3: is a duplicate of the case at line 2. Remove one, or give each an id'],
    ],
    [
      'ragged rows, all of them',
      { 'd.csv': 'id,m\n1,a,b\n2\n3,c\n' },
      [
        'd.csv:2: has 3 cells; expected 2, as the header has',
        'd.csv:3: has 1 cell; expected 2, as the header has',
      ],
    ],
    [
      'a quote that is never closed',
      { 'd.csv': 'id,m\n1,a\n2,"b\n3,c\n' },
      ['d.csv:3: has a quote that is never closed'],
    ],
    ['a quote in a cell', { 'd.csv': 'id,m\n1,5" pipe\n' }, ['d.csv:2: has a quote in the middle of a cell']],
    ['text behind a quote', { 'd.csv': 'id,m\n1,"a"b\n' }, ['d.csv:2: has a quote in the middle of a cell']],
    [
      'a header twice',
      { 'd.csv': 'id,expected,expected:json\n1,a,1\n' },
      ['d.csv:1 expected:json: the column "expected" stands twice'],
    ],
    [
      'a header without a name',
      { 'd.csv': 'id,,m\n1,a,b\n' },
      ['d.csv:1: column 2 has no name in the header'],
    ],
    [
      'a bad boolean',
      { 'd.csv': 'id,critical\n1,ja\n' },
      ['d.csv:2 critical: is "ja"; expected true or false'],
    ],
    [
      'an unknown split',
      { 'd.jsonl': '\n{"id":"1","split":"relase"}' },
      ['d.jsonl:2 split: is "relase"; expected tune, release, or nothing for both. Did you mean "release"?'],
    ],
    [
      'bad tags',
      { 'd.yaml': '- id: a\n- id: b\n  tags: {x: 1}\n' },
      ['d.yaml:3 tags: is an object; expected a list of texts'],
    ],
    [
      'a cell that is no JSON',
      { 'd.csv': 'id,expected:json\n1,{a}\n' },
      ['d.csv:2 expected:json: is no valid JSON: '],
    ],
    [
      'a line that is no JSON',
      { 'd.jsonl': '{"id":"1"}\n{"id":\n[1]\n' },
      ['d.jsonl:2: is no valid JSON', 'd.jsonl:3: is no JSON object'],
    ],
    ['a file that is no JSON', { 'd.json': '[\n{"id": 1},\n{"id": 2]\n]' }, ['d.json:3: is no valid JSON']],
    [
      'a field of YAML and of JSON at its own line',
      {
        'd.yaml': '- id: 1\n  m: |\n    a\n    b\n  critical: maybe\n  tags: 3\n',
        'e.json': '{"cases": [\n{"id": 2,\n "m": "a",\n "split": "x"},\n{"m": "b",\n "id": 2}]}',
      },
      [
        'd.yaml:5 critical: is "maybe"',
        'd.yaml:6 tags: is 3',
        'e.json:4 split: is "x"',
        'e.json:6 id: duplicate id "2", which the case at line 2 has too',
      ],
    ],
    ['a JSON file that ends early', { 'd.json': '[\n{"id": 1}\n' }, ['d.json:2: is no valid JSON']],
    [
      'a key twice in JSON',
      { 'd.json': '[\n{"id": 1,\n "m": 1,\n "m": 2}\n]' },
      ['d.json:4 [0].m: the key "m" stands twice'],
    ],
    ['a file that is no YAML', { 'd.yaml': '- id: 1\n- id: [\n' }, ['is no valid YAML']],
    [
      'a number that is larger than any',
      {
        'd.csv': 'id,"a:json"\nx,[1e400]\n',
        'd.jsonl': '{"id":"y","a":1e400}\n',
        'd.json': '[{"id":"z","a":1e400}]',
      },
      [
        'd.csv:2 a:json: [0]: 1e400 is larger than any number that can be held. Write it as a text, in quotation marks',
        'd.jsonl:1 a: 1e400 is larger than any number that can be held. Write it as a text, in quotation marks',
        'd.json:1 [0].a: 1e400 is larger than any number that can be held. Write it as a text, in quotation marks',
      ],
    ],
    ['a key twice in YAML', { 'd.yaml': '- id: 1\n  id: 2\n' }, ['d.yaml:2: is no valid YAML: ']],
    [
      'a value that holds itself',
      { 'd.yaml': '- id: 1\n- id: 2\n  text: &a [*a]\n' },
      ['d.yaml:2 [1]: is more than 200 levels deep'],
    ],
    [
      'aliases that repeat each other',
      { 'd.yaml': bomb },
      ['d.yaml:1 [0]: grows to more than ten million characters'],
    ],
    ['a number that JSON lacks', { 'd.yaml': '- id: 1\n  expected: [.nan]\n' }, ['d.yaml:1 [0]: holds NaN']],
    ['an entry that is no object', { 'd.json': '[{"id": 1},\n 5]' }, ['d.json:2 [1]: is no object']],
    [
      'a document without a list',
      { 'd.json': '{"rows": []}' },
      ['d.json: holds no list of cases; expected a list, or {cases: […]}'],
    ],
    [
      'keys beside the list',
      { 'd.json': '{"cases": [{"id": 1}], "case": []}' },
      ['d.json case: unknown key "case". Did you mean "cases"?'],
    ],
    ['no rows', { 'd.csv': 'id,m\n' }, ['d.csv: holds no case']],
    ['an empty file', { 'd.csv': '' }, ['d.csv: holds no case']],
    [
      'other empty files',
      { 'd.jsonl': '\n', 'e.json': '[]', 'f.yaml': '' },
      ['d.jsonl: holds no case', 'e.json: holds no case', 'f.yaml: holds no case'],
    ],
    [
      'another encoding',
      { 'd.csv': Buffer.from('id,m\n1,für\n', 'latin1') },
      ['d.csv:2: is not encoded as UTF-8'],
    ],
    [
      'another encoding, with the line of its first such byte',
      {
        // Longer than what is read at once, in a way that parts a line break from its return.
        'long.csv': Buffer.from(
          `id,m${'x'.repeat(256 * 1024 - 5)}\r\n1,a\r\n2,f\u00fcr\r\n3,\u00fc\r\n`,
          'latin1',
        ),
        'mac.csv': Buffer.from('id,m\r1,a\r2,f\u00fcr\r', 'latin1'),
        'cut.jsonl': Buffer.concat([Buffer.from('{"m": "ü"}\n{"m": "'), Buffer.from([0xc3])]),
        'half.jsonl': Buffer.concat([
          Buffer.from('{"m": "'),
          Buffer.from([0xc3]),
          Buffer.from('\n{"m": "b"}\n'),
        ]),
        'wide.yaml': Buffer.from('\ufeff- id: 1\n', 'utf16le'),
      },
      [
        'long.csv:3: is not',
        'mac.csv:3: is not',
        'cut.jsonl:2: is not',
        'half.jsonl:1: is not',
        'wide.yaml:1: is not',
      ],
    ],
    [
      'another kind of file',
      { 'd.xlsx': '' },
      ['d.xlsx: is no kind of dataset that can be read; expected a file that ends in .csv'],
    ],
    ['a name that would not survive', { 'd.csv': 'id,__proto__\n1,a\n' }, ['d.csv:2 __proto__: is a name']],
    [
      'everything in every file',
      { 'd.csv': 'id,critical\n1,ja\n2,a,b\n', 'e.jsonl': '{' },
      ['d.csv:2 critical', 'd.csv:3: has 3 cells', 'e.jsonl:1: is no valid JSON'],
    ],
  ])('%s', async (_, files, said) => {
    const problems = await problemsOf(files);
    expect(problems).toHaveLength(said.length);
    for (const [index, words] of said.entries()) expect(problems[index]).toContain(words);
  });

  it('a file that is not there, with the one that is', async () => {
    expect(await problemsOf({ 'cases.csv': 'id\n1\n' }, ['case.csv'])).toEqual([
      'case.csv: does not exist. Did you mean "cases.csv"?',
    ]);
  });

  it('no file at all', async () => {
    expect(await problemsOf({}, [])).toEqual(['a dataset without a file']);
  });

  it('and counts the rest where there are too many to read', async () => {
    const problems = await problemsOf({ 'd.csv': `id,m\n${'1\n'.repeat(1000)}` });
    expect(problems).toHaveLength(51);
    expect(problems[50]).toBe('d.csv:52: and 950 more problems');
  });
});
