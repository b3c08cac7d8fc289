import { beyondBase } from '../core/base-address.ts';
import { isJsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { Path } from './resolve-prompt.ts';
import type { UserConfig } from './user-config.ts';

/** What is wrong with the addresses of providers, beyond what the schema says of their form. */
export function addressProblems({ providers }: Pick<UserConfig, 'providers'>): [Path, Problem][] {
  if (!isJsonObject(providers)) return [];
  return Object.entries(providers).flatMap(([name, entry]) =>
    ['baseURL', 'endpoint'].flatMap((field): [Path, Problem][] => {
      const address = isJsonObject(entry) ? entry[field] : undefined;
      const problem = typeof address === 'string' ? beyondBase(address) : null;
      return problem === null ? [] : [[['providers', name, field], problem]];
    }),
  );
}
