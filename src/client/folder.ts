import type { Folder } from './storage.ts';

/**
 * Documents as files. node:fs is loaded when a folder is first read, and in the package by a name that stands for no-folder.ts
 * where there is no Node, so that browsers and what bundles for them never see it.
 */
export function createFolder(root: string | URL): Folder {
  let loading: Promise<Folder> | undefined;
  const load = () => {
    loading ??= import('./node-folder.ts').then(({ createNodeFolder }) => createNodeFolder(root));
    return loading;
  };
  return {
    read: async (path) => (await load()).read(path),
    write: async (path, text) => (await load()).write(path, text),
  };
}
