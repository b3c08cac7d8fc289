import { importedBehind } from '../../config/code-behind.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { digestOf } from '../../core/digest.ts';
import { formatProblem } from '../../core/problem.ts';
import { mayBeJudged } from '../../core/run-attempt.ts';
import { listedRun } from '../../evaluation/describe-run.ts';
import type { ChosenCases, Evaluation, Ports, Subject } from '../../evaluation/evaluation.ts';
import { LiveCases } from '../../report/cases/live-cases.ts';
import { writeReports } from '../../report/write-reports.ts';
import { attemptLedger } from '../cases/attempt-ledger.ts';
import { loadCases } from '../cases/cases.ts';
import { priceTable } from '../models/price-table.ts';
import { judgeChecks } from '../opening/calibrations.ts';
import { findActor, findCommit } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { interfaceOf, outputSchemaOf } from '../prompts/arm-interface.ts';
import { resolveArms } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import { askedFor } from '../runs/asked-for.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { type RunFolder, writeRunFile } from '../runs/run-folder.ts';
import type { RunStart } from '../runs/run-start.ts';
import { requireSameTerms, termsOf } from '../runs/run-terms.ts';
import { openReviews } from '../scoring/open-reviews.ts';
import { servedAtRelease } from '../scoring/served-at-release.ts';
import { sinceRelease } from '../scoring/since-release.ts';
import { isLarge } from './bound-garbage.ts';
import { countAttempt } from './finish-run.ts';
import { runAndScore } from './run-and-score.ts';
import { listenForStrayErrors } from './stray-errors.ts';

/** What an evaluation does to the world: by default it asks the models, and leaves a run on disk. */
export function createPorts(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
  started: { id: string; startedAt: Date; folder: RunFolder; evaluation: Evaluation },
): Ports & { close(): Promise<void> } {
  const { folder, id, startedAt, evaluation } = started;
  const images = new ImageFiles(project.config.root);
  const ledger = attemptLedger(project, prompt.name, prompt.policy?.lostAttempts);
  const prices = priceTable(project.config);
  let cases: LiveCases | undefined;
  // As things stand when the run begins; what git says of them is here long before it ends.
  const standing = Promise.all([findActor(project.config.root), findCommit(project.config.root)]);
  let codeThen: Promise<string[]> | undefined;
  const codeBehind = () => (codeThen ??= importedBehind(project.config, prompt.name));
  return {
    resolveArms: () => resolveArms(project, prompt, options),
    loadCases: (arms) => loadCases(project, prompt, arms, options, evaluation, images),
    interfaceOf,
    reviews: openReviews(project.store, prompt.name, id),
    outputSchemaOf,
    async runAndScore(subject, work, onRecord) {
      if (isToBeCounted(subject)) await ledger.requireWritable();
      const { config, tool } = project;
      const code = await codeBehind();
      const terms = termsOf(subject, { source: prices.source, config, code, tool });
      if (options.resumed) requireSameTerms(id, options.resumed.start.terms, terms);
      const start: RunStart = {
        formatVersion: 1,
        startedAt: startedAt.toISOString(),
        asked: { ...askedFor(options), cache: evaluation.cache },
        terms,
      };
      const maxCost = options.maxCost ?? shareOf(project.config.maxCost, subject.chosen);
      const listed = listedRun(subject);
      if (!options.resumed && !isLarge(work.plan) && LiveCases.canShow(listed))
        cases = new LiveCases(folder.path, listed, work.plan.cases);
      const asked = { ...options, maxCost, folder, images, start, cases };
      return runAndScore(project, asked, work, onRecord);
    },
    servedAtRelease: (digest) =>
      servedAtRelease(project.store, { prompt: prompt.name, alias: options.alias, digest }),
    isPricedAsInUs: prices.isPricedAsInUs,
    sinceRelease: (measured) => sinceRelease(project, prompt, options.alias, measured, prices),
    strayErrors: listenForStrayErrors(project.config.root),
    async earlierAttempts({ casesDigest, dataset }) {
      const { warnings, ...known } = await ledger.earlier({ cases: casesDigest, dataset: dataset.digest });
      // The verdict comes next and keeps this thread busy; meanwhile others pack the cases.
      cases?.end();
      return { ...known, warnings: warnings.map((warning) => `${formatProblem(warning)}.`) };
    },
    async describeCircumstances() {
      const [actor, git] = await standing;
      const judges = await judgeChecks(project.config.root, prompt);
      const finishedAt = new Date().toISOString();
      return {
        id,
        startedAt: startedAt.toISOString(),
        finishedAt,
        actor,
        git,
        tool: project.tool,
        prices: prices.source,
        code: digestOf(await codeBehind()),
        ...(judges.length > 0 && { judges }),
      };
    },
    async saveRun(run) {
      await writeRunFile(folder.path, run);
      await countAttempt(ledger, run);
    },
    async writeReports() {
      await writeReports(folder.path, {}, await cases?.part());
    },
    async close() {
      await cases?.close();
    },
  };
}

/** The config's cap is for all shards together. */
function shareOf(maxCost: number | null, { cases, shard }: ChosenCases): number | undefined {
  if (maxCost === null) return undefined;
  return shard ? (maxCost * cases.length) / shard.whole.length : maxCost;
}

/** Whether the ledger will have a line of it, if it comes to its end. */
function isToBeCounted({ evaluation, arms, chosen }: Subject): boolean {
  const isAnother = evaluation.scoredFrom !== undefined || evaluation.drift !== undefined;
  return chosen.shard === undefined && mayBeJudged(arms, { narrowed: chosen.narrowed, isAnother });
}
