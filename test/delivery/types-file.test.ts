import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Variable } from '../../src/core/prompt.ts';
import { typesFile } from '../../src/delivery/types-file.ts';
import { makeProject } from '../support/temporary-project.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text: Variable = { type: 'string', required: true };

const prompts = [
  {
    prompt: 'support-triage',
    aliases: ['stable', 'acme/stable'],
    versions: [1, 2],
    variables: [
      {
        message: {
          ...text,
          maxLength: 200,
          sensitive: true,
          description: 'What they wrote */ export {}; /*',
        },
        history: { type: 'messages' as const, required: false },
      },
      { message: text, urgent: { type: 'boolean' as const, required: true } },
    ],
  },
  {
    prompt: 'plain',
    aliases: [],
    versions: Array.from({ length: 60 }, (_, index) => index + 1),
    variables: [{}],
  },
];

it('says what an application must fill in, whichever live version it is given', () => {
  expect(typesFile(prompts)).toBe(`// Written by \`prompteval types\`; write it again instead of editing it.
import type { Turn } from 'prompteval/client';

export interface Prompts {
  "support-triage": {
    aliases: "stable" | "acme/stable";
    versions: 1 | 2;
    variables: {
      /** What they wrote *\\/ export {}; /* At most 200 characters. Sensitive. */
      "message": string;
      "history"?: readonly Turn[];
      "urgent": boolean;
    };
  };
  "plain": {
    aliases: never;
    versions: number;
    variables: {};
  };
}
`);
});

it('makes the compiler check names, aliases, versions and variables', async () => {
  const project = await makeProject({
    'prompts.d.ts': typesFile(prompts),
    'package.json': '{"type": "module"}',
    'use.ts': `import { createClient } from 'prompteval/client';
import type { Prompts } from './prompts.d.ts';
const client = createClient<Prompts>({ url: 'http://127.0.0.1:7070' });
const good = await client.get('support-triage', { alias: 'stable', variables: { message: 'Hi', urgent: true } });
export const seq: number | null = good.seq;
good.render({ message: 'Hi', urgent: false, history: [{ role: 'user', content: 'Hello' }] });
await client.get('support-triage', { alias: \`\${'tenant'}/stable\`, version: 2 });
await client.get('support-triage', { alias: ['beta/stable', 'stable'] });
await client.get('plain', { version: 31 });
// @ts-expect-error no such prompt
await client.get('suport-triage');
// @ts-expect-error no such alias
await client.get('support-triage', { alias: 'stabel' });
// @ts-expect-error no such version
await client.get('support-triage', { version: 3 });
// @ts-expect-error a variable is missing
await client.get('support-triage', { variables: { message: 'Hi' } });
// @ts-expect-error a variable has another type
await client.get('support-triage', { variables: { message: 'Hi', urgent: 'yes' } });
// @ts-expect-error no such variable
good.render({ message: 'Hi', urgent: true, massage: 'Hi' });
const untyped = createClient({ bundle: 'prompts' });
const prompt = await untyped.get('anything', { variables: { any: [1, null, { deep: true }] } });
export const digest: string = prompt.digest;
// @ts-expect-error either a server or a bundle
createClient({ url: 'http://127.0.0.1:7070', bundle: 'prompts' });
`,
  });
  await mkdir(project.path('node_modules'));
  await symlink(root, project.path('node_modules/prompteval'), 'junction');
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022'];
  const compile = promisify(execFile)(
    process.execPath,
    [tsc, ...flags, '--exactOptionalPropertyTypes', 'use.ts'],
    {
      cwd: project.folder,
    },
  );
  const { stdout } = await compile.catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});
