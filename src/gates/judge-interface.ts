import type { GateOutcome } from '../core/verdict.ts';

export interface InterfaceEvidence {
  /** What the candidate no longer keeps of the baseline's interface; null without a baseline. */
  changes: readonly { field: string; message: string }[] | null;
  /** The draft says that it breaks its interface on purpose. */
  declaredBreaking: boolean;
}

/** The built-in gate `interface`: systems upstream and downstream must go on working unchanged. */
export function judgeInterface(evidence: InterfaceEvidence): GateOutcome[] {
  const { changes, declaredBreaking } = evidence;
  if (changes === null) return [];
  const common = {
    gate: 'interface',
    metric: null,
    model: null,
    slice: null,
    enforced: true,
    interval: null,
    expected: 'variables and output schema keep what the baseline promised',
  };
  if (changes.length === 0) {
    return [
      {
        ...common,
        status: 'pass',
        reason: 'interface-kept',
        actual: 'kept',
        text: 'interface: variables and output schema keep what the baseline promised.',
      },
    ];
  }
  const list = changes.map((change) => `${change.field}: ${change.message}`).join('; ');
  const actual = changes.map((change) => change.field).join(', ');
  if (declaredBreaking) {
    return [
      {
        ...common,
        status: 'pass',
        reason: 'interface-breaking-declared',
        expected: 'the draft may break what the baseline promised: it declares so',
        actual: `broken: ${actual}`,
        text: `interface: broken on purpose, as the draft declares: ${list}.`,
      },
    ];
  }
  const hint = 'If that is meant, say so in the draft with `x-prompteval: {interface: breaking}`.';
  return [
    { ...common, status: 'fail', reason: 'interface-broken', actual, text: `interface: ${list}. ${hint}` },
  ];
}
