import type { Checkout } from '../../config/code/checkout.ts';
import { allCode } from '../../config/code-behind.ts';
import { digestOf } from '../../core/digest.ts';
import type { PolicyChange } from '../../core/policy.ts';
import { excerpt } from '../../core/text.ts';
import type { Project } from '../opening/open-project.ts';
import type { Revision } from '../opening/revision.ts';
import { checkoutNow, checkoutThen, dataOf, pathIn } from './checkouts.ts';

/** So many files are named. */
const named = 5;

/**
 * Compared as a whole: code that is there for another prompt, or for none, runs too. A file that was only renamed is the
 * same code.
 */
export async function codeChanges(
  then: Project,
  now: Project,
  revision: Pick<Revision, 'top' | 'commit' | 'place'>,
): Promise<PolicyChange[]> {
  const [before, after] = await Promise.all([
    codeOf(then, await checkoutThen(then, revision)),
    codeOf(now, await checkoutNow(now, revision)),
  ]);
  const digests = [before, after].map((code) => [...code.values()].sort());
  const [was, is] = digests.map((list) => digestOf(list));
  if (was === is) return [];
  const files = new Set([...beyond(after, before), ...beyond(before, after)]);
  const shown = [...files].sort().map((file) => excerpt(file, 80));
  const more = shown.length > named ? ` and ${shown.length - named} more` : '';
  const text = `the config's code, or a file that it names, changed outside of what is compared: ${shown.slice(0, named).join(', ')}${more}`;
  return [{ kind: 'setting-looser', names: ['config'], text, isLooser: true, digest: digestOf(digests) }];
}

/** By paths from the folder of the repository. */
async function codeOf(project: Project, checkout: Checkout): Promise<Map<string, string>> {
  const code = await allCode(checkout, project.config, dataOf(project));
  return new Map([...code].map(([file, digest]) => [pathIn(checkout, file), digest]));
}

/** The files of which the other side has no equal left. */
function beyond(code: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  const rest = [...other.values()];
  return [...code].flatMap(([file, digest]) => {
    const index = rest.indexOf(digest);
    if (index < 0) return [file];
    rest.splice(index, 1);
    return [];
  });
}
