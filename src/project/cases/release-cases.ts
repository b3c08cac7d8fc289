import type { Case, Dataset, Split } from '../../core/case.ts';
import { InputError } from '../../core/errors.ts';

/** The cases of a run before --filter, --first and --case. */
export interface SplitCases {
  cases: readonly Case[];
  /** Absent where no case is set apart and none was asked for. */
  split?: Split;
  /** Whether they are the ones that a release is judged by. */
  isDefault: boolean;
}

/** Where cases are set apart for tuning, a release is not judged by them: prompts were fitted to those. */
export function releaseCases(cases: readonly Case[]): readonly Case[] {
  const kept = casesOf(cases, 'release');
  return kept.length > 0 ? kept : cases;
}

/**
 * The cases that `--split` asks for, by default those that a release is judged by. A case that names no split is in both.
 *
 * @throws InputError where a split is asked for that no case is set apart for.
 */
export function splitCases({ name, cases }: Dataset, asked: Split | undefined): SplitCases {
  const usual = releaseCases(cases);
  const isSetApart = cases.some((item) => item.split !== null);
  if (asked === undefined) {
    // Where every case is for tuning, there is nothing else to judge by.
    const split = casesOf(cases, 'release').length > 0 ? 'release' : 'all';
    return { cases: usual, ...(isSetApart && { split }), isDefault: true };
  }
  const chosen = casesOf(cases, asked);
  if (asked !== 'all' && (!isSetApart || chosen.length === 0)) throw nothingSetApart(name, asked);
  const isDefault = chosen.length === usual.length && chosen.every((item, index) => item === usual[index]);
  return { cases: chosen, split: asked, isDefault };
}

/** The same list where that is all of them: it may be long. */
function casesOf(cases: readonly Case[], split: Split): readonly Case[] {
  const other = { tune: 'release', release: 'tune', all: undefined }[split];
  const isOut = (item: Case) => item.split !== null && item.split === other;
  return cases.some(isOut) ? cases.filter((item) => !isOut(item)) : cases;
}

function nothingSetApart(dataset: string, split: Split): InputError {
  const purpose = split === 'release' ? 'that a release is judged by' : 'to tune prompts on';
  return new InputError({
    field: '--split',
    message: `${dataset} has no ${split} cases`,
    hint: `Add a field "split" to the dataset and set it to "${split}" for the cases ${purpose}; empty is both`,
  });
}
