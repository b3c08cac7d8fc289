import { expect, it } from 'vitest';
import { formatProblem } from '../../src/core/problem.ts';
import { clusterProblems } from '../../src/datasets/cluster-problems.ts';
import { loadFiles } from './files.ts';

const rows = Array.from({ length: 9 }, (_, index) =>
  JSON.stringify({
    id: `c${index}`,
    message: 'a',
    all: index,
    tags: ['x'],
    ...(index === 0 ? { customer: 'acme' } : index === 1 ? { customer: ' ' } : {}),
  }),
);

async function problemsOf(field: string): Promise<string[]> {
  const { cases } = await loadFiles({ 'd.jsonl': rows.join('\n') });
  const place = { file: 'config.ts', field: "prompts['triage'].cluster" };
  return clusterProblems(cases, { field, place }).map(formatProblem);
}

it.each<[string, string, string[]]>([
  ['nothing, where every case has a value', 'all', []],
  [
    'the cases that have none or an empty one, and how many more',
    'customer',
    [
      ...[2, 3, 4, 5, 6].map(
        (line) =>
          `d.jsonl:${line} customer: the case "c${line - 1}" has no value for "customer", by which prompts['triage'].cluster counts cases. Fill it in; a case that belongs with no other takes a value of its own`,
      ),
      'd.jsonl:7 customer: and 3 more cases without a value for "customer"',
    ],
  ],
  [
    'a field that no case has, once, with what was meant',
    'custmer',
    [`config.ts prompts['triage'].cluster: no case has a value for "custmer". Did you mean "customer"?`],
  ],
  [
    'a field with a meaning of its own',
    'tags',
    [
      `config.ts prompts['triage'].cluster: no case has a value for "tags": it is a reserved field, and no variable`,
    ],
  ],
])('says %s', async (_, field, expected) => {
  expect(await problemsOf(field)).toEqual(expected);
});
