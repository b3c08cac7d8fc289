import type { LabelState } from '../../src/labelling/shared/label-task.ts';
import { type CliOptions, type CliResult, startCli } from './run-cli.ts';

/** A command that serves the labelling page, as soon as it does. */
export async function servePage(
  args: string[],
  options: CliOptions,
): Promise<{ url: string; finished: Promise<CliResult>; stop(signal?: NodeJS.Signals): Promise<CliResult> }> {
  const { child, finished } = startCli(args, options);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
    void finished.then(({ stderr }) => reject(new Error(`it ended: ${stderr}`)));
  });
  return {
    url,
    finished,
    stop: (signal = 'SIGINT') => {
      child.kill(signal);
      return finished;
    },
  };
}

export async function labelState(url: string): Promise<LabelState> {
  return (await (await fetch(`${url}state`)).json()) as LabelState;
}

/** What a page sends when a person gives a label. */
export function giveLabel(url: string, label: object): Promise<Response> {
  return fetch(`${url}labels`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(label),
  });
}
