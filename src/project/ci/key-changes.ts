import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Checkout } from '../../config/code/checkout.ts';
import { realPath } from '../../config/code/paths.ts';
import { digestOf } from '../../core/digest.ts';
import type { PolicyChange } from '../../core/policy.ts';
import { excerpt } from '../../core/text.ts';
import { knownKeys } from '../models/hide-keys.ts';
import { providerName, providerType } from '../models/secrets-needed.ts';
import type { Project } from '../opening/open-project.ts';
import type { Revision } from '../opening/revision.ts';
import { checkoutNow, checkoutThen } from './checkouts.ts';
import { movedKeys, movedVariables, type Variables } from './key-places.ts';

/** A config that stands elsewhere decides anew where keys go, and who is asked about it. */
export function movedConfig({ moved }: Pick<Revision, 'moved'>): PolicyChange[] {
  if (moved === null) return [];
  const [from, to] = [moved.from, moved.to].map((path) => excerpt(path, 80));
  const text = `the config that counts is ${to}, and ${from} there`;
  return [{ kind: 'setting-looser', names: ['config'], text, isLooser: true, digest: digestOf(moved) }];
}

/**
 * Where keys would go otherwise than on the protected branch. Of all that a change may do, it is what nobody can take back:
 * nothing may be asked before somebody approved it.
 *
 * @param then null for a project that is new as a whole
 * @param models those that would be asked
 */
export async function keyChanges(
  then: Project | null,
  now: Project,
  models: readonly string[],
  revision: Pick<Revision, 'top' | 'commit' | 'place'>,
): Promise<PolicyChange[]> {
  const providers = [...new Set(models.map(providerName))].sort();
  // The demonstration model is in the package: nothing is sent.
  if (models.every((model) => providerType(model, now.config) === 'demo')) return [];
  const before = then?.config.providers ?? {};
  const [variablesThen, variablesNow] = await Promise.all([
    then === null ? {} : variablesOf(then, await checkoutThen(then, revision)),
    variablesOf(now, await checkoutNow(now, revision)),
  ]);
  return [
    ...movedKeys(before, now.config.providers, providers, knownKeys({ providers: before })),
    ...movedVariables(variablesThen, variablesNow),
  ];
}

/** A file that git ignores is the job's own. */
async function variablesOf({ config: { root } }: Project, checkout: Checkout): Promise<Variables> {
  const file = checkout.file(join(realPath(root) ?? root, '.env'));
  return file === undefined ? {} : parseEnv(await readFile(file, 'utf8'));
}
