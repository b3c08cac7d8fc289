import { hash } from 'node:crypto';
import type { PromptPolicy, ResolvedPrompt } from '../../config/resolved-config.ts';
import type { PolicyChange } from '../../core/policy.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import { compareCases } from '../../release/case-changes.ts';
import { compareEvaluators } from '../../release/evaluator-changes.ts';
import { compareGates } from '../../release/gate-changes.ts';
import { compareSettings } from '../../release/setting-changes.ts';
import { askedContent } from '../cases/case-digests.ts';
import { withImages } from '../cases/case-images.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import { countedVariables } from '../cases/next-attempt.ts';
import { modelsAsked } from '../models/secrets-needed.ts';
import type { Project } from '../opening/open-project.ts';
import type { Revision } from '../opening/revision.ts';
import { loadDraft } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import type { AskedFor } from '../runs/asked-for.ts';
import { checkoutNow } from './checkouts.ts';
import { codeChanges } from './code-changes.ts';
import { keyChanges, movedConfig } from './key-changes.ts';
import { draftAt } from './policy-approval.ts';
import { projectChanges, riskChanges } from './policy-settings.ts';
import { lostRecords, recordChanges } from './registry-records.ts';
import { returnChanges } from './removed-prompts.ts';

/** What decides which models are asked. */
export type AskedOf = Pick<AskedFor, 'alias' | 'candidate' | 'baseline' | 'models'>;

/** What the prompt is compared with, and asked of which models. */
interface ComparedWith {
  revision: Revision;
  asked: AskedOf;
}

/** A prompt that the protected branch does not have is asked with its keys all the same. */
export async function compareNew(
  project: Project,
  prompt: ResolvedPrompt,
  { revision, asked }: ComparedWith,
): Promise<Compared> {
  const { project: then } = revision;
  const checkout = await checkoutNow(project, revision);
  const returned = then === null ? [] : await returnChanges(project, then, prompt, checkout);
  const models = await modelsUsed(project, prompt, asked);
  const ofKeys = [...movedConfig(revision), ...(await keyChanges(then, project, models, revision))];
  const ofRecords = recordChanges(await lostRecords(project, revision), revision.name);
  return { prompt, changes: [...returned, ...ofRecords, ...ofKeys], keyChanges: ofKeys, cases: null };
}

async function modelsUsed(project: Project, prompt: ResolvedPrompt, asked: AskedOf): Promise<string[]> {
  const named = (asked.models ?? []).filter((model) => model !== 'own');
  return [...new Set([...(await modelsAsked(project, prompt, asked)), ...named])];
}

interface Compared {
  /** As it is judged. */
  prompt: ResolvedPrompt;
  changes: PolicyChange[];
  keyChanges: PolicyChange[];
  cases: PromptPolicy['cases'];
}

/** A prompt with the one that the protected branch has: its terms, and what is looser here. */
export async function compareTerms(
  project: Project,
  now: ResolvedPrompt,
  projectThen: Project,
  then: ResolvedPrompt,
  { revision, asked: askedOf }: ComparedWith,
): Promise<Compared> {
  const digested = (prompt: ResolvedPrompt) =>
    prompt.evaluators.map((evaluator) => ({ evaluator, digest: evaluatorsDigest([evaluator]) }));
  const gates = compareGates(then.gates, now.gates);
  const evaluators = compareEvaluators(digested(then), digested(now));
  const settings = compareSettings(then, now);
  const draft = await loadDraft(project, now);
  const asked = countedVariables(draft);
  const casesOf = async (of: Project, prompt: ResolvedPrompt) => {
    const loaded = await loadPromptDataset(of, prompt);
    return (await withImages(loaded, [draft], new ImageFiles(of.config.root))).dataset.cases;
  };
  const [casesThen, casesNow] = [await casesOf(projectThen, then), await casesOf(project, now)];
  const cases = compareCases(casesThen, casesNow, (item) => hash('sha256', askedContent(item, asked)));
  const { cluster, ...judging } = settings.settings;
  const { cluster: _, ...rest } = now;
  const prompt = {
    ...rest,
    ...judging,
    ...(cluster !== undefined && { cluster }),
    gates: gates.gates,
    evaluators: evaluators.evaluators,
  };
  const models = await modelsUsed(project, prompt, askedOf);
  const ofKeys = [...movedConfig(revision), ...(await keyChanges(projectThen, project, models, revision))];
  const changes = [
    ...gates.changes,
    ...evaluators.changes,
    ...(await codeChanges(projectThen, project, revision)),
    ...cases.changes,
    ...settings.changes,
    ...riskChanges(await draftAt(projectThen, then.name), draft),
    ...ofKeys,
    ...(await projectChanges(projectThen, project, now.name, models)),
    ...recordChanges(await lostRecords(project, revision), revision.name),
  ].sort((one, other) => Number(other.isLooser) - Number(one.isLooser));
  const isAsNow = cases.cases.every((item, index) => item === casesNow[index]);
  const isWhole = cases.cases.length === casesNow.length;
  return { prompt, changes, keyChanges: ofKeys, cases: isAsNow && isWhole ? null : cases.cases };
}
