import { it } from 'vitest';
import template from '../../evaluators/_template.ts';
import { checkEvaluator } from '../../src/testing/index.ts';

it('the template keeps the contract that it names', async () => {
  await checkEvaluator(template);
});
