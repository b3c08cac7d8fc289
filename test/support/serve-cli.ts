import { type CliOptions, type CliResult, startCli } from './run-cli.ts';

/** `prompteval serve` on a free port, as soon as it listens. */
export async function serveCli(
  args: string[],
  options: CliOptions,
): Promise<{ url: string; stop(signal?: NodeJS.Signals): Promise<CliResult> }> {
  const { child, finished } = startCli(['serve', '--port', '0', '--json', ...args], options);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const found = /"url": "([^"]+)"/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void finished.then(({ stderr }) => reject(new Error(`it ended: ${stderr}`)));
  });
  return {
    url,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return finished;
    },
  };
}
