import { defineConfig, exactMatch, jsonSchema } from 'prompteval';
import humanHandoff from './evaluators/human-handoff.ts';

/** The example project. It needs no key: `demo/in-context` is a small model inside the package. */
export default defineConfig({
  prompts: {
    'support-triage': {
      dataset: 'datasets/support-triage.csv',
      evaluators: [exactMatch({ metric: 'quality', path: 'category' }), jsonSchema(), humanHandoff],
      gates: [
        { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 },
        { metric: 'handoff', noWorseThan: 'baseline', margin: 0.05 },
        { metric: 'schema', min: 1 },
        // More examples in the prompt cost more. This much is worth it, not more.
        { metric: 'cost', maxIncrease: '50%' },
        { metric: 'latency', stat: 'p95', max: '1s' },
        { cases: 'critical', mustPass: 'quality' },
      ],
    },
  },
  // USD per million tokens, invented: the demo model costs nothing.
  prices: { 'demo/in-context': { input: 0.1, output: 0.4 } },
});
