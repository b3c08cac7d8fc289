import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { digestBytes } from '../../core/digest.ts';
import { type Checkout, importedFiles } from './checkout.ts';
import { computesNames } from './computed-names.ts';
import { type NamedTexts, namedTexts } from './named-texts.ts';
import { packageFiles } from './package-files.ts';
import { isInstalled, realPath } from './paths.ts';

/** A text of code with the folder in which it runs. */
interface Code {
  folder: string;
  texts: NamedTexts;
  computes: boolean;
}

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
  addCode(folder: string, source: string, isConfig = false): void {
    const code = { folder, texts: namedTexts(source), computes: computesNames(source) };
    this.#codes.push(code);
    const files = filesNamed(this.#checkout, folder, code.texts);
    this.addFiles(isConfig ? files.filter((file) => !this.#data.has(file)) : files);
    this.#addFolders(code, code.texts.folders.filter(isPath));
    if (code.computes) this.#addOwnFolder(folder);
  }

  /** The digests of all files that were found, by their paths. */
  async find(): Promise<Map<string, string>> {
    let widened = 0;
    while (true) {
      for (const file of this.#waiting) await this.#read(file);
      if (!this.#codes.some(({ computes }) => computes)) break;
      // One that reads by computed names may be given the name of a folder by any other.
      for (const code of this.#codes.slice(widened)) this.#addFolders(code, code.texts.folders);
      widened = this.#codes.length;
      if (this.#waiting.size === 0) break;
    }
    return this.#digests;
  }

  async #read(file: string): Promise<void> {
    this.#waiting.delete(file);
    this.#done.add(file);
    const bytes = await readFile(file).catch(() => undefined);
    // Listed, and gone from the working tree.
    if (bytes === undefined) return;
    this.#digests.set(file, digestBytes(bytes));
    if (isCode(file)) this.addCode(dirname(file), bytes.toString('utf8'));
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
