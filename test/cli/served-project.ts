import { type ChatRequest, startOpenAIServer } from '../support/openai-server.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { greetingConfig, greetingProject, greetingPrompt } from './greeting-project.ts';

/** A project whose model is a server on this machine that answers as told; both are gone when the test ends. */
export async function makeServedProject(
  answer: (request: ChatRequest) => string,
  files: Record<string, string | null> = {},
): Promise<TemporaryProject> {
  const { baseURL } = await startOpenAIServer({ answer });
  return greetingProject({
    'prompteval.config.ts': greetingConfig(
      `providers: { openai: { baseURL: '${baseURL}', apiKey: 'unused' } },`,
      "gates: [{ metric: 'outputTokens', max: 1000 }],",
    ),
    'prompts/greet.prompt.yml': greetingPrompt('openai/test', 'Answer yes or no. {{message}}'),
    ...files,
  });
}
