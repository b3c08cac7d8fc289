import { variableName } from './template.ts';

/**
 * An image as an author names it: `https://…`, a file inside the project, or in a prompt `{{variable}}`. A loaded
 * prompt has `data:` URLs in place of the files.
 */
export type ImageSource = 'url' | 'file';

/** The variable that an entry of `images` stands for; undefined where it names the image itself. */
export function variableOfImage(entry: string): string | undefined {
  const name = /^\s*\{\{([^{}]*)\}\}\s*$/.exec(entry)?.[1]?.trim();
  return name !== undefined && variableName.test(name) ? name : undefined;
}

/** What is wrong with an entry of a prompt's `images` that stands for no variable, as the rest of a sentence. */
export function imageEntryMistake(entry: string): string | undefined {
  if (!entry.includes('{{')) return imageMistake(entry);
  return 'is no image: an entry is one placeholder alone, an https URL or a file of the project';
}

/** What is wrong with the name of an image, as the rest of a sentence. Whether a file is there is not looked at. */
export function imageMistake(name: string): string | undefined {
  if (name.trim() === '') return 'is empty and names no image';
  if (/^(?:[\\/]|[A-Za-z]:[\\/])/.test(name)) {
    return "is an absolute path; an image is a file inside the project, named from the config's folder";
  }
  const scheme = schemeOf(name);
  if (scheme === undefined) return undefined;
  if (scheme === 'data') return 'is a data: URL; keep the image as a file of the project and name that';
  if (!URL.canParse(name)) return 'is no valid URL';
  if (scheme === 'https' || (scheme === 'http' && isLoopback(new URL(name).hostname))) return undefined;
  return `is a URL of ${scheme}:; an image comes over https: (over http: from this machine only)`;
}

/** Of a name that nothing is wrong with. */
export function imageSource(name: string): ImageSource {
  return schemeOf(name) === undefined ? 'file' : 'url';
}

function schemeOf(name: string): string | undefined {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(name)?.[1]?.toLowerCase();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}
