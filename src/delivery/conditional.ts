/** Whether a request's If-None-Match names what we have: a list, weak or strong, or `*`. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((part) => part.trim().replace(/^W\//, '') === etag);
}

/** Whether a request asks not to be answered from a cache's memory. */
export function wantsFresh(cacheControl: string | undefined): boolean {
  return cacheControl !== undefined && /(?:^|[\s,])(?:no-cache|max-age=0)(?:$|[\s,])/i.test(cacheControl);
}
