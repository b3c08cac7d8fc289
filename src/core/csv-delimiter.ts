/** What separates the cells of a CSV: `,`, `;` or a tab, whichever its header line has most of. */
export function delimiterOf(head: string): string {
  const unquoted = (/^[^\r\n]*/.exec(head)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({
    delimiter,
    count: unquoted.split(delimiter).length,
  }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
