import type { Case } from '../core/case.ts';
import { canonicalJson, digestOf } from '../core/digest.ts';
import { formatCount } from '../core/format.ts';
import type { PolicyChange } from '../core/policy.ts';
import { excerpt } from '../core/text.ts';

/** What became of the golden cases, and the cases that hold all of then and what is new. */
export interface ComparedCases {
  /** In the order of now, so that they are those of now where none was edited or removed. */
  cases: Case[];
  changes: PolicyChange[];
}

/**
 * A case that was edited counts as it was, and one that was removed is still there.
 *
 * @param contentOf what a case asks and expects.
 */
export function compareCases(
  then: readonly Case[],
  now: readonly Case[],
  contentOf = ({ variables, expected }: Case) => canonicalJson({ variables, expected }),
): ComparedCases {
  const known = new Map(then.map((item) => [item.id, item]));
  const ids = new Set(now.map(({ id }) => id));
  const added = now.filter(({ id }) => !known.has(id));
  const removed = then.filter(({ id }) => !ids.has(id));
  const both = now.flatMap((item) => {
    const old = known.get(item.id);
    return old ? [{ before: old, after: item }] : [];
  });
  const uncritical = both.filter((pair) => pair.before.critical && !pair.after.critical);
  const edited = both.filter((pair) => !isSame(pair.before, pair.after) && !uncritical.includes(pair));
  const changes = [
    ...change('critical-taken', uncritical, (count) => `${count} no longer critical`),
    ...change('cases-removed', removed.map(asRemoved), (count) => `${count} removed`),
    ...change('cases-edited', edited, (count) => `${count} edited`),
    ...change(
      'cases-added',
      added.map(asAdded),
      (count) => `${count} new${repeatWords(then, added, contentOf)}`,
    ),
  ];
  const kept = now.map((item) => {
    const old = known.get(item.id);
    return old && !isSame(old, item) ? old : item;
  });
  return { cases: removed.length === 0 ? kept : [...kept, ...removed], changes };
}

/** New evidence that is none: what a new case asks may be there already, or several times among the new ones. */
function repeatWords(
  then: readonly Case[],
  added: readonly Case[],
  contentOf: (item: Case) => string,
): string {
  if (added.length === 0) return '';
  const seen = new Set(then.map(contentOf));
  const distinct = new Set(added.map(contentOf).filter((content) => !seen.has(content)));
  const repeated = added.length - distinct.size;
  if (repeated === 0) return '';
  if (added.length === 1) return ' and asks the same as another';
  return `, ${formatCount(repeated)} of which ${repeated === 1 ? 'asks' : 'ask'} the same as another`;
}

interface Pair {
  before: Case | null;
  after: Case | null;
}

const asRemoved = (item: Case): Pair => ({ before: item, after: null });
const asAdded = (item: Case): Pair => ({ before: null, after: item });

/** Notes change no score. */
function isSame(then: Case, now: Case): boolean {
  return canonicalJson({ ...then, notes: '' }) === canonicalJson({ ...now, notes: '' });
}

const named = 5;

function change(
  kind: PolicyChange['kind'],
  pairs: readonly Pair[],
  words: (count: string) => string,
): PolicyChange[] {
  if (pairs.length === 0) return [];
  const names = pairs.map(({ before, after }) => (before ?? after)?.id ?? '');
  const count = pairs.length === 1 ? '1 case is' : `${formatCount(pairs.length)} cases are`;
  const list = names.slice(0, named).map((name) => excerpt(name, 40));
  const more = names.length > named ? [`${formatCount(names.length - named)} more`] : [];
  const text = `${words(count)}: ${[...list, ...more].join(', ')}`;
  const digest = digestOf(pairs.map(({ before, after }) => [before, after]));
  return [{ kind, names, text, isLooser: kind !== 'cases-added', digest }];
}
