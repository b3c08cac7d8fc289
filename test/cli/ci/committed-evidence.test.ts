import { expect, it } from 'vitest';
import {
  committedEvidence,
  committedRunWords,
  linksInReports,
} from '../../../src/cli/ci/committed-evidence.ts';

const id = '20261121-154501-9f3c1a';

it.each<[string, string, { runs?: string[]; answers?: string[] }]>([
  ['a file of a run', `reports/topic/${id}/run.json`, { runs: [`reports/topic/${id}`] }],
  [
    'a run of a project below',
    `apps/a/reports/topic/${id}/trials.jsonl`,
    { runs: [`apps/a/reports/topic/${id}`] },
  ],
  ['a link or a submodule in the place of a run', `reports/topic/${id}`, { runs: [`reports/topic/${id}`] }],
  [
    'a folder of reports by the name of the config',
    `out/topic/${id}/start.json`,
    { runs: [`out/topic/${id}`] },
  ],
  ['an answer', '.prompteval/cache/ab/cd.json', { answers: ['.prompteval/cache/ab/cd.json'] }],
  ['a link in the place of a cache', 'apps/a/.prompteval/cache', { answers: ['apps/a/.prompteval/cache'] }],
  ['a link above a cache', '.prompteval', { answers: ['.prompteval'] }],
  ['what keeps a cache out of git', '.prompteval/cache/.gitignore', {}],
  ['what else stands in the reports', 'reports/README.md', {}],
  ['a file that is named like a run elsewhere', `datasets/${id}/run.json`, {}],
  ['a file of no run', `reports/topic/${id}/notes.txt`, {}],
  ['records of the registry', '.prompteval/registry/versions/topic/1.json', {}],
])('finds what is committed and would be taken for what a job made: %s', (_, path, expected) => {
  expect(committedEvidence([path], ['reports', 'out'])).toEqual({ runs: [], answers: [], ...expected });
});

it('names a run once, and not more than three', () => {
  const files = ['run.json', 'trials.jsonl'].map((name) => `reports/topic/${id}/${name}`);
  expect(committedEvidence(files, ['reports']).runs).toHaveLength(1);
  expect(committedRunWords(['a', 'b', 'c', 'd', 'e'])).toContain('a, b, c and 2 more came with a commit');
});

it('finds links by which folders seem to stand in the reports', () => {
  const links = ['reports', 'apps/a/reports/topic', 'out/topic', 'notes/topic', 'my-reports'];
  expect(linksInReports(links, ['reports', 'out'])).toEqual(['reports', 'apps/a/reports/topic', 'out/topic']);
});
