import { afterAll, expect, it } from 'vitest';
import { openProject } from '../../../src/project/opening/open-project.ts';
import { makeProject } from '../../support/temporary-project.ts';

const project = await makeProject({
  'prompteval.config.json': '{"prompts": {}}',
  '.env': 'PROMPTEVAL_OWN_VARIABLE=own\nGIT_OWN_VARIABLE=own\nLD_OWN_VARIABLE=own\nNODE_OPTIONS=--own\n',
});
const before = process.env.NODE_OPTIONS;
afterAll(async () => {
  delete process.env.PROMPTEVAL_OWN_VARIABLE;
  await project.remove();
});

it('takes variables from a .env, but none that steers programs which are started', async () => {
  await openProject({ cwd: project.folder }).catch(() => undefined);
  expect(process.env).toMatchObject({ PROMPTEVAL_OWN_VARIABLE: 'own' });
  expect([process.env.GIT_OWN_VARIABLE, process.env.LD_OWN_VARIABLE]).toEqual([undefined, undefined]);
  expect(process.env.NODE_OPTIONS).toBe(before);
});
