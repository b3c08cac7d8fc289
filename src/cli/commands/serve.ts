import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';
import { createLibrary } from '../../delivery/library.ts';
import { type DeliveryServer, startServer } from '../../delivery/server.ts';
import { registryPlace, shownPlace } from '../../project/opening/registry-place.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { errorDocument } from '../show-error.ts';
import { untilStopped } from '../until-stopped.ts';

interface ServeFlags extends GlobalOptions {
  port: number;
  host: string;
  tokenEnv?: string;
}

/** A fetch over a network takes a second or two, and who asks for a fresh answer asks for that. */
const gitPatienceMs = 5000;

export async function run(_: string[], flags: ServeFlags): Promise<void> {
  const { output, project } = await openRegistryOf(flags);
  const token = flags.tokenEnv === undefined ? undefined : tokenFrom(flags.tokenEnv);
  const place = registryPlace(project.config);
  let told = '';
  const tell = (error: unknown) => {
    const { message } = errorDocument(error);
    if (message !== told) output.note(message);
    told = message;
  };
  const library = createLibrary(project.store, {
    refresh: project.refresh,
    freshPatienceMs: place.kind === 'git' ? gitPatienceMs : undefined,
    onFailing: (error) => {
      told = '';
      tell(error);
    },
  });
  const server = await start(flags, { library, token, onError: tell });
  const what = shownPlace(place, project.display);
  output.print(`Serving ${what} at ${server.url}; stop with Ctrl-C`);
  output.printJson({ url: server.url });
  // What is there now can't be gone later without being missed; and who mounted nothing hears of it at once.
  Promise.resolve(library.find({ kind: 'index' })).catch(() => {});
  if (token === undefined && !isLocal(flags.host)) {
    output.note(
      'Whoever reaches this address can read every prompt; ask for a token with: --token-env <name>',
    );
  }
  await untilStopped();
  output.note('Stopping; what was asked is answered first');
  await server.close();
}

/** @throws InputError where the address can't be taken. */
async function start(
  { port, host }: ServeFlags,
  options: Parameters<typeof startServer>[0],
): Promise<DeliveryServer> {
  try {
    return await startServer(options, { port, host });
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    const field = code === 'EADDRINUSE' || code === 'EACCES' ? '--port' : '--host';
    const hint =
      code === 'EADDRINUSE' ? 'Something else listens there; --port 0 takes any that is free' : undefined;
    throw new InputError({
      field,
      message: `${host}:${port} can't be taken (${code})`,
      ...(hint && { hint }),
    });
  }
}

/** @throws InputError that names the variable and never its value. */
function tokenFrom(name: string): string {
  const token = process.env[name];
  if (token !== undefined && /^[\x21-\x7e]{16,}$/.test(token)) return token;
  throw new InputError({
    field: '--token-env',
    message: token === undefined ? `${name} is not set` : `what ${name} holds is no good token`,
    expected: 'at least 16 characters, without spaces',
    hint: 'Make one with: openssl rand -hex 32',
  });
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
