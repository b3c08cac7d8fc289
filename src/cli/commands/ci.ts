import { basename, join } from 'node:path';
import type { CiJob } from '../../ci/job.ts';
import { planJob } from '../../ci/plan-job.ts';
import type { PromptOutcome } from '../../ci/prompt-outcome.ts';
import { titleOf } from '../../ci/titles.ts';
import { InputError } from '../../core/errors.ts';
import { plainLog } from '../../core/log-line.ts';
import { excerpt, printable } from '../../core/text.ts';
import { removedPrompts, removedWords } from '../../project/ci/removed-prompts.ts';
import type { Project } from '../../project/opening/open-project.ts';
import { markdownText } from '../../report/markdown-text.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { comment, commentPlace, createChecks } from '../ci/comment.ts';
import { dropCommittedEvidence } from '../ci/committed-evidence.ts';
import { carryOut } from '../ci/evaluate.ts';
import { fetchRuns } from '../ci/fetch-runs.ts';
import type { EvaluationLimits } from '../ci/outcomes.ts';
import { promptFacts } from '../ci/prompt-facts.ts';
import { pushSite } from '../ci/push-site.ts';
import { readJob } from '../ci/read-job.ts';
import { findRevisions } from '../ci/revisions.ts';
import { supersededPrompts } from '../ci/superseded.ts';
import { outputsOf, tellGithub, tellUnusable } from '../ci/tell-github.ts';
import { takeTokens } from '../ci/tokens.ts';
import { open } from '../open.ts';
import type { Output } from '../output.ts';
import { worstExitCode } from '../run-outcome.ts';
import { toStandardOutput } from '../standard-output.ts';

interface CiFlags extends EvaluationLimits {
  mainBranch?: string;
  /** commander's form of --no-comment and --no-checks. */
  comment: boolean;
  checks: boolean;
  pagesBranch?: string;
}

/** Does what the job of a CI is there for, and tells it in that CI's own ways. */
export async function run(names: string[], flags: CiFlags): Promise<void> {
  const tokens = takeTokens(process.env);
  const environment = { ...process.env };
  const job = await readJob(environment, flags.mainBranch);
  if (job.refusal !== null) throw new InputError({ message: job.refusal });
  const say = (text: string) => {
    if (flags.json) process.stderr.write(`${text}\n`);
    else toStandardOutput(`${text}\n`);
  };
  const note = (text: string) => say(plainLog(printable(text)));
  const { output, project } = await open(flags).catch(async (error: unknown) => {
    for (const text of await dropCommittedEvidence(job, [])) note(text);
    if (job.system === 'github') await tellUnusable(environment, job, error, say);
    throw error;
  });
  const committed = await dropCommittedEvidence(job, [basename(project.config.reports)]);
  const asked = planJob(job, await promptFacts(project, names));
  const newer = await supersededPrompts(project, job, asked.release);
  const plan = { ...asked, release: asked.release.filter((name) => !newer.names.includes(name)) };
  const notes = [...committed, ...plan.says, ...newer.names.map((name) => leftWords(name, job, newer.tip))];
  for (const text of notes) note(text);
  const revisions = await findRevisions(job);
  const removed = revisions.policy === null ? [] : await removedPrompts(project, revisions.policy);
  for (const words of removed.map(removedWords)) {
    notes.push(words);
    note(words);
  }
  const fetched = plan.release.length > 0 ? await fetchRuns(environment, job, project, tokens) : null;
  if (fetched !== null) note(fetched);
  const outcomes = await carryOut({ job, project, flags, note }, plan, revisions);
  if (outcomes.length === 0 && plan.run.length > 0) {
    const here = removed.length === 0 ? '' : ' that is here';
    notes.push(`Nothing that decides about a prompt${here} changed, so nothing was evaluated.`);
    note(notes.at(-1) ?? '');
  }
  show(output, outcomes, project.display, note);

  const exitCode = worstExitCode(outcomes.map((outcome) => outcome.exitCode));
  process.exitCode = exitCode;
  if (job.system === 'github')
    await tellGithub(
      environment,
      job,
      { outcomes, exitCode, intro: notes.map((text) => markdownText(text)) },
      say,
    );
  const place = flags.comment ? commentPlace(environment, job, tokens) : null;
  if (typeof place === 'string') note(place);
  const all = [...project.config.prompts.keys()];
  const comments =
    place === null || typeof place === 'string'
      ? []
      : await comment(place, job, outcomes, { all, removed }, note);
  if (flags.checks && !job.change?.isFork) await createChecks(environment, job, outcomes, tokens, note);
  if (flags.pagesBranch !== undefined && job.kind === 'main') {
    note(await publishSite(project, job.root, flags.pagesBranch));
  }
  output.printJson({
    job: { system: job.system, kind: job.kind, event: job.event, ref: job.ref, commit: job.commit },
    ...outputsOf(outcomes, exitCode, job),
    runs: outcomes.map((outcome) => summaryOf(outcome)),
    notes,
    comments,
  });
}

function leftWords(name: string, { mainBranch }: CiJob, tip: string | null): string {
  return `${name} was changed again on ${mainBranch} (${tip}), so it is left to the job of that commit.`;
}

/** The release stands whatever becomes of its pages. */
async function publishSite(project: Project, root: string, branch: string): Promise<string> {
  try {
    return await pushSite(project, root, branch);
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).replace(/\/\/[^@\s/]+@/g, '//');
    return `The site could not be pushed to ${branch}: ${excerpt(said, 400)}. The job needs permissions: contents: write`;
  }
}

function show(
  output: Output,
  outcomes: readonly PromptOutcome[],
  display: (path: string) => string,
  note: (text: string) => void,
): void {
  for (const outcome of outcomes) {
    const { input, folder, exitCode } = outcome;
    if (input === null || folder === null) {
      note(titleOf(outcome));
      continue;
    }
    const { color, width } = output;
    const paths = { report: display(join(folder, 'index.html')) };
    // As in a report of its own: only the worst few have room here.
    output.print(plainLog(renderTerminal(input, { color, width, paths, exitCode })));
  }
}

function summaryOf(outcome: PromptOutcome) {
  const { prompt, did, exitCode, input } = outcome;
  return { prompt, did, exitCode, title: titleOf(outcome), run: input?.run.id ?? null };
}
