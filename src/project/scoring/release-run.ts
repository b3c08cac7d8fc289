import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { canonicalJson } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import type { Evidence, MoveRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import type { Arms } from '../../evaluation/evaluation.ts';
import { readMoves } from '../../registry/aliases.ts';
import { getEvidence } from '../../registry/evidence.ts';
import type { Project } from '../opening/open-project.ts';
import { outputSchemaOf } from '../prompts/arm-interface.ts';
import { runFolder } from '../runs/run-folder.ts';
import { findRun } from '../runs/runs.ts';
import { requireSameCases } from '../runs/stored-cases.ts';
import { digestOfTrials } from '../runs/stored-trials.ts';
import { armsOf } from './decide-again.ts';

/** The run by which a version went live, with its trials at hand. */
export interface ReleaseRun {
  /** As the registry keeps it, whatever the run.json in the folder says by now. */
  run: RunFile;
  /** When it moved the alias, ISO 8601 UTC. */
  releasedAt: string;
  /** Holds its trials.jsonl, which is what the run was decided by, and its cases.jsonl. */
  folder: string;
}

export interface WantedRelease {
  alias: string;
  version: number;
  digest: string;
  /** The folder or the id of the stored run, where it is not under its own name among the reports. */
  named?: string | undefined;
}

/**
 * The run that a version was released by; where it was released several times, the last of them. A rollback is no
 * release: it rests on the run of the release before it.
 *
 * @throws InputError where no run released it, or where that run's trials are not there or not as they were.
 */
export async function openReleaseRun(
  project: Project,
  prompt: ResolvedPrompt,
  wanted: WantedRelease,
): Promise<ReleaseRun> {
  const moves = await readMoves(project.store, prompt.name, wanted.alias);
  const release = moves.findLast((move) => move.evidence !== null && move.to.digest === wanted.digest);
  const run = release?.evidence && (await getEvidence(project.store, release.evidence.runDigest));
  if (!release?.evidence || !run) throw noRelease(prompt, wanted, release);
  if (!Array.isArray(run.pairings) || !Number.isSafeInteger(run.repeats)) {
    const message = `run ${run.id} was made by prompteval ${run.tool} and does not say what it ran on`;
    throw new InputError({ message, hint: 'Runs made from this version on do' });
  }
  const folder = await folderOf(project, prompt, wanted, release.evidence);
  if ((await digestOfTrials(run.id, folder)) !== run.digests.trials) {
    throw new InputError({
      file: project.display(join(folder, 'trials.jsonl')),
      message: `these are not the trials that run ${run.id} was decided by: they have another digest than its evidence says`,
      hint: 'The file was changed, or is that of another run. Restore it from where the run was made',
    });
  }
  await requireSameCases(run, folder);
  return { run, releasedAt: release.at, folder };
}

/** Whether answers of then would get their scores in another way today: by other evaluators or another schema. */
export function isScoredOtherwise({ evaluators }: ResolvedPrompt, { run }: ReleaseRun, now: Arms): boolean {
  const [schemaThen, schemaNow] = [armsOf(run), now].map((arms) => canonicalJson(outputSchemaOf(arms)));
  return run.digests.evaluators !== evaluatorsDigest(evaluators) || schemaThen !== schemaNow;
}

function noRelease(
  prompt: ResolvedPrompt,
  wanted: WantedRelease,
  release: MoveRecord | undefined,
): InputError {
  const version = `version ${wanted.version} of ${prompt.name}`;
  if (!release?.evidence) {
    return new InputError({
      message: `no run ever released ${version} as ${wanted.alias}, so there is nothing to compare it with`,
      hint: `See how it went live: prompteval log ${prompt.name}`,
    });
  }
  return new InputError({
    message: `the registry does not hold the evidence of run ${release.evidence.run}, which released ${version}`,
    hint: 'See what else is missing: prompteval audit verify',
  });
}

async function folderOf(
  project: Project,
  prompt: ResolvedPrompt,
  { alias, version, named }: WantedRelease,
  { run }: Evidence,
): Promise<string> {
  const isPath = named !== undefined && existsSync(resolve(named));
  const folder =
    named === undefined
      ? runFolder(project.config.reports, prompt.name, run).path
      : isPath
        ? resolve(named)
        : (await findRun(project, named, prompt.name)).path;
  if (['trials.jsonl', 'cases.jsonl'].every((file) => existsSync(join(folder, file)))) return folder;
  throw new InputError({
    message: `the trials of run ${run}, by which version ${version} became ${alias}, are not in ${project.display(folder)}`,
    expected: 'the folder of that run, with its trials.jsonl and cases.jsonl',
    hint: `Reports are not committed. Get that folder from where the run was made (in CI, the artifact of its job) and put it there, or name it: prompteval drift ${prompt.name} --run <folder>`,
  });
}
