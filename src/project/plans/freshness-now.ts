import { importedBehind } from '../../config/code-behind.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Dataset } from '../../core/case.ts';
import { digestOf } from '../../core/digest.ts';
import type { PromptFile } from '../../core/prompt.ts';
import type { MoveRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { evaluatorsDigest, gatesDigest } from '../../evaluation/digests.ts';
import { lastRollbackFrom } from '../../registry/chain.ts';
import { readVersion } from '../../registry/versions.ts';
import type { FreshnessInput } from '../../release/freshness.ts';
import { withImages } from '../cases/case-images.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import type { Project } from '../opening/open-project.ts';
import { ImageFiles } from '../prompts/image-files.ts';

interface FreshnessSubject {
  run: RunFile;
  alias: string;
  /** What the decision is about; the moves may have gone on since. */
  head: MoveRecord | null;
  moves: readonly MoveRecord[];
  candidate: { digest: string; prompt: PromptFile };
}

/** All that a run was made from, as it is now. */
export async function freshnessNow(
  project: Project,
  prompt: ResolvedPrompt,
  { run, alias, head, moves, candidate }: FreshnessSubject,
): Promise<FreshnessInput> {
  const dataset = await loadDatasetFor(project, prompt, candidate.prompt, head);
  return {
    run,
    now: new Date(),
    maxRunAgeMs: project.config.maxRunAgeMs,
    alias,
    head: head?.to ?? null,
    candidate,
    datasetDigest: dataset.digest,
    evaluatorsDigest: evaluatorsDigest(prompt.evaluators),
    codeDigest: digestOf(await importedBehind(project.config, prompt.name)),
    gatesDigest: gatesDigest(prompt.gates),
    gates: prompt.gates,
    attempts: prompt.attempts,
    lastRollback: lastRollbackFrom(moves, candidate.digest),
  };
}

/** The dataset with the pictures that its cases name for the two prompts, as the run digested it. */
async function loadDatasetFor(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: PromptFile,
  head: MoveRecord | null,
): Promise<Dataset> {
  const baseline = head && (await readVersion(project.store, prompt.name, head.to.version));
  const prompts = [candidate, ...(baseline ? [baseline.file] : [])];
  const images = new ImageFiles(project.config.root);
  return (await withImages(await loadPromptDataset(project, prompt), prompts, images)).dataset;
}
