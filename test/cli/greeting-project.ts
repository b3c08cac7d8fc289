import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

/** The config of the smallest project; `more` stands beside `prompts`, `prompt` inside of `greet`. */
export function greetingConfig(
  more = '',
  prompt = "gates: [{ metric: 'outputTokens', max: 1000 }],",
): string {
  return `import { defineConfig, exactMatch } from 'prompteval';

export default defineConfig({
  prompts: {
    greet: {
      dataset: 'datasets/greet.csv',
      evaluators: [exactMatch({ metric: 'quality' })],
      ${prompt}
    },
  },
  ${more}
});
`;
}

export function greetingPrompt(model = 'demo/in-context', text = 'Say yes or no. {{message}}'): string {
  return `name: greet
model: ${model}
messages:
  - role: user
    content: |
      ${text}
`;
}

export const greetingCases = 'id,message,expected,tags\na,hello,yes,short\nb,bye,no,short|last\n';

/** A project with one prompt that runs without a key; a file that is null is left out. */
export function greetingProject(files: Record<string, string | null> = {}): Promise<TemporaryProject> {
  const all: Record<string, string | null> = {
    'prompteval.config.ts': greetingConfig(),
    'prompts/greet.prompt.yml': greetingPrompt(),
    'datasets/greet.csv': greetingCases,
    ...files,
  };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return makeProject(Object.fromEntries(present));
}
