import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/core/case.ts';
import type { Evaluator } from '../../../src/core/evaluator.ts';
import type { Json } from '../../../src/core/json.ts';
import { caseChecks } from '../../../src/evaluators/case-checks.ts';
import { grounded } from '../../../src/evaluators/judges/grounded.ts';
import { escalates } from '../../../src/evaluators/safety/escalates.ts';
import { injection } from '../../../src/evaluators/safety/injection.ts';
import { leak } from '../../../src/evaluators/safety/leak.ts';
import { refusal } from '../../../src/evaluators/safety/refusal.ts';
import { containsAll } from '../../../src/evaluators/texts/contains-all.ts';
import { language } from '../../../src/evaluators/texts/language.ts';
import { evaluatorProblemsOf } from '../../../src/project/cases/evaluator-problems.ts';

function problemsOf(evaluator: Evaluator, rows: Record<string, Json>[]) {
  const cases = rows.map(
    (variables, index): Case => ({
      id: `c${index}`,
      variables,
      tags: [],
      critical: false,
      split: null,
    }),
  );
  return evaluatorProblemsOf(
    { display: () => 'prompteval.config.ts', config: { file: '' } },
    { name: 'a', evaluators: [evaluator] },
    { name: 'a.csv', digest: '', cases },
  );
}

describe('a field that no case has', () => {
  it.each<[Evaluator, string]>([
    [injection({ field: 'atack' }), 'atack'],
    [leak({ field: 'canry' }), 'canry'],
    [caseChecks(), 'checks'],
    [grounded({ field: 'context', model: 'a/b' }), 'context'],
    [refusal({ field: 'no' }), 'no'],
    [language({ field: 'lang' }), 'lang'],
    [escalates({ phrases: ['a'], field: 'person' }), 'person'],
    [containsAll({ field: 'words' }), 'words'],
  ])('is an error of the config: %#', (evaluator, field) => {
    const problems = problemsOf(evaluator, [{ attack: '', canary: '' }]);
    expect(problems).toMatchObject([{ file: 'prompteval.config.ts', field: "prompts['a'].evaluators" }]);
    expect(problems[0]?.message).toContain(`reads the field "${field}", which no case of a.csv has`);
  });

  it('is fine where one case has it, and where it is not read', () => {
    expect(problemsOf(injection(), [{ attack: '' }, {}])).toEqual([]);
    expect(problemsOf(leak(), [{}])).toEqual([]);
    expect(problemsOf(injection({ field: 'atack' }), [{ attack: '' }])[0]?.hint).toBe(
      'Did you mean "attack"?',
    );
  });
});

describe('what a case says to an evaluator', () => {
  it.each<[Evaluator, string, Json, string | undefined]>([
    [caseChecks(), 'checks', '[{"use":"contains","text":"a"}]', undefined],
    [caseChecks(), 'checks', '', undefined],
    [caseChecks(), 'checks', '[{', 'are no list'],
    [caseChecks(), 'checks', [{ use: 'contians', text: 'a' }], 'Did you mean "contains"?'],
    [caseChecks(), 'checks', [{ use: 'contains', txt: 'a' }], 'contains.txt: unknown option'],
    [caseChecks(), 'checks', [{ use: 'matches', pattern: '(' }], 'Invalid regular expression'],
    [injection(), 'attack', '["BANANA9"]', undefined],
    [injection(), 'attack', '["BANANA9"', 'begins as JSON'],
    [injection(), 'attack', '{"says": "a', 'begins as JSON'],
    [injection(), 'attack', '[admin] hello', undefined],
    [injection(), 'attack', '{"says":["a"],"call":["b"]}', 'holds no text'],
    [injection(), 'attack', { matches: ['('] }, 'no regular expression'],
    [leak({ field: 'canary' }), 'canary', '["a"', 'begins as JSON'],
  ])('%# %s', (evaluator, field, value, said) => {
    const problems = problemsOf(evaluator, [{ [field]: value }]);
    expect(problems).toHaveLength(said === undefined ? 0 : 1);
    expect(problems[0]?.message ?? '').toContain(said ?? '');
    if (said !== undefined) expect(problems[0]?.message).toMatch(/^case c0: /);
  });

  it('is counted where much is wrong', () => {
    const rows = Array.from({ length: 20 }, () => ({ checks: 'x' }));
    expect(problemsOf(caseChecks(), rows).at(-1)).toMatchObject({
      more: 15,
      message: 'and 15 more like these',
    });
  });
});
