import { defineEvaluator } from 'prompteval';

/**
 * Copy this file, name it after what it measures and import it in prompteval.config.ts. The config's gates name the metric.
 * `checkEvaluator` of 'prompteval/testing' holds it to its contract.
 */
export default defineEvaluator({
  name: 'short',
  // Raise it when the same answer would get another score: runs then know that they can't be compared.
  version: '1',
  // `binary` is 0 or 1; `score` is any number within `range`, on which the bounds of a gate rest.
  metrics: [{ id: 'short', better: 'higher', kind: 'binary', range: [0, 1] }],
  // There is also `case` (with `expected` and `tags`), `variables`, `messages`, `scores` of the evaluators before this one,
  // and `signal`, which is aborted when the time is up (`timeoutMs`, 30 s by default).
  evaluate({ completion }) {
    if (completion.text.trim() === '') return { metric: 'short', unscored: 'the answer is empty' };
    const length = [...completion.text].length;
    return { metric: 'short', value: length <= 280 ? 1 : 0, reason: `${length} characters` };
  },
});
