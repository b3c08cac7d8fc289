import { IntegrityError } from '../core/errors.ts';
import type { VersionRecord } from '../core/registry.ts';
import { promptDigest } from './prompt-digest.ts';

/** What cannot be proven to be what was published is neither handed out, nor compared with, nor moved to. @throws IntegrityError */
export function intactVersion(version: VersionRecord): VersionRecord {
  if (promptDigest(version.file) === version.digest) return version;
  throw new IntegrityError(
    `version ${version.version} of ${version.prompt} was changed after it was published: its content has another digest. See what else was: prompteval audit verify`,
  );
}
