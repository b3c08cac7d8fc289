import type { ServedModels } from './drift.ts';
import { excerpt } from './text.ts';

const idLength = 80;
const mostNamed = 3;

/** Models that are served under another id now than they were: `served model then: a, now: b`. */
export function servedWords(served: readonly ServedModels[]): string[] {
  const several = served.length > 1;
  return served.filter(isOther).map(({ model, atRelease, now }) => {
    const where = several ? ` of ${excerpt(model, idLength)}` : '';
    return `served model${where} then: ${names(atRelease)}, now: ${names(now)}`;
  });
}

function isOther({ atRelease, now }: ServedModels): boolean {
  return (
    atRelease.length > 0 && now.length > 0 && [...atRelease].sort().join('\n') !== [...now].sort().join('\n')
  );
}

function names(ids: readonly string[]): string {
  const named = ids.slice(0, mostNamed).map((id) => excerpt(id, idLength));
  return [...named, ...(ids.length > mostNamed ? ['…'] : [])].join(' and ');
}
