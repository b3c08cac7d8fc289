import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/core/case.ts';
import type { PromptFile } from '../../../src/core/prompt.ts';
import { digestOfCases } from '../../../src/project/cases/attempt-ledger.ts';
import { renderProblems } from '../../../src/project/cases/case-problems.ts';
import { CaseSummary } from '../../../src/project/cases/case-summary.ts';

const draft: PromptFile = {
  name: 'triage',
  model: 'demo/in-context',
  modelParameters: {},
  messages: [{ role: 'user', content: '{{message}}' }],
  'x-prompteval': { variables: { message: { type: 'string', required: true, maxLength: 10 } } },
};

function caseOf(id: string, rest: Partial<Case> = {}): Case {
  return { id, variables: { message: id }, expected: 'a', tags: [], critical: false, split: null, ...rest };
}

function summarize(cases: readonly Case[], cluster?: string) {
  const summary = new CaseSummary({ gates: [], evaluators: [], ...(cluster && { cluster }) }, draft, [
    'message',
  ]);
  return { kept: cases.map((item) => summary.keep(item)), summary };
}

describe('what stands for a case', () => {
  it.each<[string, Case, boolean]>([
    ['another text', caseOf('b'), true],
    ['another tag', caseOf('b', { tags: ['edge'] }), false],
    ['a critical one', caseOf('b', { critical: true }), false],
    ['another split', caseOf('b', { split: 'tune' }), false],
    ['nothing expected', caseOf('b', { expected: null }), false],
    ['another column', caseOf('b', { variables: { message: 'b', more: 1 } }), false],
    ['a text that is too long', caseOf('far too long to fit'), false],
  ])('%s', (_, other, isSame) => {
    const { kept } = summarize([caseOf('a'), other]);
    expect(kept.map(({ id }) => id)).toEqual(['a', isSame ? 'a' : other.id]);
  });

  it('is the first of its cluster', () => {
    const cases = ['x', 'y', 'x'].map((customer, index) =>
      caseOf(`${index}`, { variables: { message: '', customer } }),
    );
    expect(summarize(cases, 'customer').kept.map(({ id }) => id)).toEqual(['0', '1', '0']);
  });
});

it('comes to the problems and the digest of all cases', () => {
  const cases = Array.from({ length: 400 }, (_, index) =>
    caseOf(`case-${index}`, {
      variables: { message: index % 2 ? 'much too long for it' : `m${index}` },
      split: index % 3 ? 'release' : 'tune',
    }),
  );
  const { kept, summary } = summarize(cases);
  const problems = (of: Case[]) => renderProblems({ name: 'a', digest: '', cases: of }, draft);
  expect(problems(kept)).toEqual(problems(cases));
  expect(problems(kept).at(-1)?.message).toBe('and 195 more like these');
  const released = cases.filter(({ split }) => split !== 'tune');
  expect(summary.releaseDigests().value()).toBe(digestOfCases(released, ['message']));
});
