import { digestOf } from '../../src/core/digest.ts';
import { evidenceOf } from '../../src/core/evidence.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { PromptFile } from '../../src/core/prompt.ts';
import type {
  MoveRecord,
  MoveRequest,
  Store,
  VersionPointer,
  VersionRecord,
} from '../../src/core/registry.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { putEvidence } from '../../src/registry/evidence.ts';
import { decodeRecord, encodeRecord } from '../../src/registry/record-bytes.ts';
import { publishVersion } from '../../src/registry/versions.ts';
import { runOf } from '../support/runs.ts';

export const at = '2026-08-22T14:03:00.000Z';

export function promptFile(text: string, name = 'triage'): PromptFile {
  return {
    name,
    model: 'demo/in-context',
    modelParameters: { temperature: 0 },
    messages: [{ role: 'user', content: text }],
    'x-prompteval': { variables: {} },
  };
}

/** Stands for the real one, which is another room's. */
export function digestOfPrompt({ model, modelParameters, messages }: PromptFile): string {
  return digestOf({ model, modelParameters, messages });
}

export async function publish(store: Store, text: string, prompt = 'triage'): Promise<VersionRecord> {
  const file = promptFile(text, prompt);
  const digest = digestOfPrompt(file);
  return (await publishVersion(store, { prompt, digest, file, note: null, actor: 'ana', at })).record;
}

export function runFor(
  candidate: { version: number | null; digest: string; prompt: PromptFile },
  baseline: RunFile['arms']['baseline'],
  changes: Partial<RunFile> = {},
): RunFile {
  return runOf({ baseline, candidate }, changes);
}

export function armOf({ version, digest, file }: VersionRecord): NonNullable<RunFile['arms']['baseline']> {
  return { version, digest, prompt: file };
}

export function pointer({ version, digest }: VersionPointer): VersionPointer {
  return { version, digest };
}

/** Keeps the evidence and asks for the promotion from one version to another. */
export async function promotion(
  store: Store,
  from: VersionRecord | null,
  to: VersionRecord,
  actor = 'ana',
): Promise<MoveRequest> {
  const run = runFor(armOf(to), from && armOf(from), { actor });
  const evidence = evidenceOf(run, await putEvidence(store, run));
  return { ...request(to, 'promote', actor), evidence };
}

export function request(to: VersionPointer, kind: MoveRecord['kind'], actor = 'ana'): MoveRequest {
  return {
    prompt: 'triage',
    alias: 'stable',
    kind,
    to: pointer(to),
    evidence: null,
    approvals: [],
    actor,
    reason: null,
    at,
  };
}

/** Changes a stored record as somebody would who knows how to mend its checksum. */
export function rewrite(
  entries: Map<string, Uint8Array>,
  key: string,
  change: (record: JsonObject) => object,
): void {
  entries.set(key, encodeRecord(change(decodeRecord(key, entries.get(key) ?? new Uint8Array()))));
}

/** Three versions, released one after the other. */
export async function releaseThree(store: Store): Promise<VersionRecord[]> {
  const versions = [await publish(store, 'one'), await publish(store, 'two'), await publish(store, 'three')];
  for (const [index, version] of versions.entries()) {
    await appendMove(store, await promotion(store, versions[index - 1] ?? null, version), index);
  }
  return versions;
}
