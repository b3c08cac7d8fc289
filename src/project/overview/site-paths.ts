import { digestOf } from '../../core/digest.ts';

/** The file by which a folder is known as a site of ours. */
export const siteMarker = 'prompteval-site.json';

const plainName = /^[a-z0-9_-](?:[a-z0-9._-]*[a-z0-9_-])?$/;
const longestName = 80;
/** Names that Windows keeps for devices, and files that stand beside the prompts. */
const taken = new RegExp(
  `^(?:(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\..*)?|index\\.html|${siteMarker.replace('.', '\\.')})$`,
);
const runId = /^\d{8}-\d{6}-[0-9a-f]{6}$/;

/**
 * A prompt's folder in a site: its name, where every file system and every host takes that as it is; else what is left
 * of it with a digest, so that no two prompts share one.
 */
export function siteName(prompt: string): string {
  if (plainName.test(prompt) && prompt.length <= longestName && !taken.test(prompt)) return prompt;
  const readable = prompt
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return [readable, digestOf(prompt).slice('sha256:'.length, 'sha256:'.length + 12)]
    .filter(Boolean)
    .join('-');
}

/** Where the pages of a prompt stand in a site, with `/` between folders. */
export function historyPath(prompt: string): string {
  return `${siteName(prompt)}/index.html`;
}

export function latestPath(prompt: string): string {
  return `${siteName(prompt)}/latest/index.html`;
}

/** null for an id that is none of ours: it comes from a file that anyone can write. */
export function runPath(prompt: string, id: string): string | null {
  return runId.test(id) ? `${siteName(prompt)}/${id}/index.html` : null;
}
