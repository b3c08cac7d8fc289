import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError, PromptevalError } from '../../core/errors.ts';
import type { Signature, SignaturePurpose } from '../../core/identity.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { signEnvelope } from '../../owners/dsse.ts';
import { signDigest } from '../../owners/sign.ts';
import { readSigningKey, type SigningKey } from '../../owners/signing-key.ts';
import { movePayloadType, putSignature, signedBytes } from '../../registry/signatures.ts';
import type { Project } from '../opening/open-project.ts';

const variable = 'PROMPTEVAL_SIGNING_KEY';

/**
 * The private key of who acts: from the file of `--sign-key`, or else from the environment. null where there is none.
 *
 * @throws InputError where it can't be read. Its words never hold a part of the key.
 */
export async function findSigningKey({ signKey }: Pick<Project, 'signKey'>): Promise<SigningKey | null> {
  if (signKey !== undefined) return readSigningKey(await readKeyFile(signKey), '--sign-key');
  const text = process.env[variable]?.trim();
  return text ? readSigningKey(text, variable) : null;
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(resolve(file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = code === 'ENOENT' ? `there is no file ${file}` : `${file} can not be read (${code})`;
    throw new InputError({ field: '--sign-key', message, expected: 'a file with an ed25519 private key' });
  }
}

/** Signs a digest, such as a plan's, for one purpose; null where no key is at hand. */
export async function signPayload(
  project: Pick<Project, 'signKey'>,
  purpose: SignaturePurpose,
  digest: string,
): Promise<Signature | null> {
  const key = await findSigningKey(project);
  return key && signDigest(key, purpose, digest);
}

/**
 * Makes a move and signs it. The key is read first: a mistyped path must not leave a move without its signature. Where the
 * signature can't be kept the move stands, and whoever asked for it has what they asked for: that is a warning.
 */
export async function moveAndSign(
  project: Pick<Project, 'store' | 'signKey' | 'warn'>,
  makeMove: () => Promise<MoveRecord>,
): Promise<MoveRecord> {
  const key = await findSigningKey(project);
  const move = await makeMove();
  const why = key && (await trySigning(project, key, move));
  if (why !== null) project.warn(unsignedText(move, why));
  return move;
}

/** @throws PromptevalError where the signature can't be kept. */
export async function signMove(
  project: Pick<Project, 'store'>,
  key: SigningKey,
  move: MoveRecord,
): Promise<void> {
  const why = await trySigning(project, key, move);
  if (why === null) return;
  const { prompt, alias, seq } = move;
  throw new PromptevalError(`The signature of move ${seq} of ${alias} of ${prompt} was not kept: ${why}`, 2);
}

/** @returns null, or why the signature is not kept. */
async function trySigning(
  { store }: Pick<Project, 'store'>,
  key: SigningKey,
  move: MoveRecord,
): Promise<string | null> {
  try {
    const kept = await putSignature(store, move, signEnvelope(key, movePayloadType, signedBytes(move)));
    return kept === 'created' ? null : 'another one stands in its place';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Nobody may think that nothing happened, and do it once more. */
function unsignedText({ prompt, alias, seq, kind, to }: MoveRecord, why: string): string {
  const deeds = { freeze: 'IS frozen', unfreeze: 'is NO LONGER frozen' };
  const deed =
    kind === 'freeze' || kind === 'unfreeze' ? deeds[kind] : `DID move: it is version ${to.version}`;
  const option = alias === 'stable' ? '' : ` --alias ${alias}`;
  return (
    `${alias} of ${prompt} ${deed} now (${kind}, move ${seq}); only its signature was not kept: ${why}. ` +
    `Do not repeat the command. When that is mended: prompteval audit sign ${prompt}${option} --sign-key <file>`
  );
}
