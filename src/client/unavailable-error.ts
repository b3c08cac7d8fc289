import type { ClientProblem } from './client-types.ts';

/** No layer has an answer. */
export class PromptUnavailableError extends Error {
  /** `not-found`: whoever knows says that there is no such prompt, alias or version. `unavailable`: nobody answered. */
  readonly code: 'not-found' | 'unavailable';
  readonly prompt: string;
  /** What was tried, and how it failed. */
  readonly problems: readonly ClientProblem[];

  constructor(
    code: PromptUnavailableError['code'],
    prompt: string,
    wanted: string,
    problems: readonly ClientProblem[],
  ) {
    const said = problems.map(({ layer, path, message }) => `${layer}: ${path} ${message}`);
    super(
      code === 'not-found'
        ? `${prompt} has no ${wanted}`
        : `Nobody could be asked for the ${wanted} of ${prompt} (${said.join('; ')})`,
    );
    this.name = 'PromptUnavailableError';
    this.code = code;
    this.prompt = prompt;
    this.problems = problems;
  }
}
