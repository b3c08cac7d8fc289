import type { Case } from '../core/case.ts';
import { clusterOf } from '../core/cluster.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';
import { isReserved } from './case-of-row.ts';
import { sourceOf } from './case-source.ts';

/** Cases named for one field; more of them say nothing new. */
const mostCasesNamed = 5;

/** Who counts cases by cluster, and by which field. */
export interface ClusterUse {
  field: string;
  /** Where that is written: `prompts['triage'].cluster`. */
  place: Pick<Problem, 'file' | 'field'>;
}

/** Cases that belong to no cluster, where they are counted by cluster; one problem where none of them does. */
export function clusterProblems(cases: readonly Case[], { field, place }: ClusterUse): Problem[] {
  const lacking = cases.filter((item) => clusterOf(item, field) === null);
  if (lacking.length === 0) return [];
  if (lacking.length === cases.length) return [{ ...place, ...unknownField(cases, field) }];
  const named = lacking.slice(0, mostCasesNamed).map((item) => ({
    ...sourceOf(item, field),
    field,
    message: `the case "${item.id}" has no value for "${field}", by which ${place.field} counts cases`,
    hint: 'Fill it in; a case that belongs with no other takes a value of its own',
  }));
  const next = lacking[named.length];
  const more = lacking.length - named.length;
  const message = `and ${more} more cases without a value for "${field}"`;
  return next === undefined ? named : [...named, { ...sourceOf(next, field), field, message, more }];
}

function unknownField(cases: readonly Case[], field: string): Pick<Problem, 'message' | 'hint'> {
  const message = `no case has a value for "${field}"`;
  if (isReserved(field)) return { message: `${message}: it is a reserved field, and no variable` };
  const columns = [...new Set(cases.flatMap(({ variables }) => Object.keys(variables)))];
  const hint = suggestion(field, columns);
  return { message, ...(hint && { hint }) };
}
