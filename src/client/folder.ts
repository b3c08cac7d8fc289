/** Documents as files. node:fs is loaded when a folder is first read, so that browsers never see it. */
export interface Folder {
  /** undefined where there is no such file. @throws the file system's error. */
  read(path: string): Promise<string | undefined>;
  /** Replaces the file at once. @throws the file system's error. */
  write(path: string, text: string): Promise<void>;
}

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
