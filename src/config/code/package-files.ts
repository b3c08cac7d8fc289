import { type Checkout, importedFiles } from './checkout.ts';

/** A map of names may lead to names. */
const deepest = 4;

/**
 * The files of the repository that a name leads to which is no path: one of package.json's `imports`, or a package that
 * stands in the repository. [] for any other package.
 */
export function packageFiles(checkout: Checkout, folder: string, name: string, depth = 0): string[] {
  if (depth > deepest) return [];
  const manifest = checkout.manifestOf(folder);
  const from = (place: string, targets: readonly string[]): string[] =>
    targets.flatMap((target) =>
      target.startsWith('.')
        ? importedFiles(checkout, place, target)
        : packageFiles(checkout, place, target, depth + 1),
    );
  if (name.startsWith('#')) {
    return manifest ? from(manifest.folder, targetsOf(manifest.content.imports, name)) : [];
  }
  const [, owner = '', rest = ''] = /^((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(?:\/(.+))?$/.exec(name) ?? [];
  // Whatever calls itself so, a project gets it from the program that runs.
  if (owner === '' || owner === 'prompteval') return [];
  const entry = rest === '' ? '.' : `./${rest}`;
  return checkout.packagesOf(folder, owner).flatMap((place) => {
    const own = checkout.manifestOf(place);
    const files = own?.folder === place ? from(place, entriesOf(own.content, entry)) : [];
    if (files.length > 0) return files;
    // What a build makes of a package is not committed: it is compared by all that it could be made of.
    return checkout.isAround(place) ? checkout.in(place) : checkout.below(place);
  });
}

function entriesOf(manifest: Record<string, unknown>, entry: string): string[] {
  if (manifest.exports !== undefined) return targetsOf(asMap(manifest.exports), entry);
  if (entry !== '.') return [entry];
  const named = [manifest.main, manifest.module].filter((path) => typeof path === 'string');
  return [...named, 'index'].map((path) => (path.startsWith('.') ? path : `./${path}`));
}

/** `exports` may be the target of `.` alone, or conditions for it. */
function asMap(exports: unknown): unknown {
  const isMap =
    isObject(exports) && !Array.isArray(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  return isMap ? exports : { '.': exports };
}

/** Under whichever condition. */
function targetsOf(map: unknown, name: string): string[] {
  if (!isObject(map)) return [];
  return Object.entries(map).flatMap(([key, target]) => {
    const part = partOf(key, name);
    return part === undefined ? [] : leavesOf(target).map((leaf) => leaf.replaceAll('*', part));
  });
}

/** What stands for the `*` of a key; undefined where the name does not fit. */
function partOf(key: string, name: string): string | undefined {
  if (key === name) return '';
  const [start = '', end] = key.split('*');
  if (end === undefined)
    return key.endsWith('/') && name.startsWith(key) ? name.slice(key.length) : undefined;
  const fits = name.startsWith(start) && name.endsWith(end) && name.length >= start.length + end.length;
  return fits ? name.slice(start.length, name.length - end.length) : undefined;
}

function leavesOf(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  return isObject(target) ? Object.values(target).flatMap(leavesOf) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
