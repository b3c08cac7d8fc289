import { expect, it } from 'vitest';
import { formatProblem } from '../../src/core/problem.ts';
import type { PromptFile, Variable } from '../../src/core/prompt.ts';
import { caseKinds } from '../../src/datasets/case-kinds.ts';
import { datasetProblems } from '../../src/datasets/dataset-problems.ts';
import { misspeltFields } from '../../src/datasets/misspelt-fields.ts';
import { loadFiles } from './files.ts';

const promptTaking = (variables: Record<string, Variable>): PromptFile => ({
  name: 'triage',
  model: 'demo/in-context',
  modelParameters: {},
  messages: [],
  'x-prompteval': { variables },
});
const required: Variable = { type: 'string', required: true };

const rows = Array.from({ length: 8 }, (_, index) =>
  index === 0 ? '{"id":"c0","message":"a","plan":"x"}' : `{"id":"c${index}","message":""}`,
);
const files = { 'd.jsonl': rows.join('\n') };

it.each<[string, Record<string, Variable>, string[]]>([
  ['nothing, where every case has every value', { message: required }, []],
  ['nothing, where a default stands in', { plan: { type: 'string', required: false, default: '' } }, []],
  [
    'the cases without a value, and how many more',
    { plan: required },
    [
      ...[2, 3, 4, 5, 6].map(
        (line) =>
          `d.jsonl:${line} plan: the case "c${line - 1}" has no value for {{plan}}, which the prompt "triage" needs`,
      ),
      'd.jsonl:7 plan: and 2 more cases without a value for {{plan}}',
    ],
  ],
  [
    'a variable that no case has, once',
    { mesage: required },
    [
      'd.jsonl mesage: the prompt "triage" uses {{mesage}}, which no case of the dataset "d" has; expected one of the fields message, plan. Did you mean "message"?',
    ],
  ],
])('lists %s', async (_, variables, said) => {
  const dataset = await loadFiles(files);
  expect(datasetProblems(dataset, promptTaking(variables)).map(formatProblem)).toEqual(said);
});

it('takes null for a missing value, except where JSON is asked for', async () => {
  const dataset = await loadFiles({ 'd.json': '[{"id": 1, "a": null}]' });
  expect(datasetProblems(dataset, promptTaking({ a: { type: 'json', required: true } }))).toEqual([]);
  expect(datasetProblems(dataset, promptTaking({ a: required }))).toMatchObject([
    { file: 'd.json', line: 1, field: 'a' },
  ]);
});

it('counts the kinds of cases', async () => {
  const dataset = await loadFiles({
    'd.csv': 'id,tags,critical\n1,edge|german,true\n2,german,\n3,,true\n4,edge,\n5,german,\n',
  });
  expect(caseKinds(dataset)).toEqual([
    { tag: 'german', cases: 3, critical: 1 },
    { tag: 'edge', cases: 2, critical: 1 },
  ]);
});

it('warns of fields that are written like reserved ones, where no variable is called so', async () => {
  const dataset = await loadFiles({ 'd.csv': 'ID,Expected,Tags,message\n1,yes,a,hello\n' });
  const warned = misspeltFields(dataset, promptTaking({ message: required, Tags: required }));
  expect(warned.map(({ field, hint }) => [field, hint])).toEqual([
    ['ID', expect.stringContaining('call it "id"')],
    ['Expected', expect.stringContaining('call it "expected"')],
  ]);
});
