import type { Verdict } from '../core/verdict.ts';

/** Why a passing verdict can't be believed: an enforced gate says otherwise. A run file can be edited. */
export function contradiction(verdict: Verdict): string | undefined {
  if (verdict.status !== 'pass') return undefined;
  const other = verdict.outcomes.find((outcome) => outcome.enforced && outcome.status !== 'pass');
  return other && `The verdict is pass, and yet its gate "${other.gate}" says ${other.status}`;
}
