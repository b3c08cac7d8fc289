/** The code of an error that has one: of the system (`ENOENT`), of Node (`ERR_…`), or of a driver. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
