import { PromptevalError } from '../../core/errors.ts';
import type { Message } from '../../core/prompt.ts';
import { RecentlyUsed } from '../../core/recently-used.ts';
import { imageSource } from '../../prompts/image-entry.ts';
import { type ImageMistake, type LoadedImage, readImageFile } from './image-file.ts';

/** The two arms of a case stand side by side in a run, so few are enough to read most files once. */
const mostKept = 16;

/** The pictures of a project's datasets, while a run needs them. */
export class ImageFiles {
  readonly #root: string;
  readonly #kept = new RecentlyUsed<Promise<LoadedImage | ImageMistake>>(mostKept);
  readonly #digests = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** @param name relative to the project's folder. */
  async load(name: string): Promise<LoadedImage | ImageMistake> {
    const image = await this.#kept.getOrMake(name, () => readImageFile(this.#root, name));
    if ('mistake' in image) return image;
    const before = this.#digests.get(name) ?? image.digest;
    this.#digests.set(name, before);
    return before === image.digest ? image : { mistake: 'changed while the run went on' };
  }

  /**
   * The messages with `data:` URLs in place of files.
   *
   * @throws PromptevalError where a file is no longer what was checked before the first call.
   */
  loadInto(messages: Message[]): Message[] | Promise<Message[]> {
    if (messages.every((message) => message.images === undefined)) return messages;
    return Promise.all(
      messages.map(async (message) => {
        if (message.images === undefined) return message;
        return { ...message, images: await Promise.all(message.images.map((image) => this.#urlOf(image))) };
      }),
    );
  }

  async #urlOf(name: string): Promise<string> {
    if (imageSource(name) === 'url') return name;
    const image = await this.load(name);
    if ('url' in image) return image.url;
    throw new PromptevalError(`The image ${name} ${image.mistake}.`, 2);
  }
}
