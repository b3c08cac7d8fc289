import { regionAdvice } from './place.ts';
import type { Refusal } from './refusal.ts';
import { type Asked, type Verdict, validationVerdict } from './validation.ts';

/** `quiet`: the vendor's sentence is left out, for it may repeat credentials. */
export type RefusalVerdict = Verdict & { quiet?: true };

type Rule = (refusal: Refusal, asked: Asked) => RefusalVerdict;

const again =
  (code: string): Rule =>
  () => ({ code, scope: 'attempt', advice: '' });

const credentialVariables = 'AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

const wrongCredentials: Rule = ({ clockCorrected }) =>
  clockCorrected
    ? { code: 'clock-skew', scope: 'attempt', advice: 'the clock of this machine is wrong', quiet: true }
    : {
        code: 'unauthorized',
        scope: 'run',
        advice: `AWS does not accept the credentials; check ${credentialVariables} (and AWS_SESSION_TOKEN, where they are temporary)`,
        quiet: true,
      };

const expiredCredentials: Rule = () => ({
  code: 'unauthorized',
  scope: 'run',
  advice: `the AWS credentials have expired; renew them (such as with aws sso login), then check ${credentialVariables}`,
  quiet: true,
});

const accessDenied: Rule = ({ says }, { model, place }) => {
  if (/api key|bearer|authentication failed/i.test(says)) {
    const advice = 'Bedrock does not accept the API key; check AWS_BEARER_TOKEN_BEDROCK';
    return { code: 'unauthorized', scope: 'run', advice, quiet: true };
  }
  const advice = `check that these credentials may bedrock:InvokeModel on "${model}", and that the account has access to the model there: ${regionAdvice(place, model)}`;
  return { code: 'forbidden', scope: 'run', advice };
};

const modelNotFound: Rule = ({ says }, { model, place }) => {
  if (/use case/i.test(says)) return { code: 'forbidden', scope: 'run', advice: '' };
  const advice = `check the model "${model}" and the region: ${regionAdvice(place, model)}`;
  return { code: 'model-not-found', scope: 'run', advice };
};

/** A 404 of another server may be about this request alone; it ends the run just where it speaks of what is asked. */
const notFound: Rule = (refusal, asked) =>
  /\b(models?|prompt|profile|resource|arn)\b/i.test(refusal.says)
    ? modelNotFound(refusal, asked)
    : { code: 'not-found', scope: 'trial', advice: '' };

const throttled: Rule = ({ says }) =>
  /per day/i.test(says)
    ? {
        code: 'quota-exceeded',
        scope: 'run',
        advice: "look at the account's quotas (Service Quotas, Amazon Bedrock)",
      }
    : { code: 'rate-limited', scope: 'attempt', advice: '' };

const modelError: Rule = ({ originalStatus = 500 }) => {
  const isAboutRequest = originalStatus >= 400 && originalStatus < 500 && originalStatus !== 429;
  return { code: 'model-error', scope: isAboutRequest ? 'trial' : 'attempt', advice: '' };
};

/** By the name that AWS gives to what went wrong. */
const byName: Record<string, Rule> = {
  AccessDeniedException: accessDenied,
  UnrecognizedClientException: wrongCredentials,
  InvalidClientTokenId: wrongCredentials,
  InvalidSignatureException: wrongCredentials,
  SignatureDoesNotMatch: wrongCredentials,
  IncompleteSignatureException: wrongCredentials,
  MissingAuthenticationTokenException: wrongCredentials,
  RequestTimeTooSkewed: wrongCredentials,
  ExpiredTokenException: expiredCredentials,
  ExpiredToken: expiredCredentials,
  RequestExpired: expiredCredentials,
  ResourceNotFoundException: notFound,
  ValidationException: ({ says }, asked) => validationVerdict(says, asked),
  ThrottlingException: throttled,
  ServiceQuotaExceededException: () => ({
    code: 'quota-exceeded',
    scope: 'run',
    advice: "look at the account's quotas (Service Quotas, Amazon Bedrock)",
  }),
  ModelNotReadyException: again('model-not-ready'),
  ModelTimeoutException: again('timeout'),
  ModelErrorException: modelError,
  ModelStreamErrorException: modelError,
  InternalServerException: again('server-error'),
  ServiceUnavailableException: again('server-error'),
  ConflictException: again('conflict'),
};

const byStatus: Record<number, Rule> = {
  400: ({ says }, asked) => validationVerdict(says, asked),
  401: wrongCredentials,
  403: accessDenied,
  404: notFound,
  408: again('timeout'),
  409: again('conflict'),
  424: modelError,
  429: throttled,
};

/** Sorts a refusal: what is wrong with the call, with this case, or only with this moment. */
export function verdictOf(refusal: Refusal, asked: Asked): RefusalVerdict {
  const rule = Object.hasOwn(byName, refusal.name) ? byName[refusal.name] : byStatus[refusal.status];
  if (rule !== undefined) return rule(refusal, asked);
  if (refusal.status >= 500) return { code: 'server-error', scope: 'attempt', advice: '' };
  if (refusal.status < 400) {
    return { code: 'redirected', scope: 'run', advice: `set endpoint of providers.${asked.place.provider}` };
  }
  return { code: 'bad-request', scope: 'trial', advice: '' };
}
