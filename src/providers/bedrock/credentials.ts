import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { Problem } from '../../core/problem.ts';
import { excerpt } from '../../core/text.ts';
import type { BedrockSettings } from './settings.ts';

const hint =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK in the environment or in a .env file beside the config. A local server takes any text for them.';

/** What is wrong where the SDK finds no credentials. They are looked up, and let go: the SDK keeps its own. */
export async function credentialsProblem(
  client: BedrockRuntimeClient,
  settings: BedrockSettings,
): Promise<Problem[]> {
  if (process.env.AWS_BEARER_TOKEN_BEDROCK) return [];
  const profile = settings.profile ?? process.env.AWS_PROFILE;
  const where = profile ? ` (profile ${excerpt(profile, 60)})` : '';
  try {
    await client.config.credentials();
    return [];
  } catch (error) {
    const message = `no AWS credentials${where}: ${credentialsFailure(error)}`;
    return [{ field: `providers.${settings.name}`, message, hint }];
  }
}

/** The SDK's errors about finding credentials, not about their use. */
export function isCredentialsFailure(error: unknown): boolean {
  return error instanceof Error && /^(Credentials|Token)?ProviderError$/.test(error.name);
}

/** What the SDK says, without the command of a `credential_process`, which may hold a secret. */
export function credentialsFailure(error: unknown): string {
  const says = error instanceof Error ? error.message : '';
  if (says === '' || /command failed/i.test(says)) return 'the AWS SDK could not get any';
  return excerpt(says, 200);
}
