import type { Case } from './case.ts';
import type { Completion } from './completion.ts';
import type { JudgeRecord } from './judge.ts';
import type { ModelParameters, PromptFile } from './prompt.ts';
import type { Score } from './score.ts';

export type ArmName = 'baseline' | 'candidate';

/** A prompt version on one side of the comparison. */
export interface Arm {
  name: ArmName;
  /** null for a draft. */
  version: number | null;
  digest: string;
  prompt: PromptFile;
  /** Which of several candidates it is, where a sweep asks them side by side. */
  variant?: string;
}

/** The model and parameters that an arm runs on. `id` is what trials and reports call it. */
export interface ModelSettings {
  id: string;
  /** `provider/model` */
  model: string;
  parameters: ModelParameters;
}

/** What is compared with what: one entry of the config's `models`, resolved for both arms. */
export interface ModelPairing {
  /** The id that both arms ran on, or `own` where they differ. */
  id: string;
  /** It comes from the entry `own`, whatever its id. */
  own?: true;
  baseline: ModelSettings | null;
  candidate: ModelSettings;
}

/** One attempt to be made. */
export interface PlannedTrial {
  arm: Arm;
  case: Case;
  settings: ModelSettings;
  /** From 0. */
  repeat: number;
}

/** A line of trials.jsonl. */
export interface TrialRecord {
  arm: ArmName;
  /** Only in a sweep, of a candidate: which of them. */
  variant?: string;
  case: string;
  /** The model that this arm ran on. */
  model: string;
  repeat: number;
  status: 'completed' | 'failed';
  completion?: Completion;
  failure?: { code: string; message: string };
  scores: Score[];
  /** What evaluators asked models about this answer, and what that cost; absent where they asked nothing. */
  judge?: JudgeRecord;
  /** How many calls it took; 0 where a cache had the answer. */
  attempts: number;
  /** When the answer was asked for, where a cache had it: it was paid for then, and its latency is not known. ISO 8601 UTC. */
  askedAt?: string;
  /** The run that asked, where it was another one: what it cost was paid there, and its latency was measured there. */
  from?: string;
}

/** Whether the answer was asked for, and paid for, in this run. */
export function wasAskedNow({ from, askedAt }: Pick<TrialRecord, 'from' | 'askedAt'>): boolean {
  return from === undefined && askedAt === undefined;
}
