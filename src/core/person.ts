/** The name that stands for a person in comparisons: without regard to case, and of a CI without the number of the job. */
export function personOf(name: string): string {
  const plain = name.trim().toLowerCase();
  return plain.startsWith('ci:') ? plain.replace(/#[^#]*$/, '') : plain;
}

export function isAmong(name: string, people: readonly string[]): boolean {
  return people.some((person) => personOf(person) === personOf(name));
}
