import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { digestBytes } from '../../core/digest.ts';
import { type Checkout, type Code, type CodeFile, importedFiles } from './checkout.ts';
import { computesNames, readsFiles } from './computed-names.ts';
import { type NamedTexts, namedTexts } from './named-texts.ts';
import { packageFiles } from './package-files.ts';
import { isInstalled, realPath } from './paths.ts';

/** Finds the files of a checkout that code rests on: what it imports, reads or names, and what that does. */
export class CodeSearch {
  readonly #checkout: Checkout;
  /** Compared in their own right: never found as one of all files of a folder. */
  readonly #data: ReadonlySet<string>;
  readonly #promptFolders: ReadonlySet<string>;
  readonly #codes: Code[] = [];
  readonly #digests = new Map<string, string>();
  readonly #waiting = new Set<string>();
  readonly #done = new Set<string>();

  /** @param config is compared by parts, and never as a file */
  constructor(checkout: Checkout, config: string, data: Iterable<string>) {
    this.#checkout = checkout;
    this.#data = new Set([...data].flatMap((file) => [file, realPath(file) ?? file]));
    this.#promptFolders = new Set([...this.#data].filter(isPrompt).map((file) => dirname(file)));
    this.#done.add(config);
  }

  addFiles(files: Iterable<string>): void {
    for (const file of files) if (!this.#done.has(file)) this.#waiting.add(file);
  }

  /** Code of a config names data too, which are compared in their own right. */
  addConfigCode(folder: string, source: string): void {
    this.#addCode({ ...codeIn(this.#checkout, folder, source), reads: false });
  }

  #addCode(code: Code): void {
    this.#codes.push(code);
    // What only names a dataset is a part of the config.
    this.addFiles(code.reads ? code.files : code.files.filter((file) => !this.#data.has(file)));
    this.#addFolders(code, code.folders.filter(isPath));
    if (code.computes) this.#addOwnFolder(code.folder);
  }

  /** The digests of all files that were found, by their paths. */
  async find(): Promise<Map<string, string>> {
    let widened = 0;
    while (true) {
      for (const file of this.#waiting) await this.#read(file);
      if (!this.#codes.some(({ computes }) => computes)) break;
      // One that reads by computed names may be given the name of a folder by any other.
      for (const code of this.#codes.slice(widened)) this.#addFolders(code, code.folders);
      widened = this.#codes.length;
      if (this.#waiting.size === 0) break;
    }
    return this.#digests;
  }

  async #read(file: string): Promise<void> {
    this.#waiting.delete(file);
    this.#done.add(file);
    const read = this.#checkout.read.get(file) ?? (await readCode(this.#checkout, file));
    this.#checkout.read.set(file, read);
    if (read === null) return;
    this.#digests.set(file, read.digest);
    if (read.code) this.#addCode(read.code);
  }

  #addFolders({ folder }: Code, names: readonly string[]): void {
    for (const place of this.#checkout.placesOf(folder)) {
      for (const name of names) {
        const at = resolve(place, name);
        if (!this.#checkout.isAround(at)) this.#addAll(this.#checkout.below(at));
      }
    }
  }

  /** All that is below it; where the project itself is, what stands in it, or everything would count. */
  #addOwnFolder(folder: string): void {
    const isAround = this.#checkout.isAround(folder);
    this.#addAll(isAround ? this.#checkout.in(folder) : this.#checkout.below(folder));
  }

  #addAll(files: readonly string[]): void {
    const counts = (file: string) =>
      !this.#data.has(file) &&
      !isInstalled(file) &&
      !(isPrompt(file) && this.#promptFolders.has(dirname(file)));
    this.addFiles(files.filter(counts));
  }
}

/** null for what is listed, and gone from the working tree. */
async function readCode(checkout: Checkout, file: string): Promise<CodeFile | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
  const code = isCode(file) ? codeIn(checkout, dirname(file), bytes.toString('utf8')) : null;
  return { digest: digestBytes(bytes), code };
}

function codeIn(checkout: Checkout, folder: string, source: string): Code {
  const texts = namedTexts(source);
  const files = filesNamed(checkout, folder, texts);
  return {
    folder,
    files,
    folders: texts.folders,
    reads: readsFiles(source),
    computes: computesNames(source),
  };
}

/** The files that texts name, seen from a module's own folder and the places from which the code runs. */
export function filesNamed(
  checkout: Checkout,
  folder: string,
  { files, packages }: Pick<NamedTexts, 'files' | 'packages'>,
): string[] {
  const places = checkout.placesOf(folder);
  const found = files.flatMap((name) =>
    places.flatMap((place) =>
      /^\.{1,2}(?:\/|$)/.test(name)
        ? importedFiles(checkout, place, name)
        : (checkout.file(resolve(place, name)) ?? []),
    ),
  );
  return [...new Set([...found, ...packages.flatMap((name) => packageFiles(checkout, folder, name))])];
}

/** Beside a prompt stand its variants, and those of other configs. */
function isPrompt(file: string): boolean {
  return file.endsWith('.prompt.yml');
}

function isPath(name: string): boolean {
  return /[/\\]/.test(name) || name === '.' || name === '..';
}

export function isCode(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}
