import { existsSync } from 'node:fs';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { type CaseKind, caseKinds } from '../../datasets/case-kinds.ts';
import { misspeltFields } from '../../datasets/misspelt-fields.ts';
import { prepareEvaluators } from '../../evaluation/prepare-evaluators.ts';
import type { Feasibility } from '../../gates/feasibility.ts';
import { readAlias } from '../../registry/aliases.ts';
import { readVersion } from '../../registry/versions.ts';
import { digestsOf } from '../cases/attempt-ledger.ts';
import type { CaseDigests } from '../cases/case-digests.ts';
import { type DatasetWithImages, withImages } from '../cases/case-images.ts';
import { configProblems, gateFeasibility, renderProblems } from '../cases/case-problems.ts';
import { CaseSummary } from '../cases/case-summary.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import { judgeWarnings } from '../cases/judge-warnings.ts';
import { countedVariables, nextAttempt } from '../cases/next-attempt.ts';
import { splitCases } from '../cases/release-cases.ts';
import { repeatWarnings } from '../cases/repeated-cases.ts';
import { tellingIdWarnings } from '../cases/telling-ids.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';
import { ownModelProblem } from '../plans/own-model-problem.ts';
import { releaseTerms, riskProblems } from '../plans/release-terms.ts';
import { loadDraft } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import { lineInPrompt } from '../prompts/line-in-prompt.ts';
import { schemaWarnings } from '../prompts/schema-warnings.ts';
import { modelProblems, refusedParameters } from './model-problems.ts';

/** What `validate` says about one prompt. */
export interface PromptCheck {
  prompt: string;
  problems: Problem[];
  /** What would run and could decide nothing in favour of an unchanged prompt. */
  warnings: Problem[];
  cases: number;
  critical: number;
  gates: number;
  /** How many cases of each kind, by tag. */
  kinds: CaseKind[];
}

/** Checks one prompt of a config with all that belongs to it, as far as that goes without asking a model. */
export async function checkPrompt(project: Project, prompt: ResolvedPrompt): Promise<PromptCheck> {
  const problems: Problem[] = [];
  // What is not there is a problem of the config, which names it.
  const draft = existsSync(prompt.file)
    ? await collecting(problems, () => loadDraft(project, prompt))
    : undefined;
  const loaded = prompt.datasets.every((file) => existsSync(file))
    ? await collecting(problems, () => lookThroughCases(project, prompt, draft))
    : undefined;
  const dataset = loaded?.dataset;
  if (draft && dataset) problems.push(...renderProblems(dataset, draft));
  problems.push(...(loaded?.problems ?? []));
  if (draft) {
    problems.push(...modelProblems(project, prompt, draft));
    problems.push(...(await refusedParameters(project, prompt, draft)));
    await collecting(problems, async () =>
      prepareEvaluators(prompt.evaluators, draft.jsonSchema?.schema ?? null),
    );
  }
  if (draft && dataset) problems.push(...configProblems(project, prompt, draft, dataset));
  if (draft)
    await collecting(problems, async () => problems.push(...(await risksNow(project, prompt, draft))));
  const feasibility = loaded && (await collecting(problems, () => feasibilityNow(project, prompt, loaded)));
  problems.push(...(feasibility?.problems ?? []));
  const ofJudges = await judgeWarnings(project.config, prompt);
  return {
    prompt: prompt.name,
    problems,
    warnings: [
      ...ungatedWarning(project, prompt),
      ...(draft ? [ownModelProblem(project, prompt, draft) ?? []].flat() : []),
      ...(draft ? schemaWarningsInFiles(project, prompt, draft) : []),
      ...(draft && dataset ? [...misspeltFields(dataset, draft), ...tellingIdWarnings(dataset, draft)] : []),
      ...(feasibility?.warnings ?? []),
      ...(loaded ? repeatWarnings(prompt, loaded.digests) : []),
      ...ofJudges,
    ],
    cases: dataset?.cases.length ?? 0,
    critical: dataset?.cases.filter((item) => item.critical).length ?? 0,
    gates: prompt.gates.length,
    kinds: dataset ? caseKinds(dataset) : [],
  };
}

function schemaWarningsInFiles(project: Project, prompt: ResolvedPrompt, draft: PromptFile): Problem[] {
  const { config, display } = project;
  return schemaWarnings(prompt, draft).map((warning) => {
    const root = /^(?:jsonSchema|x-prompteval)\b/.exec(warning.field ?? '')?.[0];
    return root === undefined
      ? {
          file: display(config.file),
          ...lineInConfig(config, ['prompts', prompt.name, 'evaluators']),
          ...warning,
        }
      : { file: display(prompt.file), line: lineInPrompt(prompt.file, [root]), ...warning };
  });
}

/** Where no gate of the config decides, no run with a baseline ever passes. */
function ungatedWarning({ config, display }: Project, { name, gates }: ResolvedPrompt): Problem[] {
  if (gates.some(({ enforced }) => enforced)) return [];
  return [
    {
      file: display(config.file),
      field: `prompts['${name}'].gates`,
      message: `no gate ${gates.length === 0 ? 'is configured' : 'is enforced'}: a first release compares nothing, and every run after it is inconclusive`,
      hint: "Add one, such as { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 }",
    },
  ];
}

interface SeenCases extends DatasetWithImages {
  /** Of those that a release is judged by. */
  digests: CaseDigests;
}

/**
 * A dataset as its checks need it: where they can't tell cases apart, one stands for all of them. Not so where pictures
 * belong to the cases, or other cases are asked besides.
 */
async function lookThroughCases(
  project: Project,
  prompt: ResolvedPrompt,
  draft: PromptFile | undefined,
): Promise<SeenCases> {
  const counted = countedVariables((await findLivePrompt(project, prompt)) ?? draft);
  if (hasImages(draft) || prompt.policy?.cases) {
    const dataset = await loadPromptDataset(project, prompt);
    const seen = await withImages(dataset, draft ? [draft] : [], new ImageFiles(project.config.root));
    return { ...seen, digests: digestsOf(splitCases(seen.dataset, undefined).cases, counted) };
  }
  const summary = new CaseSummary(prompt, draft, counted);
  const dataset = await loadPromptDataset(project, prompt, { keep: (item) => summary.keep(item) });
  return { dataset, problems: [], digests: summary.releaseDigests() };
}

function hasImages(draft: PromptFile | undefined): boolean {
  return Object.values(draft?.['x-prompteval'].variables ?? {}).some(({ type }) => type === 'image');
}

/** By what is live: a draft can't lower the risk of its own release. */
async function risksNow(project: Project, prompt: ResolvedPrompt, draft: PromptFile): Promise<Problem[]> {
  const head = await readAlias(project.store, prompt.name, prompt.path.at(-1) ?? 'stable');
  const terms = await releaseTerms(project, prompt, { candidate: { digest: '', prompt: draft }, head });
  return riskProblems(project, prompt, draft, terms);
}

/** By the attempt that the next run would be. */
async function feasibilityNow(
  project: Project,
  prompt: ResolvedPrompt,
  { dataset, digests }: SeenCases,
): Promise<Feasibility> {
  const chosen = splitCases(dataset, undefined);
  const { attempt, warnings } = await nextAttempt(project, prompt, dataset, digests.value());
  const { problems, warnings: shortages } = gateFeasibility(project, prompt, { ...chosen, dataset, attempt });
  return { problems, warnings: [...shortages, ...warnings] };
}

async function findLivePrompt(project: Project, { name }: ResolvedPrompt): Promise<PromptFile | undefined> {
  const head = await readAlias(project.store, name, 'stable');
  return head ? (await readVersion(project.store, name, head.to.version))?.file : undefined;
}

/** Keeps the problems of a step that throws them, so that the other steps are still looked at. */
async function collecting<Value>(
  problems: Problem[],
  step: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
