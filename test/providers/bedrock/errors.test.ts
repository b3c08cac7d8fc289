import { describe, expect, it } from 'vitest';
import { callFailure } from '../../../src/providers/bedrock/errors.ts';
import { profileFor, regionOfArn } from '../../../src/providers/bedrock/model-id.ts';
import { withoutCredentials } from '../../../src/providers/bedrock/refusal.ts';

const place = { provider: 'bedrock', region: 'us-east-9', regionPlace: 'AWS_REGION', endpoint: null };
const failure = (error: unknown, endpoint: string | null = null) =>
  callFailure(
    error,
    { model: 'm', parameters: {}, place: { ...place, endpoint } },
    new AbortController().signal,
  );

describe('failures before anything is answered', () => {
  const unknownHost = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });

  it('takes a host without an address for a wrong region, and names its variable', () => {
    expect(failure(unknownHost)).toMatchObject({
      code: 'wrong-region',
      scope: 'run',
      message: expect.stringMatching(/"us-east-9" \(AWS_REGION\)/),
    });
    expect(failure(unknownHost, 'http://gateway')).toMatchObject({ code: 'unreachable', scope: 'attempt' });
  });

  it.each(['CredentialsProviderError', 'TokenProviderError', 'ProviderError'])(
    'stops the run on %s',
    (name) => {
      const error = Object.assign(new Error("Token is expired. Run 'aws sso login'"), { name });
      expect(failure(error)).toMatchObject({
        code: 'unauthorized',
        scope: 'run',
        message: expect.stringContaining('aws sso login'),
      });
    },
  );

  it('does not repeat the command of a credential_process', () => {
    const error = Object.assign(new Error('Command failed: helper --password VerySecret'), {
      name: 'CredentialsProviderError',
    });
    expect(String(failure(error))).not.toContain('VerySecret');
  });
});

it.each([
  ['header Bearer abc.def, x', 'header Bearer [key] x'],
  ['Signature=0a1b2c, Credential=AKIAEXAMPLEEXAMPLE00/2026', 'Signature=[key], Credential=[key]'],
  ['x-amz-security-token:IQoJb3JpZ2luX2VjE== host', 'x-amz-security-token:[key] host'],
  ['temperature: range: 0..1', 'temperature: range: 0..1'],
])('frees %s from credentials', (text, expected) => expect(withoutCredentials(text)).toBe(expected));

it.each([
  ['us-west-2', 'us.m'],
  ['eu-central-1', 'eu.m'],
  ['ap-northeast-1', 'apac.m'],
  ['us-gov-west-1', 'us-gov.m'],
  ['sa-east-1', 'global.m'],
])('suggests for %s the inference profile %s', (region, profile) =>
  expect(profileFor('m', region)).toBe(profile),
);

it.each([
  ['arn:aws-cn:bedrock:cn-north-1:123456789012:prompt/X:1', 'cn-north-1'],
  ['arn:aws:bedrock:::foundation-model/x', null],
  ['us.anthropic.claude-x', null],
])('reads the region of %s: %s', (id, region) => expect(regionOfArn(id)).toBe(region));
