import { defineConfig, exactMatch, jsonSchema } from 'prompteval';

/** It needs no key: `demo/in-context` is a small model inside the package, a demonstration and no language model. */
export default defineConfig({
  prompts: {
    'mail-topic': {
      dataset: 'datasets/mail-topic.csv',
      evaluators: [exactMatch({ metric: 'quality', path: 'topic' }), jsonSchema()],
      gates: [
        // 60 cases can prove a drop of at most 5 points where nothing changes, and no less.
        { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 },
        { metric: 'schema', min: 1 },
        { cases: 'critical', mustPass: 'quality' },
      ],
    },
  },
  // USD per million tokens, invented: the demo model costs nothing.
  prices: { 'demo/in-context': { input: 0.1, output: 0.4 } },
});
