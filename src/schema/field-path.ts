/** Where a value stands inside a document: object keys and array indexes. */
export type Path = (string | number)[];

/** A path as a person would type it: `gates[1].margin`, `prices["demo/in-context"].input`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w$-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** A JSON pointer of ajv as a path; whether a step is an index depends on the value it goes through. */
export function pathOfPointer(pointer: string, root: unknown): Path {
  const path: Path = [];
  let current = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(current) ? Number(key) : key);
    current = memberOf(current, key);
  }
  return path;
}

/** The member of an array or object, or undefined; inherited members do not count. */
export function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
