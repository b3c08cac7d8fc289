import { looserChanges, newCases, type RunPolicy } from '../core/policy.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { plural } from './outcome.ts';

/**
 * The built-in gate `policy`: whoever is judged does not choose by what. The other gates are those of the protected branch
 * already; this one keeps the change from making it easier for those that come after it.
 *
 * @param onKnown what its gates say of its own cases, in sentences, where there are others.
 */
export function judgePolicy(policy: RunPolicy, onKnown?: string): GateOutcome[] {
  const { from, commit, changes, approvedBy, waitsFor } = policy;
  const looser = looserChanges(changes);
  const at = `${from} (${commit.slice(0, 12)})`;
  const common = {
    gate: 'policy',
    metric: null,
    model: null,
    slice: null,
    enforced: true,
    interval: null,
    expected: `nothing looser than on ${from}`,
  };
  const more = onKnown === undefined ? '' : ` ${onKnown}`;
  const added = newCases(policy).size;
  const counted = added === 0 ? '' : `, ${plural(added, 'new case')}`;
  const list = changes.map(({ text }) => text).join('; ');
  if (looser.length === 0) {
    const what = changes.length === 0 ? 'as there' : `nothing is looser: ${list}`;
    const text = `policy: judged by the gates, evaluators and cases of ${at}; ${what}.${more}`;
    return [{ ...common, status: 'pass', reason: 'policy-kept', actual: `kept${counted}`, text }];
  }
  const actual = `${plural(looser.length, 'looser change')}${counted}`;
  if (waitsFor === null) {
    const text = `policy: this changes what it is judged by: ${list}. ${approvedBy.join(' and ')} approved that; it was judged by the gates, evaluators and cases of ${at}.${more}`;
    return [{ ...common, status: 'pass', reason: 'policy-approved', actual, text }];
  }
  // Whom it waits for, and how, comes first: a long list may be cut where there is little room.
  const text = `policy: this changes what it is judged by, and waits for ${waitsFor}. It was judged by the gates, evaluators and cases of ${at}.${more} What changed: ${list}.`;
  return [{ ...common, status: 'fail', reason: 'policy-looser', actual, text }];
}
