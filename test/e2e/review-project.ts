import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

const config = `import { contains, defineConfig, humanReview } from 'prompteval';

export default defineConfig({
  prompts: {
    greet: {
      dataset: 'datasets/greet.csv',
      evaluators: [
        contains({ metric: 'quality' }),
        humanReview({ metric: 'signoff', question: 'May this go to a customer?' }),
      ],
      gates: [
        { metric: 'quality', noWorseThan: 'baseline', margin: 0.5 },
        { cases: 'critical', mustPass: 'signoff' },
      ],
    },
  },
});
`;

const cases = Array.from({ length: 12 }, (_, index) => {
  const message = index % 2 ? 'I hate this lamp' : 'I love this lamp';
  return `c${index},${message} ${index},${index % 2 ? 'bad' : 'good'},${index < 2}`;
});

export function prompt(text: string): string {
  return `name: greet
model: demo/in-context
messages:
  - role: system
    content: |
      ${text}
      Message: I love it.
      Label: good
      Message: I hate it.
      Label: bad
  - role: user
    content: |
      {{message}}
`;
}

export const people = {
  ana: { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.email', GIT_CONFIG_VALUE_0: 'ana@example.com' },
  ben: { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.email', GIT_CONFIG_VALUE_0: 'ben@example.com' },
};

export interface ReviewProject extends TemporaryProject {
  as(person: keyof typeof people, ...args: string[]): Promise<CliResult>;
}

/** Two critical cases of twelve wait for people. */
export async function reviewProject(): Promise<ReviewProject> {
  const project = await makeProject({
    'prompteval.config.ts': config,
    'prompts/greet.prompt.yml': prompt('Label the message as good or bad.'),
    'datasets/greet.csv': ['id,message,expected,critical', ...cases].join('\n'),
  });
  return {
    ...project,
    as: (person, ...args) => runCli(args, { cwd: project.folder, env: people[person] }),
  };
}

/** Writes the sheet of what waits, labels every row with this word, and records it. */
export async function reviewAll(project: ReviewProject, person: keyof typeof people, label: string) {
  const sheet = `sheet-${person}-${label}.csv`;
  const written = await project.as(person, 'review', 'greet', '--out', sheet, '--json');
  const { answers } = written.json<{ answers: number }>();
  if (answers === 0) return 0;
  await project.write(sheet, (await project.read(sheet)).replaceAll(/,""\r\n/g, `,"${label}"\r\n`));
  const read = await project.as(person, 'review', 'greet', '--labels', sheet);
  if (read.exitCode !== 0) throw new Error(read.stderr);
  return answers;
}
