import { expect, it } from 'vitest';
import type { Evaluator } from '../../../src/core/evaluator.ts';
import { exactMatch } from '../../../src/evaluators/texts/exact-match.ts';
import { evaluatorDigest } from '../../../src/project/ci/evaluator-digest.ts';

const matching = exactMatch({ metric: 'quality', path: 'topic' });
const bundled: Evaluator['evaluate'] = (context) => matching.evaluate(context);

it.each<[string, Evaluator, boolean]>([
  ['the same options, loaded another way', { ...matching, evaluate: bundled }, true],
  ['other options', exactMatch({ metric: 'quality', path: 'other' }), false],
  ['another metric', exactMatch({ metric: 'topic', path: 'topic' }), false],
  ['another version', { ...matching, version: '0' }, false],
])("tells a built-in evaluator's change by all but the text of its functions: %s", (_, other, isSame) => {
  expect(evaluatorDigest(other) === evaluatorDigest(matching)).toBe(isSame);
});

it("tells the change of one's own by the text too", () => {
  const own = { ...matching, name: 'own' };
  expect(evaluatorDigest({ ...own, evaluate: bundled })).not.toBe(evaluatorDigest(own));
});
