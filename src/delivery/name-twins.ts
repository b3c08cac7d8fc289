import { namesOfAlias } from '../core/case-twin.ts';
import type { Problem } from '../core/problem.ts';

interface Named {
  prompt: string;
  heads: readonly { alias: string }[];
}

/** Names that would share a file or a folder where the file system ignores case: one would overwrite the other. */
export function twinProblems(prompts: readonly Named[]): Problem[] {
  return [
    ...twins(prompts.map(({ prompt }) => prompt)).map((pair) => problem('prompts', pair, '')),
    ...prompts.flatMap(({ prompt, heads }) =>
      twins(heads.flatMap(({ alias }) => namesOfAlias(alias))).map((pair) =>
        problem('aliases', pair, ` of ${prompt}`),
      ),
    ),
  ];
}

function twins(names: readonly string[]): [string, string][] {
  const seen = new Map<string, string>();
  return [...new Set(names)].flatMap((name): [string, string][] => {
    const first = seen.get(name.toLowerCase());
    if (first === undefined) seen.set(name.toLowerCase(), name);
    return first === undefined ? [] : [[first, name]];
  });
}

function problem(kind: string, [first, second]: [string, string], of: string): Problem {
  return {
    message: `the ${kind} "${first}" and "${second}"${of} differ only by case, and some file systems can't keep their files apart`,
    hint: 'Give one another name, or use prompteval serve, which keeps them apart',
  };
}
