/** JSON has no regular expressions: where an option of an evaluator is one, or a list of them, its text stands for it. */
export function withPatterns(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const asPattern = (value: unknown) => (typeof value === 'string' ? new RegExp(value) : value);
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      if (name === 'patterns' && Array.isArray(value)) return [name, value.map(asPattern)];
      return [name, name === 'extract' || name === 'pattern' ? asPattern(value) : value];
    }),
  );
}
