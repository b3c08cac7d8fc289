/** The known name that differs from this one only by case: some file systems can't keep the files of both apart. */
export function caseTwin(name: string, known: Iterable<string>): string | undefined {
  const folded = name.toLowerCase();
  for (const other of known) if (other !== name && other.toLowerCase() === folded) return other;
  return undefined;
}

/** What an alias takes of a folder that has the prompt's aliases: `acme/stable` is a file in the folder `acme/`. */
export function namesOfAlias(alias: string): string[] {
  const tenant = alias.split('/')[0] ?? '';
  return tenant === alias ? [alias] : [`${tenant}/`, alias];
}
