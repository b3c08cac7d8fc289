import { RefusedError } from '../core/errors.ts';
import type { Identity } from '../core/identity.ts';
import type { PromptOwners, RiskLevel, Role } from '../core/risk.ts';
import { listed } from '../core/text.ts';
import { rolesOf } from './approvals.ts';

/** What only an owner may do, where owners are named, and in which roles. */
const rights = {
  promote: ['workflow', 'engineering'],
  override: ['workflow', 'engineering'],
  review: ['workflow', 'domain', 'engineering', 'risk'],
  'roll back': ['rollback'],
  freeze: ['workflow', 'domain', 'engineering', 'risk', 'support', 'rollback'],
  unfreeze: ['workflow', 'engineering', 'risk'],
} satisfies Record<string, Role[]>;

export type Right = keyof typeof rights;

/** Undefined where they may; else why not, as a sentence without a full stop. */
export function rightObstacle(
  right: Right,
  prompt: string,
  who: Identity,
  owners: PromptOwners | null,
  risk: RiskLevel = 'low',
): string | undefined {
  if (owners === null) return undefined;
  const needed = rolesFor(right, owners);
  if (!needed.some((role) => rolesOf(owners, who.name).includes(role))) {
    const names = [...new Set(needed.flatMap((role) => [...owners[role]]))];
    const may = names.length === 0 ? 'OWNERS.yml names nobody for it' : `these may: ${names.join(', ')}`;
    return `${who.name} may not ${right} ${prompt}: it takes an owner of ${listed(needed)}, and ${may}`;
  }
  if (risk !== 'high' || who.assurance === 'verified') return undefined;
  return `${who.name} is only claimed to be the one who acts, and high risk takes verified identities only: sign with --sign-key`;
}

/** Where nobody owns rollbacks of a prompt, its engineers do: at night somebody has to. */
function rolesFor(right: Right, owners: PromptOwners): Role[] {
  return right === 'roll back' && owners.rollback.length === 0 ? ['engineering'] : rights[right];
}

/** @throws RefusedError where only others may. */
export function requireRight(...asked: Parameters<typeof rightObstacle>): void {
  const obstacle = rightObstacle(...asked);
  if (obstacle !== undefined) throw new RefusedError(`${obstacle}.`);
}
