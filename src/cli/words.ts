import { formatCount } from '../core/format.ts';

/** `1 case`, `240 cases`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
