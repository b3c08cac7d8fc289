import { fingerprint, sshLine } from '../../owners/public-key.ts';
import { makeKeyFile } from '../../project/owners/make-key.ts';
import { createOutput, type GlobalOptions } from '../output.ts';

/** Needs no config: a key is a person's, not a project's. */
export async function run([file = '']: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const key = await makeKeyFile(file);
  const line = sshLine(key);
  output.print(line);
  output.printJson({ file, publicKey: line, fingerprint: fingerprint(key) });
  output.note(
    `The private key is in ${file}, for your eyes only: keep it out of git. The line above belongs under your keys in OWNERS.yml.`,
  );
}
