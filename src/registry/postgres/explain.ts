import { errorCode } from '../../core/error-code.ts';
import { InputError, PromptevalError } from '../../core/errors.ts';

/** What messages may say of a database, and what they may not. */
export interface Named {
  display: string;
  source: string;
  password: string;
}

/** The answer to a commit was lost: the write may have landed. */
export class UnknownOutcomeError extends PromptevalError {
  constructor(display: string) {
    super(
      `The connection to ${display} ended before it said whether this was written. Look before you try again: prompteval status`,
      2,
    );
  }
}

const addressHint = 'Check the address, and that the server runs and can be reached from here';
const rightsHint =
  'Give the user the rights to create tables in its schema, or create them as docs/registry.md shows and give it SELECT and INSERT';

/** The system's codes and PostgreSQL's SQLSTATEs that a user can do something about: what to say, and what to do. */
const known: Record<string, [message: string, hint: string]> = {
  ECONNREFUSED: ['nothing listens there', addressHint],
  ENOTFOUND: ['there is no host of that name', addressHint],
  EAI_AGAIN: ['the name of the host could not be looked up', addressHint],
  ETIMEDOUT: ['nothing answers there', addressHint],
  EHOSTUNREACH: ['the host cannot be reached', addressHint],
  ENETUNREACH: ['the network cannot be reached', addressHint],
  ENOENT: ['there is no such socket', addressHint],
  '28P01': ['it refuses the password', 'Check user and password'],
  '28000': [
    'it refuses this user',
    'Check user, password and whether the server asks for TLS (?sslmode=verify-full)',
  ],
  '3D000': ['there is no database of that name', 'Create it, or name another'],
  '53300': ['it has no connection left', 'Try again later, or let it take more connections'],
  '42501': ['this user may not do that there', rightsHint],
  '25006': ['it is read-only', 'Name the primary server, not a replica'],
  '57014': ['a statement took longer than 30 s and was stopped', 'Look for locks on the tables prompteval_…'],
  '57P03': ['it is starting or shutting down', 'Try again in a moment'],
  '53100': ['its disk is full', 'Make room, and try again'],
};

export function explainConnection(error: unknown, named: Named): unknown {
  return error instanceof PromptevalError ? error : unusable(error, named);
}

/** `isUnanswered`: no word of the server came back, so it may or may not have done what was asked. */
export function explainQuery(error: unknown, named: Named): { error: unknown; isUnanswered: boolean } {
  if (error instanceof PromptevalError) return { error, isUnanswered: false };
  const code = errorCode(error) ?? '';
  const isAnswer = isSqlState(code) && !code.startsWith('57P');
  return { error: unusable(error, named), isUnanswered: !isAnswer };
}

function unusable(error: unknown, { display, source, password }: Named): InputError {
  const code = errorCode(error) ?? '';
  const [message, hint] = known[code] ?? [
    sayingOf(error, password),
    isSqlState(code) ? undefined : addressHint,
  ];
  return new InputError({
    field: source,
    message: `the registry at ${display} can't be used: ${message}`,
    ...(hint !== undefined && { hint }),
  });
}

/** Every SQLSTATE has a digit, and EPIPE has none. */
function isSqlState(code: string): boolean {
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
}

/** A driver should not repeat a password. Should it, nobody reads it. */
function sayingOf(error: unknown, password: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return password === '' ? text : text.replaceAll(password, '…');
}
