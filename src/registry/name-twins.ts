import { caseTwin, namesOfAlias } from '../core/case-twin.ts';
import { InputError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { excerpt } from '../core/text.ts';
import { listAliases } from './aliases.ts';
import { listPublishedPrompts } from './published-prompts.ts';

/**
 * Of an alias that names nothing yet.
 *
 * @throws InputError where it differs from one that there is only by case: no bundle could hold both.
 */
export async function requireOwnAlias(store: Store, prompt: string, alias: string): Promise<void> {
  const known = (await listAliases(store, prompt)).flatMap(namesOfAlias);
  for (const name of namesOfAlias(alias)) {
    const twin = caseTwin(name, known);
    if (twin === undefined) continue;
    throw new InputError({
      field: '--alias',
      message: `${prompt} has no alias "${excerpt(alias, 80)}", and "${excerpt(twin, 80)}" differs from it only by case, so it can't be made`,
      hint: `Did you mean "${excerpt(twin, 80)}"? Some file systems can't keep files of both names apart`,
    });
  }
}

/**
 * Of a prompt without a version.
 *
 * @throws InputError where it differs from one that has a version only by case.
 */
export async function requireOwnPromptName(store: Store, prompt: string): Promise<void> {
  const known = await listPublishedPrompts(store);
  const twin = known.includes(prompt) ? undefined : caseTwin(prompt, known);
  if (twin === undefined) return;
  throw new InputError({
    message: `"${excerpt(prompt, 80)}" can't be published: the registry has the prompt "${excerpt(twin, 80)}", and the two differ only by case`,
    hint: "Give it another name: some file systems can't keep files of both names apart",
  });
}
