import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { Store } from '../../core/registry.ts';
import { editDistance } from '../../core/suggest.ts';
import { excerpt } from '../../core/text.ts';
import { listAliases } from '../../registry/aliases.ts';
import { requireOwnAlias } from '../../registry/name-twins.ts';

/**
 * Of an alias that names nothing yet: a first release makes it, and compares with nothing. A slip of the pen must not pass
 * for one.
 *
 * @throws InputError where it is one letter away from an alias that there is, or differs from one only by case.
 */
export async function refuseMistypedAlias(store: Store, prompt: string, alias: string): Promise<void> {
  await requireOwnAlias(store, prompt, alias);
  const meant = (await listAliases(store, prompt)).find((known) => isSlip(alias, known));
  if (meant === undefined) return;
  throw new InputError({
    field: '--alias',
    message: `${prompt} has no alias "${excerpt(alias, 80)}"`,
    hint: `Did you mean "${meant}"? A new alias takes a name that differs from it by more than a letter`,
  });
}

/** What is to be told of a run for such an alias; null where the prompt has no alias at all. */
export async function newAliasWarning(store: Store, prompt: string, alias: string): Promise<Problem | null> {
  const known = await listAliases(store, prompt);
  if (known.length === 0 || known.includes(alias)) return null;
  const message = `the alias "${excerpt(alias, 80)}" of ${prompt} does not exist yet, so nothing was compared`;
  return { message, hint: `There are: ${known.join(', ')}` };
}

/** One letter more, less or another, or two that changed places. Tenants and numbers are names of their own: `acme/stable`, `canary2`. */
function isSlip(typed: string, known: string): boolean {
  const [tenant, name] = parted(typed);
  const [ofTenant, meant] = parted(known);
  if (tenant !== ofTenant || withoutDigits(name) === withoutDigits(meant)) return false;
  return editDistance(name, meant) === 1 || sorted(name) === sorted(meant);
}

function parted(alias: string): [tenant: string, name: string] {
  const slash = alias.lastIndexOf('/');
  return [alias.slice(0, slash + 1), alias.slice(slash + 1)];
}

function withoutDigits(text: string): string {
  return text.replace(/\d/g, '');
}

function sorted(text: string): string {
  return [...text].sort().join('');
}
