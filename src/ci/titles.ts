import type { ExitCode } from '../core/errors.ts';
import { excerpt } from '../core/text.ts';
import type { GateStatus } from '../core/verdict.ts';
import { type GateRow, gateRows } from '../report/gate-rows.ts';
import { candidateName } from '../report/verdict-words.ts';
import type { PromptOutcome } from './prompt-outcome.ts';

const longest = 200;

/**
 * One line about a prompt for a check, an annotation or a list: what became of it, the exit code where that is not 0, and
 * the number that decided.
 */
export function titleOf(outcome: PromptOutcome): string {
  const { exitCode, prompt } = outcome;
  const word = exitCode === 0 ? doneWord(outcome) : `${failedWord(outcome)} (exit ${exitCode})`;
  const why = reasonOf(outcome);
  return excerpt(`${word}: ${prompt}${why === '' ? '' : `, ${why}`}`, longest);
}

/** What is to be done about an exit code, for a reader who sees it for the first time. */
export function adviceOf({ exitCode, did, input }: PromptOutcome): string {
  if (exitCode === 1 && did === 'drift') return 'What is live answers worse than when it was released.';
  if (exitCode === 1)
    return 'A gate failed, or the rules do not allow the release. The alias stays where it is.';
  if (exitCode === 2) return 'Nothing was decided: config, prompt, dataset or provider need a look.';
  if (exitCode === 3 && isWaiting(input)) {
    return 'The evidence is there; owners have to approve the plan. Then run this job again.';
  }
  if (exitCode === 3)
    return 'Too little evidence to decide either way. Add cases, or allow more; do not just run again.';
  if (exitCode === 4)
    return 'The alias moved meanwhile, or the run is about something else by now. Run the job again.';
  return '';
}

const failedWords: Record<Exclude<ExitCode, 0>, string> = {
  1: 'Blocked',
  2: 'Could not run',
  3: 'Undecided',
  4: 'Conflict',
  130: 'Interrupted',
};

function failedWord({ exitCode, did, input }: PromptOutcome): string {
  if (exitCode === 0) return '';
  if (exitCode === 1 && did === 'drift') return 'Drifted';
  if (exitCode === 1 && input === null) return 'Refused';
  if (exitCode === 3 && isWaiting(input)) return 'Waits for approval';
  return failedWords[exitCode];
}

/** A verdict that passed, or that a person may accept, ends with 3 only where people have to say yes first. */
function isWaiting(input: PromptOutcome['input']): boolean {
  return input !== null && (input.run.plan.awaits === 'approval' || input.run.verdict.status === 'pass');
}

function doneWord({ did, input }: PromptOutcome): string {
  if (did === 'validate') return 'Validated, not evaluated';
  if (input === null) return did === 'release' ? 'Nothing to release' : 'Nothing to do';
  if (input.run.release !== null) return 'Released';
  if (did === 'drift') return 'As released';
  return 'Passed';
}

function reasonOf({ exitCode, input, message }: PromptOutcome): string {
  if (message !== null) return message;
  if (input === null) return '';
  const { run } = input;
  if (run.release !== null) return `${run.release.alias} is ${candidateName(run)}`;
  const wanted: GateStatus = exitCode === 1 ? 'fail' : exitCode === 3 ? 'inconclusive' : 'pass';
  const rows = gateRows(run).filter(({ outcome }) => outcome.status === wanted && outcome.enforced);
  const [first] = rows;
  if (first === undefined) return excerpt(run.verdict.headline, 120);
  const more = exitCode !== 0 && rows.length > 1 ? ` and ${rows.length - 1} more` : '';
  return `${figureOf(first)}${more}`;
}

/** `quality −14.2 points (drop ≤ 5 points)` */
export function figureOf({ name, change, candidate, outcome }: GateRow): string {
  const figure = change ?? candidate ?? outcome.actual;
  return `${excerpt(name, 60)} ${excerpt(figure, 60)} (${excerpt(outcome.expected, 60)})`;
}
