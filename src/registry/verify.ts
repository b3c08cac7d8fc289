import { digestBytes } from '../core/digest.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { Store } from '../core/registry.ts';
import { readMove } from './aliases.ts';
import { type Finding, getListed, orFinding } from './finding.ts';
import { type IdentityChecks, noIdentityChecks } from './identity-checks.ts';
import { blobKey, parseKey } from './keys.ts';
import { readSignature } from './signatures.ts';
import { verifyChain } from './verify-chain.ts';
import { verifyIncidents } from './verify-incidents.ts';
import { type FoundRecord, verifyRecords } from './verify-records.ts';
import { type KnownVersions, verifyVersions } from './verify-versions.ts';

export interface RegistryAudit {
  checked: {
    versions: number;
    moves: number;
    blobs: number;
    /** These only where there are some. */
    plans?: number;
    approvals?: number;
    reviews?: number;
    answerReviews?: number;
    signatures?: number;
    incidents?: number;
  };
  /** What does not fit: versions first, then evidence, every chain of moves from its first record on, incidents, plans, approvals and reviews. */
  findings: Finding[];
}

/**
 * Reads everything that a registry holds and re-hashes it. Only reads, and may run while others write.
 *
 * @param digestOfPrompt the function that made the versions' digests.
 * @param identities the checks of signatures; without them, none is looked at.
 */
export async function verifyRegistry(
  store: Store,
  digestOfPrompt: (file: PromptFile) => string,
  identities: IdentityChecks = noIdentityChecks,
): Promise<RegistryAudit> {
  const findings: Finding[] = [];
  const { versions, chains, incidents, blobs, records, signatures, foreign } = await survey(store);

  const known = new Map<string, KnownVersions>();
  let versionCount = 0;
  for (const { folder, prompt, numbers } of versions.values()) {
    const ofPrompt = await verifyVersions(store, folder, numbers, digestOfPrompt, findings);
    known.set(prompt, ofPrompt);
    versionCount += numbers.length;
  }
  for (const digest of blobs) findings.push(...(await verifyBlob(store, digest)));
  let moves = 0;
  for (const { folder, prompt, numbers } of chains.values()) {
    const ofPrompt = known.get(prompt) ?? new Map<number, string>();
    moves += await verifyChain(store, folder, numbers, ofPrompt, identities, findings);
  }
  for (const signature of signatures) findings.push(...(await verifySignature(store, signature)));
  let incidentRecords = 0;
  for (const { folder, prompt, numbers } of incidents.values()) {
    await verifyIncidents(store, folder, numbers, known.get(prompt) ?? new Map(), findings);
    incidentRecords += numbers.length;
  }
  const counts = await verifyRecords(store, records, { digestOfPrompt, ...identities }, findings);
  findings.push(...foreign.map((key) => ({ key, message: 'is nothing that a registry writes' })));
  const checked = { versions: versionCount, moves, blobs: blobs.length, ...counts };
  const signed = signatures.length > 0 ? { signatures: signatures.length } : {};
  const recorded = incidentRecords > 0 ? { incidents: incidentRecords } : {};
  return { checked: { ...checked, ...signed, ...recorded }, findings };
}

interface Numbered {
  folder: string;
  prompt: string;
  /** Ascending. */
  numbers: number[];
}

interface PlaceOfMove {
  key: string;
  prompt: string;
  alias: string;
  number: number;
}

interface Survey {
  versions: Map<string, Numbered>;
  chains: Map<string, Numbered>;
  incidents: Map<string, Numbered>;
  blobs: string[];
  signatures: PlaceOfMove[];
  /** Plans, approvals and reviews. */
  records: FoundRecord[];
  foreign: string[];
}

const numberedFolders = { version: 'versions', move: 'chains', incident: 'incidents' } as const;

/** Keys ascend, so moves are listed before what they rest on: a release made meanwhile is seen whole or not at all. */
async function survey(store: Store): Promise<Survey> {
  const found: Survey = {
    versions: new Map(),
    chains: new Map(),
    incidents: new Map(),
    blobs: [],
    signatures: [],
    records: [],
    foreign: [],
  };
  for await (const key of store.list('')) {
    const parsed = parseKey(key);
    if (!parsed) found.foreign.push(key);
    else if (parsed.kind === 'blob') found.blobs.push(parsed.digest);
    else if (parsed.kind === 'signature') found.signatures.push({ key, ...parsed });
    else if (!('folder' in parsed)) found.records.push({ ...parsed, key });
    else {
      const { folder, prompt, number } = parsed;
      const folders = found[numberedFolders[parsed.kind]];
      const numbered = folders.get(folder) ?? { folder, prompt, numbers: [] };
      numbered.numbers.push(number);
      folders.set(folder, numbered);
    }
  }
  return found;
}

async function verifyBlob(store: Store, digest: string): Promise<Finding[]> {
  const key = blobKey(digest);
  const findings: Finding[] = [];
  const bytes = await getListed(store, key, findings);
  if (!bytes || digestBytes(bytes) === digest) return findings;
  return [{ key, message: 'was changed: its content has another digest than its name' }];
}

/** Whose it is and whether it holds takes keys to say; that it is of this very move does not. */
async function verifySignature(
  store: Store,
  { key, prompt, alias, number }: PlaceOfMove,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  // A damaged move is the chain's to report.
  const stored = await orFinding(key, [], () => readMove(store, prompt, alias, number));
  if (stored) await orFinding(key, findings, () => readSignature(store, stored.move));
  else findings.push({ key, message: 'signs a move that is missing or can not be read' });
  return findings;
}
