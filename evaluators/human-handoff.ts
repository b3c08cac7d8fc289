import { defineEvaluator } from 'prompteval';

/**
 * A message that a person must answer is never sorted as needing none. The opposite mistake costs a colleague
 * a minute and harms nobody, so it passes. An answer that can't be read hands nothing over and fails.
 */
export default defineEvaluator({
  name: 'human-handoff',
  version: '1',
  metrics: [{ id: 'handoff', better: 'higher', kind: 'binary', range: [0, 1] }],
  evaluate({ case: { expected }, completion }) {
    const needed = readHuman(expected);
    if (needed === undefined)
      return { metric: 'handoff', unscored: 'expected has no true or false under "human"' };
    const answered = readHuman(parse(completion.text));
    if (answered === undefined) {
      return { metric: 'handoff', value: 0, reason: 'the answer has no true or false under "human"' };
    }
    if (needed && !answered) {
      return { metric: 'handoff', value: 0, reason: 'a person must answer, and none would see it' };
    }
    return { metric: 'handoff', value: 1 };
  },
});

function readHuman(value: unknown): boolean | undefined {
  if (typeof value !== 'object' || value === null || !('human' in value)) return undefined;
  return typeof value.human === 'boolean' ? value.human : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
