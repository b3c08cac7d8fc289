import { appendFile, lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';
import { writeObstacle } from '../../registry/fs/require-writable.ts';

/** Where the ledger of one prompt is. */
export interface AttemptStorage {
  /** How messages name it. */
  display: string;
  /** Every line there is; '' where there is none. @throws InputError where it can't be read: an empty one would count from the start */
  read(): Promise<string>;
  /** @param line without its line feed */
  append(line: string): Promise<void>;
  /** Before anything is paid for. @throws InputError where nothing could be appended */
  requireWritable(): Promise<void>;
}

/** A file beside the registry's folder and outside git. */
export function attemptFile(
  registry: string,
  prompt: string,
  displayPath: (path: string) => string,
): AttemptStorage {
  const file = join(ledgerFolder(registry), `${prompt}${ending}`);
  const display = displayPath(file);
  const read = () => explaining(display, 'read', () => readIfThere(file));
  return {
    display,
    read,
    async append(line) {
      // A line that a killed process left half written must not swallow this one.
      const text = await read();
      const start = text === '' || text.endsWith('\n') ? '' : '\n';
      await explaining(display, 'written', async () => {
        await mkdir(dirname(file), { recursive: true });
        await appendFile(file, `${start}${line}\n`);
      });
    },
    requireWritable: () => explaining(display, 'written', () => tryToAppend(file)),
  };
}

/** The prompts that have a ledger beside this registry, ascending. */
export async function attemptedPrompts(registry: string): Promise<string[]> {
  const names = await readdir(ledgerFolder(registry)).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

/** Makes nothing: a run that fails before its first answer leaves nothing behind. */
async function tryToAppend(file: string): Promise<void> {
  const isThere = (await lstat(file).catch(() => undefined)) !== undefined;
  if (isThere) return appendFile(file, '');
  const code = await writeObstacle(dirname(file));
  if (code !== undefined) throw new Error(code);
}

const ending = '.jsonl';

/** Of the registry in this folder. */
export function ledgerFolder(registry: string): string {
  return join(dirname(registry), 'attempts');
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

async function explaining<Value>(
  display: string,
  done: 'read' | 'written',
  step: () => Promise<Value>,
): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({
      file: display,
      message: `the ledger of attempts cannot be ${done}: ${why}`,
      hint: 'It counts how often these cases were tried; make it a file that can be read and written',
    });
  }
}
