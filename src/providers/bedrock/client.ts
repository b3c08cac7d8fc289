import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { InputError } from '../../core/errors.ts';
import type { Transport } from '../transport.ts';
import { credentialsProblem } from './credentials.ts';
import { requestHandler } from './request-handler.ts';
import { type BedrockSettings, missingRegion, regionProblems } from './settings.ts';

const silent = () => undefined;

/** The SDK takes an absent logger for the console. */
const silentLogger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

export interface BedrockClient {
  client: BedrockRuntimeClient;
  region: string;
}

/**
 * The SDK with everything off that is the runner's: retries, time limits, and what it writes to the console. It finds
 * the credentials, and the region where the settings have none, by its own rules; both are looked for here, before
 * the first call.
 *
 * @throws InputError where there is no region or there are no credentials.
 */
export async function createClient(settings: BedrockSettings, transport: Transport): Promise<BedrockClient> {
  // It warns on stderr that its later versions need a later Node; which version it is, is not the user's choice.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
  const { name, region, endpoint, profile } = settings;
  const client = new BedrockRuntimeClient({
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint }),
    ...(profile === null ? {} : { profile }),
    maxAttempts: 1,
    requestHandler: requestHandler(transport),
    logger: silentLogger,
  });
  const found = region ?? (await client.config.region().catch(() => null));
  const problems = [
    ...(found === null ? [missingRegion(name)] : regionProblems(found, settings.regionPlace)),
    ...(await credentialsProblem(client, settings)),
  ];
  if (problems.length > 0 || found === null) throw new InputError(problems);
  return { client, region: found };
}
