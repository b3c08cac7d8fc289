import type { VersionPointer } from '../core/registry.ts';
import type { ReleasePlan, RunFile } from '../core/run-file.ts';
import type { Verdict } from '../core/verdict.ts';
import { contradiction } from './verdict-contradiction.ts';

export interface PlanInput {
  verdict: Verdict;
  status: RunFile['status'];
  alias: string;
  /** `version` is null for a draft. */
  candidate: { version: number | null; digest: string };
  /** What the alias names. */
  head: VersionPointer | null;
}

/** What should happen to the alias. Only a whole run with the verdict `pass` promotes. */
export function planRelease(input: PlanInput): ReleasePlan {
  const { alias } = input;
  const obstacle = obstacleTo(input);
  if (obstacle !== undefined) return { action: 'hold', alias, because: obstacle };
  return { action: 'promote', alias, because: reasonFor(input) };
}

function obstacleTo({ verdict, status, alias, candidate, head }: PlanInput): string | undefined {
  if (status === 'smoke') return 'A run that was narrowed to a part of the cases or models never promotes.';
  if (status === 'incomplete') return 'The run did not finish.';
  if (verdict.status === 'fail') return 'A gate failed.';
  if (verdict.status === 'inconclusive') return 'The evidence is too thin to prove what the gates ask for.';
  const contradicted = contradiction(verdict);
  if (contradicted !== undefined) return `${contradicted}.`;
  if (candidate.digest === head?.digest) {
    return `The candidate is what ${alias} names already: version ${head.version}.`;
  }
  return undefined;
}

function reasonFor({ verdict, alias, head }: PlanInput): string {
  if (head === null) return `${alias} names no version yet, and every gate that needs none passed.`;
  const enforced = verdict.outcomes.filter((outcome) => outcome.enforced).length;
  if (enforced === 0) return 'No gate is enforced, so nothing stands against it.';
  return enforced === 1 ? 'The enforced gate passed.' : `All ${enforced} enforced gates passed.`;
}
