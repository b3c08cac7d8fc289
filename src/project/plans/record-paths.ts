import { relative } from 'node:path';
import { answerFolder } from '../models/answer-files.ts';
import { ledgerFolder } from '../opening/attempt-file.ts';
import type { Project } from '../opening/open-project.ts';
import { registryPlace } from '../opening/registry-place.ts';

/** Where runs, versions and moves are written, as far as that is below the config. */
export function recordFolders(config: Project['config']): string[] {
  const { reports, registry, ledger, answers } = places(config, config.root);
  return [reports, answers, registry, ledger].filter((path) => path !== null);
}

const number = '[0-9]'.repeat(10);
const digest = '[0-9a-f]'.repeat(64);
const runId = `${'[0-9]'.repeat(8)}-${'[0-9]'.repeat(6)}-${'[0-9a-f]'.repeat(6)}`;

const ofReports = [`*/${runId}/**`, '*.html', '*/*.html'];
const ofRegistry = [
  '.gitattributes',
  '.tmp/*.tmp',
  `blobs/sha256/${digest}`,
  `plans/*/${digest}.json`,
  `approvals/*/${digest}/${digest}.json`,
  `answers/*/${digest}/${number}.json`,
  ...['versions', 'incidents'].map((kind) => `${kind}/*/${number}.json`),
  ...['aliases', 'signatures', 'reviews'].map((kind) => `${kind}/*/*/${number}.json`),
];

/**
 * What git takes for every file of a repository but those that releases and runs write: by their names too, as a config may
 * name any folder for them.
 *
 * @param from the folder that git starts from
 */
export function notRecords(config: Project['config'], from = config.root): string[] {
  const { reports, registry, ledger, answers } = places(config, from);
  const below = (folder: string | null, names: readonly string[]) =>
    folder === null ? [] : names.map((name) => (folder === '' ? name : `${literal(folder)}/${name}`));
  const records = [
    ...below(reports, ofReports),
    ...below(registry, ofRegistry),
    ...below(ledger, ['*.jsonl']),
    ...below(answers, ['**']),
  ];
  return ['--', ':(top)', ...records.map((path) => `:(exclude,glob)${path}`)];
}

function places(
  config: Project['config'],
  from: string,
): Record<'reports' | 'registry' | 'ledger' | 'answers', string | null> {
  const registry = registryPlace(config);
  const isStored = registry.kind !== 'postgres';
  const place = (folder: string) => {
    const path = relative(from, folder).replaceAll('\\', '/');
    return path.startsWith('..') ? null : path;
  };
  return {
    reports: place(config.reports),
    registry: isStored ? place(registry.address) : null,
    ledger: isStored ? place(ledgerFolder(registry.address)) : null,
    answers: place(answerFolder(config.root)),
  };
}

/** A folder's name may hold what stands for other names. */
function literal(path: string): string {
  return path.replace(/[*?[\]\\]/g, '\\$&');
}
