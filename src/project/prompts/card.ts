import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { PromptExtension, PromptFile, ToolChoice, ToolDefinition } from '../../core/prompt.ts';
import type { MoveRecord } from '../../core/registry.ts';
import type { PromptOwners } from '../../core/risk.ts';
import type { Ref } from '../../prompts/ref.ts';
import { listAliases, readMoves } from '../../registry/aliases.ts';
import { rollbackTarget } from '../../registry/rollback-target.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';
import type { Resolved } from './arms.ts';

/** What a registry knows of one version, for people who have to answer for it. */
export interface Card {
  name: string;
  description: string | null;
  useCase: string | null;
  owner: string | null;
  /** Who has each role in OWNERS.yml; null where there is none that can be read. */
  owners: PromptOwners | null;
  risk: string | null;
  /** null for the draft. */
  version: number | null;
  digest: string;
  /** Those that name this version now. */
  aliases: string[];
  model: string;
  settings: PromptFile['modelParameters'];
  variables: PromptExtension['variables'];
  outputFormat: { format: string; name: string | null; schema: Json };
  tools: ToolDefinition[];
  toolChoice: ToolChoice | null;
  authority: { never: string[]; needsApproval: string[] };
  published: { at: string; by: string } | null;
  /** The newest move that brought an alias to this version. */
  released: { alias: string; seq: number; kind: string; at: string; by: string; run: string | null } | null;
  /** Who approved that release; empty where it needed nobody. */
  lastApprovedBy: { by: string; at: string }[];
  releaseNote: string | null;
  /** Where a rollback would go while this version is live; null where it is not, or nothing is left to go back to. */
  rollbackVersion: number | null;
}

export async function describeCard(
  project: Project,
  prompt: ResolvedPrompt,
  ref: Ref,
  { version, digest, prompt: file, record }: Resolved,
): Promise<Card> {
  const chains = version === null ? [] : await movesByAlias(project, prompt.name);
  const naming = chains.filter((moves) => moves.at(-1)?.to.version === version);
  const asked = ref.at.kind === 'alias' ? ref.at.alias : 'stable';
  const chosen = naming.find((moves) => moves[0]?.alias === asked) ?? naming[0];
  const release = newest(
    chains.flatMap((moves) => moves.filter((move) => move.to.version === version && isRelease(move))),
  );
  const extension = file['x-prompteval'];
  return {
    name: file.name,
    description: file.description ?? null,
    useCase: extension.useCase ?? null,
    owner: extension.owner ?? null,
    owners: await ownersIfSound(project, prompt.name),
    risk: extension.risk ?? null,
    version,
    digest,
    aliases: naming.flatMap((moves) => moves[0]?.alias ?? []),
    model: file.model,
    settings: file.modelParameters,
    variables: extension.variables,
    outputFormat: outputFormat(file),
    tools: extension.tools ?? [],
    toolChoice: extension.toolChoice ?? null,
    authority: { never: [], needsApproval: [], ...extension.authority },
    published: record && { at: record.at, by: record.actor },
    released: release && {
      alias: release.alias,
      seq: release.seq,
      kind: release.kind,
      at: release.at,
      by: release.actor,
      run: release.evidence?.run ?? null,
    },
    lastApprovedBy: release?.approvals.map(({ by, at }) => ({ by, at })) ?? [],
    releaseNote: record?.note ?? extension.changelog ?? null,
    rollbackVersion: chosen === undefined ? null : rollbackVersion(chosen),
  };
}

/** `validate` says what is wrong with OWNERS.yml; a card is there all the same. */
async function ownersIfSound(project: Project, prompt: string): Promise<PromptOwners | null> {
  try {
    return (await openOwners(project)).ownersOf(prompt);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

async function movesByAlias(project: Project, prompt: string): Promise<MoveRecord[][]> {
  const aliases = await listAliases(project.store, prompt);
  return Promise.all(aliases.map((alias) => readMoves(project.store, prompt, alias)));
}

/** A rollback and a freeze need no approval, and take none away. */
function isRelease({ kind }: MoveRecord): boolean {
  return kind === 'promote' || kind === 'override';
}

function newest(moves: readonly MoveRecord[]): MoveRecord | null {
  return moves.reduce<MoveRecord | null>(
    (best, move) => (best !== null && Date.parse(best.at) >= Date.parse(move.at) ? best : move),
    null,
  );
}

function outputFormat({ responseFormat, jsonSchema }: PromptFile): Card['outputFormat'] {
  return {
    format: responseFormat ?? 'text',
    name: jsonSchema?.name ?? null,
    schema: jsonSchema?.schema ?? null,
  };
}

function rollbackVersion(moves: readonly MoveRecord[]): number | null {
  try {
    return rollbackTarget(moves).version;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
