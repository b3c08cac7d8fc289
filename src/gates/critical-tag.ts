import type { Case } from '../core/case.ts';
import type { Gate } from '../core/gate.ts';
import type { Problem } from '../core/problem.ts';

const word = 'critical';
const field = `field \`${word}\``;
const tag = `tag "${word}"`;

/**
 * The tag `critical` is one like any other, and the field `critical` is not it. Where a gate names one of the two and they don't
 * agree, it asks about other cases than its author may think.
 */
export function criticalTagWarnings(gates: readonly Gate[], cases: readonly Case[]): Problem[] {
  const tagged = cases.filter(({ critical, tags }) => !critical && tags.includes(word)).length;
  const marked = cases.filter(({ critical, tags }) => critical && !tags.includes(word)).length;
  if (tagged + marked === 0 || !cases.some(({ tags }) => tags.includes(word))) return [];
  const differ = [
    ...(tagged > 0 ? [`${countOf(tagged)} the tag without the field`] : []),
    ...(marked > 0 ? [`${countOf(marked)} the field without the tag`] : []),
  ].join(', ');
  return gates.flatMap((gate) => {
    const key = gate.rule === 'mustPass' && gate.cases === word ? 'cases' : 'slice';
    if (key === 'slice' && gate.slice !== word) return [];
    const [meant, other] = key === 'cases' ? [field, tag] : [tag, field];
    return [
      {
        field: `gate "${gate.name}" ${key}`,
        message: `means the ${meant} and not the ${other}, and ${differ}`,
        hint: 'Give the same cases both, or the tag another name',
      },
    ];
  });
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? 'case has' : 'cases have'}`;
}
