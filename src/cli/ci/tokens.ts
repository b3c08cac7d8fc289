import { type Environment, variable } from '../../ci/job.ts';

const names = ['GITHUB_TOKEN', 'GH_TOKEN', 'PROMPTEVAL_GITLAB_TOKEN', 'GITLAB_TOKEN'] as const;

export interface Tokens {
  github: string | undefined;
  gitlab: string | undefined;
}

/** The tokens of CI's own API. */
export function readTokens(environment: Environment): Tokens {
  return {
    github: variable(environment, 'GITHUB_TOKEN') ?? variable(environment, 'GH_TOKEN'),
    gitlab: variable(environment, 'PROMPTEVAL_GITLAB_TOKEN') ?? variable(environment, 'GITLAB_TOKEN'),
  };
}

/** The same, and takes them out of the environment: configs, evaluators and the commands that run them need none. */
export function takeTokens(environment: NodeJS.ProcessEnv): Tokens {
  const tokens = readTokens(environment);
  for (const name of names) delete environment[name];
  return tokens;
}
