/** Something in an answer that should not be there, told without repeating it. */
export type Finding = string;

/** Keys by the shapes that their makers document. Each is without nested repetition. */
const keyShapes: [string, RegExp][] = [
  ['a private key', /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----/],
  ['an Anthropic key', /\bsk-ant-[A-Za-z0-9_-]{20,}/],
  ['an OpenAI key', /\bsk-(?!ant-)(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['a Google key', /\bAIza[0-9A-Za-z_-]{35}/],
  ['a Stripe key', /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}/],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{30,}/],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
];

export function findKeys(text: string, isAllowed: (secret: string) => boolean): Finding[] {
  return keyShapes.flatMap(([name, shape]) => {
    const secrets = [...text.matchAll(new RegExp(shape, 'g'))].map(([secret]) => secret);
    const secret = secrets.find((each) => !isAllowed(each));
    return secret === undefined ? [] : [`${name} (${secret.slice(0, 4)}…)`];
  });
}

const mailbox = /[\p{L}\p{N}._%+'-]{1,64}$/u;
const domain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}/u;

/** Looks around each `@`: a search from every letter on would take its time on a long answer. */
export function findEmails(text: string, isAllowed: (secret: string) => boolean): Finding[] {
  const found = new Set<string>();
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = mailbox.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    const host = domain.exec(text.slice(at + 1, at + 256))?.[0];
    if (name === undefined || host === undefined || isAllowed(`${name}@${host}`)) continue;
    found.add(`an e-mail address (${[...name][0]}…@….${host.split('.').at(-1)})`);
  }
  return [...found];
}

/** Digits in groups, as numbers of cards are written. */
const digitRun = /\d(?:[ .\-\u2010-\u2015]?\d){12,}/g;
const shortest = 13;
const longest = 19;

/** Numbers of 13 to 19 digits that begin with 2 to 6, as cards do, and whose check digit fits (Luhn, ISO/IEC 7812-1). */
export function findCards(text: string, isAllowed: (secret: string) => boolean): Finding[] {
  const found = new Set<string>();
  for (const [run] of text.matchAll(digitRun)) {
    for (const number of numbersIn(run)) {
      if (isCard(number) && !isAllowed(number)) found.add(`a card number (ending in ${number.slice(-4)})`);
    }
  }
  return [...found];
}

/** Numbers that begin and end with a group: in `4111 1111 1111 1111 12` the card is the first four groups. */
function* numbersIn(run: string): Generator<string> {
  const groups = run.split(/[ .\-\u2010-\u2015]/);
  for (let first = 0; first < groups.length; first++) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length < longest; last++) {
      digits += groups[last];
      if (digits.length >= shortest && digits.length <= longest) yield digits;
    }
  }
}

function isCard(digits: string): boolean {
  if (!/^[2-6]/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
