import type { VersionPointer } from '../core/registry.ts';
import type { OnInconclusive, ReleasePlan, RunFile } from '../core/run-file.ts';
import { type Shard, shardName } from '../core/shard.ts';
import type { Verdict } from '../core/verdict.ts';
import { missingModel } from './own-model.ts';
import { contradiction } from './verdict-contradiction.ts';

export interface PlanInput {
  verdict: Verdict;
  status: RunFile['status'];
  alias: string;
  /** `version` is null for a draft. */
  candidate: { version: number | null; digest: string };
  /** What the alias names. */
  head: VersionPointer | null;
  /** Default: `block`. */
  onInconclusive?: OnInconclusive | undefined;
  /** The candidate is a live version against its own release. */
  isDrift?: boolean;
  /** The answers are another run's. */
  isScoredAgain?: boolean;
  /** The model that the version ships with, where it is not among those evaluated. */
  missingModel?: string | undefined;
  /** It is a part of a run. */
  shard?: Shard | undefined;
}

/**
 * What should happen to the alias. Only a whole run with the verdict `pass` promotes by itself; one that is
 * inconclusive may wait for a person, where the prompt's config says `onInconclusive: 'ask'`.
 */
export function planRelease(input: PlanInput): ReleasePlan {
  const { alias, verdict } = input;
  const hold = (because: string): ReleasePlan => ({ action: 'hold', alias, because });
  const obstacle = obstacleTo(input);
  if (obstacle !== undefined) return hold(obstacle);
  if (verdict.status === 'pass') return { action: 'promote', alias, because: reasonFor(input) };
  const tooThin = 'The evidence is too thin to prove what the gates ask for';
  if (input.onInconclusive !== 'ask') return hold(`${tooThin}.`);
  if (!mustPassHeld(verdict)) return hold(`${tooThin}, and a case that must pass did not.`);
  return {
    ...hold(`${tooThin}, but no gate failed. An owner may approve exactly this plan.`),
    awaits: 'approval',
  };
}

/** Whether a stored run is one that people may accept: worked out again, because its file can be edited. */
export function mayBeAccepted(run: RunFile, onInconclusive: OnInconclusive): boolean {
  const { verdict, status, head, arms, shard } = run;
  const { alias } = run.plan;
  const missing = missingModel(run.pairings, arms.candidate.prompt);
  const isDrift = run.drift !== undefined;
  const isScoredAgain = run.scoredFrom !== undefined;
  const plan = planRelease({
    verdict,
    status,
    alias,
    candidate: arms.candidate,
    head,
    onInconclusive,
    isDrift,
    isScoredAgain,
    missingModel: missing,
    shard,
  });
  return plan.awaits === 'approval';
}

/** What no approval helps against. */
function obstacleTo(input: PlanInput): string | undefined {
  const { verdict, status, alias, candidate, head, isDrift, isScoredAgain, shard } = input;
  if (isDrift) return `A drift run compares ${alias} with itself.`;
  if (isScoredAgain) return 'A run that scored the answers of another run again never promotes.';
  if (status === 'smoke') return 'A run that was narrowed to a part of the cases or models never promotes.';
  if (shard) return `This is ${shardName(shard)}; only the run that is merged from all of them can promote.`;
  if (status === 'incomplete') return 'The run did not finish.';
  if (verdict.status === 'fail') return 'A gate failed.';
  const contradicted = contradiction(verdict);
  if (contradicted !== undefined) return `${contradicted}.`;
  if (candidate.digest === head?.digest) {
    return `The candidate is what ${alias} names already: version ${head.version}.`;
  }
  if (input.missingModel !== undefined) {
    return `The run did not evaluate ${input.missingModel} with the parameters that the version ships with, so it proves nothing about what would be released.`;
  }
  return undefined;
}

/** Only outcomes of `mustPass` list their cases. */
function mustPassHeld({ outcomes }: Verdict): boolean {
  return outcomes.every(
    ({ enforced, cases, status }) => !enforced || cases === undefined || status === 'pass',
  );
}

function reasonFor({ verdict, alias, head }: PlanInput): string {
  if (head === null) return `${alias} names no version yet, and every gate that needs none passed.`;
  const enforced = verdict.outcomes.filter((outcome) => outcome.enforced).length;
  if (enforced === 0) return 'No gate is enforced, so nothing stands against it.';
  return enforced === 1 ? 'The enforced gate passed.' : `All ${enforced} enforced gates passed.`;
}
