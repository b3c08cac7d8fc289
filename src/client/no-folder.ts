import type { Folder } from './storage.ts';

/** Stands for node-folder.ts where there is no Node: package.json says so to bundlers, under "imports". */
export function createNodeFolder(root: string | URL): Folder {
  async function refuse(): Promise<never> {
    throw new Error(
      `can't be read: here is no file system for the folder ${root}; give the client a \`url\`, or the content of a bundle's snapshot.json as \`snapshot\`; for Node.js have your bundler resolve the condition "node"`,
    );
  }
  return { read: refuse, write: refuse };
}
