/** A layer that is only read. */
export interface Reader {
  /** undefined where there is no such document. @throws what the layer throws. */
  read(path: string): Promise<string | undefined>;
}

export interface Folder extends Reader {
  /** Replaces the file at once. @throws the file system's error. */
  write(path: string, text: string): Promise<void>;
}
