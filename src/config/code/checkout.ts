import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readManifest } from '../manifest.ts';
import { type OwnPackages, ownPackages } from './own-packages.ts';
import { isInside, isInstalled, realPath } from './paths.ts';

/** A file with what its code names; of data it is only the digest. */
export interface CodeFile {
  digest: string;
  code: Code | null;
}

/** A text of code with the folder in which it runs. */
export interface Code {
  folder: string;
  files: readonly string[];
  /** Words and paths that may name folders. */
  folders: readonly string[];
  /** Whether it may read files. */
  reads: boolean;
  /** Whether it reads by names that nobody sees. */
  computes: boolean;
}

/** What stands in the checkout of a repository, and from where its code is run. Paths are absolute and real. */
export class Checkout {
  readonly top: string;
  /** The project's folder and the working directory: code names files from there as well as from its own folder. */
  readonly #places: readonly string[];
  readonly #files: ReadonlySet<string>;
  /** What was read of them already: several prompts rest on the same files. */
  readonly read = new Map<string, CodeFile | null>();
  #folders: Map<string, string[]> | undefined;
  #named: Map<string, string[]> | undefined;
  readonly #installed = new Map<string, OwnPackages>();

  /** @param files that are committed or could be: what is installed, built or written by runs is compared with nothing */
  constructor(top: string, places: readonly string[], files: Iterable<string>) {
    this.top = top;
    this.#places = places;
    this.#files = new Set(files);
  }

  /** The folders that a path in a module of `folder` may start from. */
  placesOf(folder: string): string[] {
    return [...new Set([folder, ...this.#places])];
  }

  /** The file of the repository that a path leads to, through links too. */
  file(path: string): string | undefined {
    if (this.#files.has(path)) return isFile(path) ? path : undefined;
    const folder = dirname(path);
    const real = this.#realFolder(folder);
    if (real === folder) return undefined;
    const linked = join(real, basename(path));
    return this.#files.has(linked) && isFile(linked) ? linked : undefined;
  }

  /** Every file below a folder; [] where it is none of the repository. */
  below(folder: string): string[] {
    return this.#filesByFolder().get(this.#realFolder(folder)) ?? [];
  }

  /** Those that stand in the folder itself. */
  in(folder: string): string[] {
    return this.below(folder).filter((file) => dirname(file) === folder);
  }

  /** A folder that the project stands in: everything would be below it. */
  isAround(folder: string): boolean {
    const [root = this.top] = this.#places;
    return isInside(this.#realFolder(folder), root);
  }

  /**
   * The folders of the repository that a package of that name may stand in, seen from a folder: what a link leads to, what
   * is committed below node_modules, and what calls itself so, as some installers copy it. [] for any other package.
   */
  packagesOf(folder: string, name: string): string[] {
    return [...new Set([...this.#installedAs(folder, name), ...(this.#packagesByName().get(name) ?? [])])];
  }

  /** The nearest package.json, with its folder. */
  manifestOf(folder: string): { folder: string; content: Record<string, unknown> } | undefined {
    for (let at = folder; isInside(this.top, at); at = dirname(at)) {
      const content = readManifest(join(at, 'package.json'));
      if (content !== undefined) return { folder: at, content };
      if (at === dirname(at)) break;
    }
    return undefined;
  }

  #installedAs(folder: string, name: string): string[] {
    for (let at = folder; isInside(this.top, at); at = dirname(at)) {
      const modules = join(at, 'node_modules');
      const own = this.#ownPackages(modules).get(name);
      if (own !== undefined) return [own];
      const installed = join(modules, name);
      if (existsSync(installed)) return this.below(installed).length > 0 ? [installed] : [];
      if (at === dirname(at)) break;
    }
    return [];
  }

  #packagesByName(): Map<string, string[]> {
    if (this.#named) return this.#named;
    const named = new Map<string, string[]>();
    for (const file of this.#files) {
      if (basename(file) !== 'package.json' || isInstalled(file)) continue;
      const name = readManifest(file)?.name;
      if (typeof name === 'string') named.set(name, [...(named.get(name) ?? []), dirname(file)]);
    }
    this.#named = named;
    return named;
  }

  #ownPackages(modules: string): OwnPackages {
    const known = this.#installed.get(modules) ?? ownPackages(this.top, modules);
    this.#installed.set(modules, known);
    return known;
  }

  /** Only a link that git lists leads on to files that can be compared. */
  #realFolder(folder: string): string {
    const known = this.#filesByFolder();
    if (known.has(folder)) return folder;
    let at = folder;
    while (!known.has(dirname(at)) && at !== dirname(at)) at = dirname(at);
    return this.#files.has(at) ? (realPath(folder) ?? folder) : folder;
  }

  #filesByFolder(): Map<string, string[]> {
    if (this.#folders) return this.#folders;
    const folders = new Map<string, string[]>();
    for (const file of this.#files) {
      for (let at = dirname(file); isInside(this.top, at); at = dirname(at)) {
        const files = folders.get(at);
        if (files) files.push(file);
        else folders.set(at, [file]);
        if (at === dirname(at)) break;
      }
    }
    this.#folders = folders;
    return folders;
  }
}

export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

const endings = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json'];
const indexes = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'].map((ending) => `/index.${ending}`);

/** The files of the repository that an import of the path may take. */
export function importedFiles(checkout: Checkout, folder: string, path: string): string[] {
  return importCandidates(folder, path).flatMap((candidate) => checkout.file(candidate) ?? []);
}

/** Whatever ending an import leaves out: which one wins is not known for sure. */
export function importCandidates(folder: string, path: string): string[] {
  const at = resolve(folder, path);
  // TypeScript may be imported under the name that it is compiled to.
  const typed = at.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  return [...new Set([...[...endings, ...indexes].map((ending) => at + ending), typed])];
}
