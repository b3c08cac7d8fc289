import { matchesGlob, matchesSubject } from './glob.ts';

export const roles = ['workflow', 'domain', 'engineering', 'risk', 'support', 'rollback'] as const;
export type Role = (typeof roles)[number];

/** Who has each role: names of people; empty where nobody has it. */
export type PromptOwners = Record<Role, string[]>;

export interface Person {
  emails: string[];
  /** Public keys: base64 of 32 bytes each. */
  keys: string[];
  /** Patterns of the subjects of CI's tokens. */
  ci: string[];
}

/** What OWNERS.yml says. */
export interface Owners {
  /** As messages name it. */
  file: string;
  people: ReadonlyMap<string, Person>;
  /** In the order of the file. */
  rules: readonly { pattern: string; owners: PromptOwners }[];
}

/** CODEOWNERS' rule: the last pattern that matches decides alone. Nobody where none does, or where there is no file. */
export function ownersOf(owners: Owners | null, prompt: string): PromptOwners {
  return owners?.rules.findLast(({ pattern }) => matchesGlob(pattern, prompt))?.owners ?? nobody();
}

export function nobody(): PromptOwners {
  return { workflow: [], domain: [], engineering: [], risk: [], support: [], rollback: [] };
}

/** The roles of a person, by their name in OWNERS.yml; none for a stranger. */
export function rolesOf(owners: PromptOwners, name: string): Role[] {
  return roles.filter((role) => owners[role].includes(name));
}

/** Whether there is a key or a CI identity by which a person can show who they are. */
export function canBeVerified(owners: Owners | null, name: string): boolean {
  const person = owners?.people.get(name);
  return person !== undefined && person.keys.length + person.ci.length > 0;
}

/** The public keys of a person. */
export function keysOf(owners: Owners | null, name: string): string[] {
  return owners?.people.get(name)?.keys ?? [];
}

/** Whose public key this is. */
export function personWithKey(owners: Owners | null, publicKey: string): string | undefined {
  return nameOf(owners, ({ keys }) => keys.includes(publicKey));
}

/** Everybody whose CI patterns fit the subject of a token. */
export function peopleOfSubject(owners: Owners | null, subject: string): string[] {
  const people = [...(owners?.people ?? [])];
  return people
    .filter(([, { ci }]) => ci.some((pattern) => matchesSubject(pattern, subject)))
    .map(([name]) => name);
}

/**
 * The name in OWNERS.yml of who stands in a record as an email address or as that name already; what stands there
 * where nobody is known by it. So two records of one person can be told from those of two.
 */
export function personNamed(owners: Owners | null, actor: string): string {
  if (owners === null || owners.people.has(actor)) return actor;
  const email = actor.toLowerCase();
  return nameOf(owners, ({ emails }) => emails.includes(email)) ?? actor;
}

function nameOf(owners: Owners | null, fits: (person: Person) => boolean): string | undefined {
  return [...(owners?.people ?? [])].find(([, person]) => fits(person))?.[0];
}
