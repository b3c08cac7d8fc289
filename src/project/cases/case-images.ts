import type { Case, Dataset } from '../../core/case.ts';
import { digestOf } from '../../core/digest.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { sourceOf } from '../../datasets/case-source.ts';
import { imageMistake, imageSource } from '../../prompts/image-entry.ts';
import type { ImageMistake } from '../prompts/image-file.ts';
import type { ImageFiles } from '../prompts/image-files.ts';
import { ProblemKinds } from './problem-kinds.ts';

/** A case that names a file as the value of an image variable. */
interface Use {
  case: Case;
  variable: string;
}

/** The dataset as these prompts see it: with the pictures that its cases name. */
export interface DatasetWithImages {
  /** Its digest covers the bytes of the files, and so do its cases; where there are none it is the dataset as it was. */
  dataset: Dataset;
  problems: Problem[];
}

/** Reads every picture that a case names for one of these prompts, before the first call is made. */
export async function withImages(
  dataset: Dataset,
  prompts: readonly PromptFile[],
  images: ImageFiles,
): Promise<DatasetWithImages> {
  const uses = usesOf(dataset, imageVariables(prompts));
  if (uses.size === 0) return { dataset, problems: [] };
  const problems = new ProblemKinds();
  const digests: [string, string | null][] = [];
  // One after the other: what is read is held in memory only until its digest is known.
  for (const name of [...uses.keys()].sort()) {
    const image = await images.load(name);
    digests.push([name, 'digest' in image ? image.digest : null]);
    if (!('mistake' in image)) continue;
    for (const use of uses.get(name) ?? []) problems.add(image.mistake, problemOf(name, image, use));
  }
  const digest = digestOf({ cases: dataset.digest, images: digests });
  const cases = withDigests(dataset.cases, uses, new Map(digests));
  return { dataset: { ...dataset, cases, digest }, problems: problems.shown() };
}

function withDigests(
  cases: readonly Case[],
  uses: ReadonlyMap<string, readonly Use[]>,
  digests: ReadonlyMap<string, string | null>,
): Case[] {
  const images = new Map<Case, Record<string, string>>();
  for (const [name, users] of uses) {
    const digest = digests.get(name);
    if (typeof digest !== 'string') continue;
    for (const { case: item, variable } of users) {
      images.set(item, { ...images.get(item), [variable]: digest });
    }
  }
  return cases.map((item) => {
    const found = images.get(item);
    return found === undefined ? item : { ...item, images: found };
  });
}

function imageVariables(prompts: readonly PromptFile[]): string[] {
  const names = prompts.flatMap((prompt) =>
    Object.entries(prompt['x-prompteval'].variables).flatMap(([name, { type }]) =>
      type === 'image' ? [name] : [],
    ),
  );
  return [...new Set(names)];
}

/** By file. URLs are the vendor's to fetch, and values that name no image at all are reported where they are rendered. */
function usesOf(dataset: Dataset, variables: readonly string[]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  for (const item of variables.length === 0 ? [] : dataset.cases) {
    for (const variable of variables) {
      const name = Object.hasOwn(item.variables, variable) ? item.variables[variable] : undefined;
      if (typeof name !== 'string' || imageMistake(name) !== undefined) continue;
      if (imageSource(name) === 'url') continue;
      const known = uses.get(name) ?? [];
      known.push({ case: item, variable });
      uses.set(name, known);
    }
  }
  return uses;
}

function problemOf(name: string, { mistake, hint }: ImageMistake, { case: item, variable }: Use): Problem {
  return {
    ...sourceOf(item, variable),
    field: variable,
    message: `case ${item.id}: the image ${name} ${mistake}`,
    ...(hint === undefined ? {} : { hint }),
  };
}
