import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { rawPublicKey } from '../../src/owners/public-key.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

const files = {
  'prompteval.config.mjs': `import { defineConfig, exactMatch } from 'prompteval';
export default defineConfig({ prompts: { greet: { dataset: 'cases.csv', evaluators: [exactMatch({ metric: 'quality' })],
  gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.2 }, { cases: 'critical', mustPass: 'quality' }] } } });`,
  'cases.csv': `id,name,expected,critical\n${Array.from({ length: 20 }, (_, index) => `c${index},n${index},x,${index === 0}`).join('\n')}\n`,
  'prompts/greet.prompt.yml':
    'name: greet\nmodel: demo/in-context\nmessages:\n  - role: user\n    content: |\n      {{name}}\nx-prompteval: {risk: high}\n',
};

function owners(keyOf: (name: string) => string): string {
  const people = ['eva', 'ria'].map((name) => `  ${name}: {email: ${name}@example.com${keyOf(name)}}`);
  return `people:\n${people.join('\n')}\nprompts:\n  "*": {workflow: eva, risk: ria}\n`;
}

const withKey = (): string => `, keys: ${rawPublicKey(generateKeyPairSync('ed25519').publicKey)}`;

it.each<[string, string | null, RegExp | null]>([
  ['nobody is named', null, /there is no OWNERS\.yml/],
  [
    'nobody has a key',
    owners(() => ''),
    /2 people with a key or a CI identity, and OWNERS\.yml names 0 who may/,
  ],
  ['one has none', owners((name) => (name === 'eva' ? withKey() : '')), /OWNERS\.yml names 1 who may/],
  ['all have one', owners(withKey), null],
])('validate says that a prompt of high risk can never be released where %s', async (_, text, problem) => {
  const project = await makeProject(text === null ? files : { ...files, 'OWNERS.yml': text });
  const result = await runCli(['validate'], { cwd: project.folder });
  expect(result.exitCode, result.stderr).toBe(problem === null ? 0 : 2);
  if (problem !== null) expect(result.stderr).toMatch(problem);
});
