import { readFileSync } from 'node:fs';
import { errorCode } from './error-code.ts';

/**
 * Whether another process than this one has that number, on this machine, and can still work.
 *
 * @param started `startOf` of the process that is meant, where it was kept: a number is given again.
 */
export function isOtherProcess(pid: number, started: string | null = null): boolean {
  if (pid === process.pid || !exists(pid)) return false;
  const now = statusOf(pid);
  if (now === null) return true;
  // One that has ended keeps its number until its parent asks how.
  if (now.state === 'Z' || now.state === 'X') return false;
  return started === null || started === now.started;
}

/** When a process began, as the system counts it; null where it does not tell. */
export function startOf(pid: number): string | null {
  return statusOf(pid)?.started ?? null;
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Linux alone tells it; null elsewhere. The name of a process stands in brackets, and may hold any character. */
function statusOf(pid: number): { state: string; started: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The third field is the state, and the twenty-second the start, in ticks since the machine began.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return state && started ? { state, started } : null;
  } catch {
    return null;
  }
}
