import {
  type ChatAnswer,
  type ChatRequest,
  type OpenAIServer,
  startOpenAIServer,
} from '../support/openai-server.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

/** A prompt that adds two numbers; the server knows by its variant how well it does that. */
export interface SumsPrompt {
  variant: string;
  /** Default `openai/adder`. */
  model?: string;
}

export function sumsPrompt({ variant, model = 'openai/adder' }: SumsPrompt): string {
  return `name: sums
model: ${model}
modelParameters: {temperature: 0, maxTokens: 20}
messages:
  - role: system
    content: "Add the two numbers. Answer as \\"A: 3\\". [variant: ${variant}]"
  - role: user
    content: "{{question}}"
`;
}

/** `sum-001` asks for 1 + 1, `sum-002` for 2 + 1; the second half is tagged `late`. */
export function sumsDataset(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return `sum-${String(number).padStart(3, '0')},${number} + 1,${number + 1},${number > count / 2 ? 'late' : 'early'}`;
  });
  return `id,question,expected,tags\n${rows.join('\n')}\n`;
}

/** A config in JSON, which takes half the time of one in TypeScript to load; the example's is in TypeScript. */
export const configFile = 'prompteval.config.json';

export interface SumsConfig {
  gates?: object[];
  /** Further fields of the prompt's entry. */
  prompt?: object;
  /** Further fields of the `openai` provider. */
  provider?: object;
  /** Further fields of the config. */
  rest?: object;
}

const quality = { use: 'exactMatch', metric: 'quality', extract: 'A:\\s*([^\\n]+)', normalize: 'number' };

export function sumsConfig(baseURL: string, { gates, prompt, provider, rest }: SumsConfig): string {
  const sums = {
    dataset: 'datasets/sums.csv',
    evaluators: [quality],
    gates: gates ?? [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.1 }],
    ...prompt,
  };
  const config = {
    prompts: { sums },
    providers: { openai: { baseURL, apiKey: 'unused', ...provider } },
    prices: { 'openai/adder': { input: 1, output: 2 }, 'openai/other': { input: 10, output: 20 } },
    ...rest,
  };
  return JSON.stringify(config, null, 2);
}

export interface SumsOptions extends SumsConfig {
  cases?: number;
  variant?: string;
}

export async function makeSumsProject(baseURL: string, options: SumsOptions = {}): Promise<TemporaryProject> {
  return makeProject({
    [configFile]: sumsConfig(baseURL, options),
    'prompts/sums.prompt.yml': sumsPrompt({ variant: options.variant ?? 'fair' }),
    'datasets/sums.csv': sumsDataset(options.cases ?? 40),
  });
}

export function writeDraft(project: TemporaryProject, draft: SumsPrompt): Promise<void> {
  return project.write('prompts/sums.prompt.yml', sumsPrompt(draft));
}

/** What a request is about. */
export interface SumsRequest {
  variant: string;
  /** The first of the two numbers, which is the case's number too. */
  number: number;
  model: string;
}

export function readSumsRequest({ messages, model }: ChatRequest): SumsRequest {
  const text = (role: string) => messages.find((message) => message.role === role)?.content ?? '';
  return {
    variant: /\[variant: (\w+)\]/.exec(text('system'))?.[1] ?? '',
    number: Number.parseInt(text('user'), 10),
    model,
  };
}

/** Whether a variant gets a case right: \`fair\` misses every fourth, \`good\` and \`perfect\` none, \`poor\` every second. */
export function isRight({ variant, number }: SumsRequest): boolean {
  if (variant === 'poor') return number % 2 !== 0;
  return variant === 'good' || variant === 'perfect' || number % 4 !== 0;
}

/** Answers sums; `disturb` may answer something else first. */
export function startSumsServer(
  disturb: (request: ChatRequest) => ChatAnswer | undefined = () => undefined,
  latencyMs = 0,
): Promise<OpenAIServer> {
  return startOpenAIServer({
    latencyMs,
    answer(request) {
      const sum = readSumsRequest(request);
      return disturb(request) ?? `So it is.\nA: ${isRight(sum) ? sum.number + 1 : 0}`;
    },
  });
}

/** An evaluator of one's own, `./evaluators/own.ts`, that goes by the number that `evaluators/rule.ts` exports as `least`. */
export async function writeOwnEvaluator(project: TemporaryProject): Promise<void> {
  await project.write(
    'evaluators/own.ts',
    `import { defineEvaluator } from 'prompteval';
import { least } from './rule.ts';
export default defineEvaluator({
  name: 'own',
  version: '1',
  metrics: [{ id: 'quality', kind: 'binary', range: [0, 1], better: 'higher' }],
  evaluate: ({ completion }) => ({ metric: 'quality', value: completion.text.length >= least ? 1 : 0 }),
});
`,
  );
}
