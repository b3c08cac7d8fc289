import { describe, expect, it } from 'vitest';
import { evaluatorsBehind, isJudged } from '../../src/evaluation/evaluators-behind.ts';
import { composite } from '../../src/evaluators/composite.ts';
import { llmJudge } from '../../src/evaluators/judges/llm-judge.ts';
import { contains } from '../../src/evaluators/texts/contains.ts';

const judge = llmJudge({ metric: 'tone', criteria: 'Is it polite?', model: 'openai/judge' });
const plain = contains({ metric: 'facts', text: 'a' });
const sum = composite({ metric: 'overall', of: { tone: 0.1, facts: 0.5 } });
const all = [plain, judge, sum];

describe('the evaluators behind a metric', () => {
  it.each<[string, string[], boolean]>([
    ['facts', ['contains'], false],
    ['tone', ['llmJudge'], true],
    ['overall', ['composite', 'llmJudge', 'contains'], true],
    ['cost', [], false],
  ])('%s', (metric, names, judged) => {
    expect(evaluatorsBehind(all, metric).map(({ name }) => name)).toEqual(names);
    expect(isJudged(all, metric)).toBe(judged);
  });
});
