import { formatCount } from '../core/format.ts';
import type { EstimatedUsage, GateEvidence } from '../core/gate-evidence.ts';
import { ended } from '../core/text.ts';
import { type Decision, missingLimit, plural } from './outcome.ts';

const reason = 'estimated-usage';

/** The decision where too many trials were estimated on one arm and counted on the other, or undefined. */
export function tooMuchApart({ estimated, cases, repeats }: GateEvidence): Decision | undefined {
  if (!estimated || estimated.apart <= missingLimit * cases * repeats) return undefined;
  const { apart } = estimated;
  return {
    status: 'inconclusive',
    reason,
    sentence: `${estimatedWords(apart)}, and that of the same trials of the other arm was reported. An estimate sees no reasoning, so the two can't be compared. Have the server report usage for both arms.`,
  };
}

/** The decision on a limit that no estimate is beyond. */
export function boundDecision({ trials }: EstimatedUsage): Decision {
  return {
    status: 'inconclusive',
    reason,
    sentence: `${estimatedWords(trials)}. An estimate sees no reasoning, so it can show that a limit is broken, but not that it holds. Have the server report usage.`,
  };
}

/** What is decided with estimates says so. */
export function withEstimates({ estimated }: GateEvidence, decision: Decision): Decision {
  if (!estimated || decision.reason === reason) return decision;
  const { trials, apart } = estimated;
  const left =
    apart === 0
      ? ''
      : `; ${formatCount(apart)} of them cannot be compared, as that of the other arm was reported`;
  return {
    ...decision,
    sentence: `${ended(decision.sentence)} ${capitalized(estimatedWords(trials))}${left}.`,
  };
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function estimatedWords(trials: number): string {
  return `the usage of ${plural(trials, 'trial')} was estimated from the texts because the server reported none`;
}
