import { spawn } from 'node:child_process';
import type { Output } from './output.ts';

/** A file or an address, in whatever the system opens it with. */
export function openInBrowser(page: string, output: Output): void {
  const { platform } = process;
  const opener = platform === 'darwin' ? 'open' : platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(opener, [page], { detached: true, stdio: 'ignore' })
    .on('error', () => output.note(`No browser could be started; the page is ${page}`))
    .unref();
}
