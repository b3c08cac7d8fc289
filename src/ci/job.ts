/** Why a CI job runs, in the same words for every CI. */
export type JobKind =
  /** A proposed change, before it is merged. */
  | 'change'
  /** The branch that releases moved on. */
  | 'main'
  | 'nightly'
  /** Nothing that asks for an evaluation. */
  | 'other';

export interface CiJob {
  system: 'github' | 'gitlab';
  kind: JobKind;
  /** As the CI calls it: `pull_request`, `push`, `schedule`. */
  event: string;
  /** The branch, or what stands for it. */
  ref: string;
  /** Which commit the job is about: of a change the head that its author pushed. */
  commit: string;
  change: Change | null;
  /** The branch that releases. */
  mainBranch: string;
  /** The page of this job; null where it is not known. */
  page: string | null;
  /** The folder of the checkout; paths in annotations start there. */
  root: string;
  /** Why nothing may be run at all; null where there is no reason. */
  refusal: string | null;
}

export interface Change {
  /** Of the pull request or merge request; null in a merge queue, where nobody reads comments. */
  number: number | null;
  /** The tip of the branch that it goes to: a commit, or the name of a branch. */
  base: string | null;
  /** What the change began from, where that is known apart from `base`. */
  forkPoint: string | null;
  /** From another repository or a bot, so that the job has no secrets. */
  isFork: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Empty is not set. */
export function variable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

/** An address for a link; null for what is none, so that nothing else ever stands in its place. */
export function webAddress(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href.replace(/[()]/g, encodeParenthesis) : null;
}

function encodeParenthesis(character: string): string {
  return character === '(' ? '%28' : '%29';
}
