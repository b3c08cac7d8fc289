/** Gives the same list for all that are alike: thousands of cases share a few lists of tags. */
export function sharedLists(): (list: string[]) => string[] {
  const known = new Map<string, string[]>();
  return (list) => {
    const key = JSON.stringify(list);
    const shared = known.get(key) ?? list;
    known.set(key, shared);
    return shared;
  };
}
