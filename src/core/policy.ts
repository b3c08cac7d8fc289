import type { Gate } from './gate.ts';

/** One way in which a change touches what it is judged by. */
export interface PolicyChange {
  kind:
    | 'gate-added'
    | 'gate-stricter'
    | 'gate-looser'
    | 'gate-removed'
    | 'evaluator-added'
    | 'evaluator-changed'
    | 'evaluator-removed'
    | 'cases-added'
    | 'cases-edited'
    | 'cases-removed'
    | 'critical-taken'
    | 'setting-stricter'
    | 'setting-looser';
  /** Gates by their names, cases by their ids, settings by their fields. */
  names: string[];
  /** `gate quality: margin 0.03 → 0.1` */
  text: string;
  /** Whether it makes it easier to pass, or nobody can tell. */
  isLooser: boolean;
  /** Of what it was and of what it is. */
  digest: string;
}

/** `policy` of run.json: the protected branch's terms, by which the run was judged. */
export interface RunPolicy {
  /** As it was named: `origin/main`. */
  from: string;
  commit: string;
  /** The looser ones first. */
  changes: PolicyChange[];
  /** What an approval of exactly these looser changes is bound to; null where none is looser. */
  digest: string | null;
  approvedBy: string[];
  /** In words; null where no approval is missing. */
  waitsFor: string | null;
  /** Only where cases are new: the protected branch's enforced gates, which have to hold on the cases of there alone too. */
  gates?: Gate[];
}

/** The ids of the cases that the protected branch does not have. */
export function newCases({ changes }: Pick<RunPolicy, 'changes'>): Set<string> {
  return new Set(changes.flatMap(({ kind, names }) => (kind === 'cases-added' ? names : [])));
}

/** What approvals are bound to: the looser changes, whatever else there is. */
export function looserChanges(changes: readonly PolicyChange[]): PolicyChange[] {
  return changes.filter(({ isLooser }) => isLooser);
}
