import { isJsonObject } from '../../core/json.ts';
import { excerpt } from '../../core/text.ts';
import { parseKey } from '../keys.ts';

/**
 * What a commit of the registry is called. `[skip ci]` keeps a pipeline from starting itself again: GitHub Actions, GitLab,
 * CircleCI and Buildkite know it.
 */
export function commitMessage(files: ReadonlyMap<string, Uint8Array>): string {
  const records = [...files].map(([key, bytes]) => ({ kind: parseKey(key)?.kind, bytes }));
  const move = records.find(({ kind }) => kind === 'move');
  const subject = (move && moveSubject(move.bytes)) ?? `Record ${kindsOf(records)}`;
  return `${subject} [skip ci]\n`;
}

function moveSubject(bytes: Uint8Array): string | undefined {
  const move: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (!isJsonObject(move) || !isJsonObject(move.to)) return undefined;
  const from = isJsonObject(move.from) ? `v${String(move.from.version)} → ` : '';
  const words = [move.kind, move.alias, 'of', move.prompt].map((word) => excerpt(String(word), 80));
  return `${words.join(' ')}: ${from}v${String(move.to.version)}`;
}

function kindsOf(records: readonly { kind: string | undefined }[]): string {
  const kinds = [...new Set(records.map(({ kind }) => kind ?? 'file'))].filter((kind) => kind !== 'blob');
  return kinds.length === 0 ? 'evidence' : kinds.join(', ');
}
