import type { Dataset } from '../core/case.ts';

/** How many cases have a tag, and how many of these are critical. */
export interface CaseKind {
  tag: string;
  cases: number;
  critical: number;
}

/** The kinds of cases that a dataset has, the most frequent first, then by name. */
export function caseKinds(dataset: Dataset): CaseKind[] {
  const kinds = new Map<string, CaseKind>();
  for (const { tags, critical } of dataset.cases) {
    for (const tag of tags) {
      const kind = kinds.get(tag) ?? { tag, cases: 0, critical: 0 };
      kind.cases += 1;
      if (critical) kind.critical += 1;
      kinds.set(tag, kind);
    }
  }
  return [...kinds.values()].sort((a, b) => b.cases - a.cases || (a.tag < b.tag ? -1 : 1));
}
