import type { Problem } from './problem.ts';

const calls = /\/(?:chat\/completions|completions|responses|embeddings|messages|converse|invoke)(?=\/*$)/;

/** What an address has beyond the base that the paths of calls are added to, which they would miss; null where there is nothing. */
export function beyondBase(url: string): Pick<Problem, 'message' | 'hint'> | null {
  if (url.includes('?')) {
    const message = 'has a query ("?…"), and the path of each call would become a part of it';
    const hint = `Leave it out. An api-version is the apiVersion of a provider with type: 'azure', and a key goes into apiKey.`;
    return { message, hint };
  }
  if (url.includes('#')) {
    return { message: 'has a fragment ("#…"), which no server is sent', hint: 'Leave it out.' };
  }
  const [call] = calls.exec(url) ?? [];
  if (call === undefined) return null;
  return { message: `ends with the path of a call, ${call}`, hint: 'Leave it out: each call adds its own.' };
}
