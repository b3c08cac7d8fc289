import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { evidenceOf } from '../../../src/core/evidence.ts';
import { findPrompt, openProject } from '../../../src/project/opening/open-project.ts';
import { openOwners } from '../../../src/project/owners/open-owners.ts';
import { authorsOf, writersIn } from '../../../src/project/plans/authors.ts';
import { publishDraft } from '../../../src/project/prompts/publish-draft.ts';
import { appendMove } from '../../../src/registry/append-move.ts';
import { putEvidence } from '../../../src/registry/evidence.ts';
import { greetingProject, greetingPrompt } from '../../cli/greeting-project.ts';
import { armOf, runFor } from '../../registry/records.ts';

it.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['an author', '\0ana@x.example\nFix\n', ['ana@x.example']],
  [
    'co-authors, also where a squash left them in the middle, in whatever case',
    '\0ana@x.example\nFix (#1)\n\n* one\n\nCo-authored-by: Tom T <tom@x.example>\n\n* two\n\nco-authored-by:  Mia <Mia@x.example>\n\nSigned-off-by: eve <eve@x.example>\n\0ben@x.example\nMore\n',
    ['ana@x.example', 'tom@x.example', 'Mia@x.example', 'ben@x.example'],
  ],
  ['a name without an address', '\0ana@x.example\nFix\n\nCo-authored-by: tom\n', ['ana@x.example', 'tom']],
  ['a sentence about it', '\0ana@x.example\nFix what was co-authored-by: tom\n', ['ana@x.example']],
  ['an empty one', '\0ana@x.example\nFix\n\nCo-authored-by:\n', ['ana@x.example']],
])('writersIn finds %s', (_, log, expected) => {
  expect(writersIn(log)).toEqual(expected);
});

it('takes all who wrote since the live version for authors, also on a branch that was merged later', async () => {
  const folder = await greetingProject({
    'OWNERS.yml':
      'people:\n  ana: {email: ana@x.example}\n  tom: {email: tom@x.example}\nprompts:\n  "*": {domain: tom}\n',
  });
  const cwd = folder.folder;
  const git = (args: string[], email = 'old@x.example', date = '2026-01-01T00:00:00Z') =>
    promisify(execFile)('git', ['-c', 'user.name=x', '-c', `user.email=${email}`, ...args], {
      cwd,
      env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' },
    });
  const commit = async (words: string, email: string, message: string, date?: string) => {
    await folder.write('prompts/greet.prompt.yml', greetingPrompt(undefined, `${words} {{message}}`));
    await git(['add', 'prompts'], email);
    await git(['commit', '-qm', message], email, date);
  };
  await git(['init', '-q', '-b', 'main']);
  await commit('One.', 'old@x.example', 'One');
  const project = await openProject({ cwd });
  const prompt = findPrompt(project, 'greet');
  const { record } = await publishDraft(project, prompt, null);
  const released = (await git(['rev-parse', 'HEAD'])).stdout.trim();
  const arm = { ...armOf(record), version: null };
  const run = runFor(arm, null, { prompt: 'greet', git: { commit: released, dirty: false } });
  const evidence = evidenceOf(run, await putEvidence(project.store, run));
  const { version, digest } = record;
  const head = await appendMove(
    project.store,
    {
      ...{
        prompt: 'greet',
        alias: 'stable',
        kind: 'promote',
        to: { version, digest },
        evidence,
        approvals: [],
      },
      ...{ actor: 'old', reason: null, at: record.at },
    },
    0,
  );

  // Both are older than the release by their dates.
  await commit('Two.', 'ana@x.example', 'Two\n\nCo-authored-by: Tom <TOM@x.example>');
  await commit('Three.', 'ben@x.example', 'Three');
  const candidate = (await publishDraft(project, prompt, null)).record;
  const draft = { ...armOf(candidate), version: null };
  const parties = { owners: await openOwners(project), actor: 'zoe' };
  const authors = () => authorsOf(project, prompt, draft, head, parties);
  expect((await authors()).sort()).toEqual(['ana', 'ben@x.example', 'tom']);

  // Who acts is an author only where something is not committed.
  await folder.write('prompts/greet.prompt.yml', `${await folder.read('prompts/greet.prompt.yml')}\n`);
  expect(await authors()).toContain('zoe');
});
