import { counted } from '../core/format.ts';
import { startLabelServer } from '../labelling/server.ts';
import type { LabelSession } from '../labelling/session.ts';
import { countLabelled } from '../labelling/shared/progress.ts';
import { openInBrowser } from './open-in-browser.ts';
import type { GlobalOptions, Output } from './output.ts';
import { untilStopped } from './until-stopped.ts';

export interface LabelPageFlags extends GlobalOptions {
  open?: boolean;
}

/** Serves the page until the person is done or stops it, and says what there is by then. */
export async function serveLabelPage(
  output: Output,
  session: LabelSession,
  { open }: LabelPageFlags,
  place: string,
): Promise<void> {
  const { prompt, metric, run, items, next } = session.state();
  const server = await startLabelServer(session);
  const labelled = countLabelled(items);
  output.print(
    `${counted(items.length, 'answer')} of run ${run} to label${labelled > 0 ? `, ${labelled} of them done` : ''}: ${server.url}`,
  );
  output.printJson({ prompt, metric, run, answers: items.length, labelled, place, url: server.url });
  output.note('Whoever has this address may label; it works on this machine alone. Stop with Ctrl-C');
  if (open) openInBrowser(server.url, output);
  await Promise.race([server.done, untilStopped()]);
  await server.close();
  const done = countLabelled(session.state().items);
  output.print(`${done} of ${counted(items.length, 'answer')} labelled, kept in ${place}`);
  output.note(done === 0 ? 'Start it again to label some' : `Next: ${next}`);
}
