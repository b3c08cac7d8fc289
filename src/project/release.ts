import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { ConflictError, InputError } from '../core/errors.ts';
import type { MoveRecord, VersionRecord } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import { evaluatorsDigest, gatesDigest } from '../pipeline.ts';
import { promptDigest } from '../prompts/prompt-digest.ts';
import { formatRef } from '../prompts/ref.ts';
import { readAlias, readMoves, requireAlias } from '../registry/aliases.ts';
import { appendMove } from '../registry/append-move.ts';
import { lastRollbackFrom } from '../registry/chain.ts';
import { putEvidence } from '../registry/evidence.ts';
import { rollbackTarget } from '../registry/rollback-target.ts';
import { publishVersion } from '../registry/versions.ts';
import { requireFresh } from '../release/freshness.ts';
import { includesOwnModel } from '../release/own-model.ts';
import type { ReleasePorts } from '../release/ports.ts';
import { requirePromotable } from '../release/promotable.ts';
import { promote } from '../release/promote.ts';
import { rollback } from '../release/rollback.ts';
import { writeReports } from '../report/write-reports.ts';
import { digestFile } from '../runner/journal.ts';
import { pairModels } from '../runner/model-pairings.ts';
import { loadDraft, refOf, resolveRef } from './arms.ts';
import { loadPromptDataset } from './cases.ts';
import { findActor } from './circumstances.ts';
import { type EvaluatedRun, type EvaluationOptions, evaluatePrompt } from './evaluation.ts';
import type { Project } from './open-project.ts';
import { writeRunFile } from './run-folder.ts';
import { findRun, readRun } from './runs.ts';

/** The version that the alias names, where the candidate is that very version; null where there is something to do. */
export async function nothingToRelease(
  project: Project,
  prompt: ResolvedPrompt,
  options: Pick<EvaluationOptions, 'alias' | 'candidate'>,
): Promise<number | null> {
  const head = await readAlias(project.store, prompt.name, options.alias);
  const candidate = await resolveCandidate(project, prompt, options.candidate);
  return head?.to.digest === candidate.digest ? head.to.version : null;
}

/** Evaluates, and moves the alias when every gate passes. */
export async function releasePrompt(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
): Promise<EvaluatedRun> {
  await requireOwnModel(project, prompt, options.candidate);
  // Whatever happens to the alias from here on is a conflict: the run compares with what it names now.
  const head = await readAlias(project.store, prompt.name, options.alias);
  await requireHeadAsBaseline(project, prompt, options, head);
  const evaluated = await evaluatePrompt(project, prompt, {
    ...options,
    baseline: head ? `@${head.to.version}` : undefined,
  });
  if (evaluated.run.plan.action === 'hold') return evaluated;
  return promoteRun(project, evaluated, head?.seq ?? 0);
}

/**
 * Releases a run that was made before, without a model call.
 *
 * @throws RefusedError where the run may not promote, ConflictError where it is about something else by now.
 */
export async function releaseFinishedRun(
  project: Project,
  prompt: ResolvedPrompt,
  id: string,
  options: Pick<EvaluationOptions, 'alias' | 'candidate'>,
): Promise<EvaluatedRun> {
  const stored = await findRun(project, id, prompt.name);
  const run = await readRun(stored);
  if (run === null)
    throw new InputError({ message: `the run ${stored.id} was cut off before it had a result` });
  if (run.release !== null) {
    throw new ConflictError(
      `Run ${run.id} was released already: it made version ${run.release.to} ${run.release.alias}`,
    );
  }
  const { alias } = options;
  requirePromotable(run, { alias, trialsDigest: await digestFile(`${stored.path}/trials.jsonl`) });
  const head = await readAlias(project.store, prompt.name, alias);
  await requireStillTrue(project, prompt, run, head, options);
  return promoteRun(project, { run, folder: stored.path }, head?.seq ?? 0);
}

async function requireStillTrue(
  project: Project,
  prompt: ResolvedPrompt,
  run: RunFile,
  head: MoveRecord | null,
  options: Pick<EvaluationOptions, 'alias' | 'candidate'>,
): Promise<void> {
  const { version } = run.arms.candidate;
  const candidate = await resolveCandidate(
    project,
    prompt,
    options.candidate ?? (version === null ? undefined : `@${version}`),
  );
  const moves = head === null ? [] : await readMoves(project.store, prompt.name, options.alias);
  const dataset = await loadPromptDataset(project, prompt);
  requireFresh({
    run,
    now: new Date(),
    maxRunAgeMs: project.config.maxRunAgeMs,
    alias: options.alias,
    head: head?.to ?? null,
    candidate,
    datasetDigest: dataset.digest,
    evaluatorsDigest: evaluatorsDigest(prompt.evaluators),
    gatesDigest: gatesDigest(prompt.gates),
    lastRollback: lastRollbackFrom(moves, candidate.digest),
  });
}

/** The effect: evidence, version, move; then the run and its reports say that it was released. */
async function promoteRun(
  project: Project,
  { run, folder }: EvaluatedRun,
  expectedSeq: number,
): Promise<EvaluatedRun> {
  const at = new Date().toISOString();
  const actor = await findActor(project.config.root);
  const note = run.arms.candidate.prompt['x-prompteval'].changelog ?? null;
  const { release } = await promote(
    { run, expectedSeq, actor, reason: null, note, at },
    releasePorts(project),
  );
  const released = { ...run, release };
  await writeRunFile(folder, released);
  await writeReports(folder);
  return { run: released, folder };
}

function releasePorts(project: Project): ReleasePorts {
  return {
    putEvidence: (run) => putEvidence(project.store, run),
    publish: async (version) => (await publishVersion(project.store, version)).record,
    move: (request, expectedSeq) => appendMove(project.store, request, expectedSeq),
  };
}

/** Makes the draft the next version; no alias moves. */
export async function publishDraft(
  project: Project,
  prompt: ResolvedPrompt,
  note: string | null,
): Promise<{ record: VersionRecord; created: boolean }> {
  const file = await loadDraft(project, prompt);
  return publishVersion(project.store, {
    prompt: prompt.name,
    digest: promptDigest(file),
    file,
    note: note ?? file['x-prompteval'].changelog ?? null,
    actor: await findActor(project.config.root),
    at: new Date().toISOString(),
  });
}

/** Moves an alias back: one write, no model call, no network. */
export async function rollbackPrompt(
  project: Project,
  prompt: ResolvedPrompt,
  request: { to?: string; alias: string; reason: string },
): Promise<MoveRecord> {
  const { alias, reason } = request;
  const head = await requireAlias(project.store, prompt.name, alias);
  const moves = await readMoves(project.store, prompt.name, alias);
  const target = rollbackTarget(
    moves,
    request.to === undefined ? undefined : await versionOf(project, prompt, request.to),
  );
  const actor = await findActor(project.config.root);
  const at = new Date().toISOString();
  return rollback(
    { prompt: prompt.name, alias, target, expectedSeq: head.seq, actor, reason, at },
    releasePorts(project),
  );
}

async function versionOf(
  project: Project,
  prompt: ResolvedPrompt,
  text: string,
): Promise<{ version: number }> {
  const ref = refOf(prompt, /^\d+$/.test(text) ? `@${text}` : text);
  const { version } = await resolveRef(project, prompt, ref);
  if (version !== null) return { version };
  throw new InputError({ field: '--to', message: `${formatRef(ref)} is a draft and was never live` });
}

async function resolveCandidate(project: Project, prompt: ResolvedPrompt, candidate: string | undefined) {
  return resolveRef(project, prompt, refOf(prompt, candidate ?? `${prompt.name}@draft`));
}

/** A version ships with its model, so a release without that model would prove nothing about what ships. */
async function requireOwnModel(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: string | undefined,
): Promise<void> {
  const { prompt: file } = await resolveCandidate(project, prompt, candidate);
  if (includesOwnModel(pairModels(prompt.models, null, file), file)) return;
  throw new InputError({
    file: project.display(project.config.file),
    field: `prompts['${prompt.name}'].models`,
    message: `the version ships with ${file.model}, which is not among the models that are evaluated`,
    expected: `"own" or "${file.model}" among them, with the version's own parameters`,
  });
}

/** A release replaces what the alias names, so that is what it has to be compared with. */
async function requireHeadAsBaseline(
  project: Project,
  prompt: ResolvedPrompt,
  { alias, baseline }: EvaluationOptions,
  head: MoveRecord | null,
): Promise<void> {
  if (baseline === undefined) return;
  const { digest } = await resolveRef(project, prompt, refOf(prompt, baseline));
  if (digest === head?.to.digest) return;
  throw new ConflictError(
    `${baseline} is not what ${alias} names, and a release is compared with that. Leave --baseline out, or compare with it in \`prompteval run\``,
  );
}
