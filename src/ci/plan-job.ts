import type { CiJob } from './job.ts';

/** What is known of a prompt before anything is run. */
export interface PromptFacts {
  name: string;
  /** Only the demonstration model of the package would be asked, which needs no key. */
  isDemo: boolean;
  /** The alias names a version. */
  isLive: boolean;
}

export interface JobPlan {
  /** Checks everything without a call. */
  validate: boolean;
  /** Evaluated where something that decides changed. */
  run: string[];
  release: string[];
  drift: string[];
  /** What a reader should know before the results: one plain sentence each. */
  says: string[];
}

/** What a job does: it runs a proposed change, releases on the main branch, asks for drift at night. */
export function planJob(
  { kind, change, event, ref, mainBranch }: Pick<CiJob, 'kind' | 'change' | 'event' | 'ref' | 'mainBranch'>,
  prompts: readonly PromptFacts[],
): JobPlan {
  const names = prompts.map(({ name }) => name);
  const nothing: JobPlan = { validate: false, run: [], release: [], drift: [], says: [] };
  switch (kind) {
    case 'change':
      return change?.isFork ? planFork(nothing, prompts) : { ...nothing, run: names };
    case 'main':
      return { ...nothing, release: names };
    case 'nightly': {
      const live = prompts.filter(({ isLive }) => isLive).map(({ name }) => name);
      const says = live.length === 0 ? ['Nothing was released yet, so nothing can have drifted.'] : [];
      return { ...nothing, drift: live, says };
    }
    case 'other':
      return {
        ...nothing,
        says: [
          `Nothing to do: ${event} on ${ref || 'no branch'} is neither a change, nor a push to ${mainBranch} or a start there by hand, nor a schedule.`,
        ],
      };
  }
}

/** Its code is a stranger's and it gets no secrets, so nothing that costs money or needs a key is asked. */
function planFork(nothing: JobPlan, prompts: readonly PromptFacts[]): JobPlan {
  const run = prompts.filter(({ isDemo }) => isDemo).map(({ name }) => name);
  const left = prompts.length - run.length;
  const rest =
    left === 0
      ? ''
      : ` ${left} of ${prompts.length} prompts are not evaluated here, and are when the change is on the main branch.`;
  return {
    ...nothing,
    validate: true,
    run,
    says: [
      `This change comes from outside the repository, so the job has no secrets: it validates, and evaluates only what runs on the demonstration model.${rest}`,
    ],
  };
}
