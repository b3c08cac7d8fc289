import { elementsAt, membersAt, type Span, withoutTexts } from './literal.ts';

/**
 * The line of a config's source on which a field stands, or else what comes nearest to it: where a key is missing, the
 * line of the object that lacks it. A config is code, so this is a search and not a parse: it follows object and array
 * literals from the first key on, and stops where a name or a call stands for a value. undefined where not even the first
 * key is found.
 */
export function locateField(source: string, path: readonly (string | number)[]): number | undefined {
  const [first, ...rest] = path;
  if (typeof first !== 'string') return undefined;
  const masked = withoutTexts(source);
  const root = findRoot(source, masked, first);
  if (root === undefined) return undefined;
  let { at, value } = root;
  for (const step of rest) {
    const next = enter(source, masked, value, step);
    if (next === undefined) break;
    ({ at, value } = next);
  }
  return source.slice(0, at).split('\n').length;
}

/** Where a field's value stands; undefined where the whole path is not found, as where code makes the value. */
export function spanOf(source: string, path: readonly (string | number)[]): Span | undefined {
  const [first, ...rest] = path;
  if (typeof first !== 'string') return undefined;
  const masked = withoutTexts(source);
  let place = findRoot(source, masked, first);
  for (const step of rest) place = place && enter(source, masked, place.value, step);
  return place?.value;
}

interface Place {
  /** Where the field begins: its key, or an element itself. */
  at: number;
  value: Span;
}

const namesOfImport = /\b(?:import|export)(?:\s+type)?\s*(?:[\w$]+\s*,\s*)?$/;

/** The outermost object literal that has the key. */
function findRoot(source: string, masked: string, key: string): Place | undefined {
  const open = openOfRoot(source, masked, key);
  return open === undefined
    ? undefined
    : membersAt(source, masked, open).find((candidate) => candidate.key === key);
}

function openOfRoot(source: string, masked: string, key: string): number | undefined {
  for (const { index } of masked.matchAll(/\{/g)) {
    if (namesOfImport.test(masked.slice(0, index))) continue;
    if (membersAt(source, masked, index).some((member) => member.key === key)) return index;
  }
  return undefined;
}

/** The outermost object literal that has the key, and everything that stands in it. */
export function rootOf(source: string, key: string): { open: number; elements: Span[] } | undefined {
  const masked = withoutTexts(source);
  const open = openOfRoot(source, masked, key);
  return open === undefined ? undefined : { open, elements: elementsAt(masked, open) };
}

function enter(source: string, masked: string, value: Span, step: string | number): Place | undefined {
  const bracket = masked.charAt(value.start);
  if (typeof step === 'string') {
    if (bracket !== '{') return undefined;
    return membersAt(source, masked, value.start).find((member) => member.key === step);
  }
  const element = bracket === '[' ? elementsAt(masked, value.start)[step] : undefined;
  return element && { at: element.start, value: element };
}
