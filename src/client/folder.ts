import type { Folder } from './storage.ts';

/** Documents as files. node:fs is loaded when a folder is first read, so that browsers never see it. */
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
