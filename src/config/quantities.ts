const milliseconds: Record<string, number> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `'50%'` → 0.5; a number is a share already. undefined where it is neither. */
export function parseShare(value: number | string): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value);
  return match ? Number(match[1]) / 100 : undefined;
}

/** `'1s'`, `'800ms'`, `'24h'` → milliseconds; a number is milliseconds already. */
export function parseDuration(value: number | string): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)\s*$/.exec(value);
  return match ? Number(match[1]) * (milliseconds[match[2] ?? ''] ?? Number.NaN) : undefined;
}

/** `'$0.02'` or `0.02` → USD. */
export function parseUsd(value: number | string): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const match = /^\s*\$\s*(\d+(?:\.\d+)?)\s*$/.exec(value);
  return match ? Number(match[1]) : undefined;
}

/** A number or text for a message. JSON has no NaN and no Infinity, and would call both null. */
export function asWritten(value: number | string): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
