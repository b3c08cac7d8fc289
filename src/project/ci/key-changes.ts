import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Checkout } from '../../config/code/checkout.ts';
import { realPath } from '../../config/code/paths.ts';
import type { PolicyChange } from '../../core/policy.ts';
import { knownKeys } from '../models/hide-keys.ts';
import { providerName, providerType } from '../models/secrets-needed.ts';
import type { Project } from '../opening/open-project.ts';
import type { Revision } from '../opening/revision.ts';
import { checkoutNow, checkoutThen } from './checkouts.ts';
import { movedKeys, movedVariables, type Variables } from './key-places.ts';

/**
 * Where keys would go otherwise than on the protected branch. Of all that a change may do, it is what nobody can take back:
 * nothing may be asked before somebody approved it.
 *
 * @param models those that would be asked
 */
export async function keyChanges(
  then: Project,
  now: Project,
  models: readonly string[],
  revision: Pick<Revision, 'top' | 'commit' | 'place'>,
): Promise<PolicyChange[]> {
  const providers = [...new Set(models.map(providerName))].sort();
  // The demonstration model is in the package: nothing is sent.
  if (models.every((model) => providerType(model, now.config) === 'demo')) return [];
  const [before, after] = await Promise.all([
    variablesOf(then, await checkoutThen(then, revision)),
    variablesOf(now, await checkoutNow(now, revision)),
  ]);
  return [
    ...movedKeys(then.config.providers, now.config.providers, providers, knownKeys(then.config)),
    ...movedVariables(before, after),
  ];
}

/** A file that git ignores is the job's own. */
async function variablesOf({ config: { root } }: Project, checkout: Checkout): Promise<Variables> {
  const file = checkout.file(join(realPath(root) ?? root, '.env'));
  return file === undefined ? {} : parseEnv(await readFile(file, 'utf8'));
}
