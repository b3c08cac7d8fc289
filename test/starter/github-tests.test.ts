import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { readGithubTests } from '../../src/starter/github-tests.ts';

const codesOf = (evaluator: JsonObject) =>
  readGithubTests({ evaluators: [evaluator] }).evaluators.map(({ code }) => code);

it.each<[JsonObject, string]>([
  [{ name: 'Same', string: { equals: '{{expected}}' } }, "exactMatch({ metric: 'same' })"],
  [
    { name: 'Has it', string: { contains: '{{ expected }}' } },
    "contains({ metric: 'has-it', ignoreCase: true })",
  ],
  [
    { name: "It's", string: { startsWith: 'Summary - (1)' } },
    "matches({ metric: 'it-s', pattern: /^Summary - \\(1\\)/i })",
  ],
  [
    { name: 'Begins', string: { startsWith: '{{expected}}' } },
    "startsWith({ metric: 'begins', ignoreCase: true })",
  ],
  [{ name: 'End', string: { endsWith: 'a/b.' } }, "matches({ metric: 'end', pattern: /a\\/b\\.$/i })"],
  [{ name: 'All', string: { equals: 'yes' } }, "matches({ metric: 'all', pattern: /^yes$/ })"],
  [{ string: { contains: 'x' } }, "matches({ metric: 'evaluators-0', pattern: /x/i })"],
])('%j becomes %s', (evaluator, code) => {
  expect(codesOf(evaluator)).toEqual([code]);
});

it.each<[JsonObject, string]>([
  [{ name: 'Near', uses: 'github/similarity' }, 'evaluators[0] "Near": uses github/similarity'],
  [{ name: 'Judge', llm: { modelId: 'm' } }, 'evaluators[0] "Judge": a model as the judge'],
  [
    { name: 'T', string: { contains: '{{input}}' } },
    'evaluators[0] "T": contains with a template other than {{expected}}',
  ],
  [{ name: 'E', string: { endsWith: '{{expected}}' } }, 'evaluators[0] "E": endsWith {{expected}}'],
  [{ name: 'N', string: { contains: '' } }, 'evaluators[0] "N": it checks nothing that is known here'],
  [{ name: 'N', string: {} }, 'evaluators[0] "N": it checks nothing that is known here'],
  [{}, 'evaluators[0]: of no kind that is known here'],
])('%j is said to be lost', (evaluator, sentence) => {
  expect(readGithubTests({ evaluators: [evaluator] })).toEqual({
    rows: [],
    evaluators: [],
    lost: [sentence],
  });
});

it('takes test data over as it is, gives each metric a name of its own, and loses nothing in silence', () => {
  const row = { input: 'a\n', expected: 'b' };
  const same = { name: 'Same', string: { contains: 'x' } };
  const read = readGithubTests({ testData: [row, 'no map'], evaluators: [same, same] });
  expect(read.rows).toEqual([row]);
  expect(read.lost).toEqual(['testData[1] is no map of variables']);
  expect(read.evaluators.map(({ metric }) => metric)).toEqual(['same', 'same-2']);
});
