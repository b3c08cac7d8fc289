/** What stands for an ASCII digit, sign or separator in other scripts. */
const digitZeros = [
  0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0, 0x1040,
  0x17e0, 0xff10,
];
const otherDigits =
  /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9\u1040-\u1049\u17e0-\u17e9\uff10-\uff19]/g;
const otherMarks: Record<string, string> = { '٫': '.', '٬': "'", '．': '.', '，': ',', '－': '-' };

/** Longer runs of digits are no number that a person meant. */
const longest = 1000;

const space = '[ \\u00a0\\u2009\\u202f]';
const fraction = (mark: string): string => `(?:${mark}(?<fraction>\\d+)(?!${mark}?\\d))?`;
const grouped = (mark: string, decimal: string): string =>
  `(?<whole>[1-9]\\d{0,2}(?:${mark}\\d{3})+)(?!${mark}?\\d)${fraction(decimal)}`;

/** How a number may be written, the most telling way first. Each starts at the first digit or at a leading dot. */
const forms = [
  grouped(',', '\\.'), // 1,234.50
  `(?<whole>[1-9]\\d?(?:,\\d{2})+,\\d{3})(?!,?\\d)${fraction('\\.')}`, // 12,34,567.50
  `(?<whole>[1-9]\\d{0,2}(?:\\.\\d{3})+),(?<fraction>\\d+)(?![.,]?\\d)`, // 1.234,50
  `(?<whole>[1-9]\\d{0,2}(?:\\.\\d{3}){2,})(?!\\.?\\d)`, // 1.234.567
  grouped("['’_]", '[.,]'), // 1'234.50
  grouped(space, '[.,]'), // 1 234,50
  `(?<whole>\\d+)[.,](?<fraction>\\d+)(?![.,]?\\d)`, // 3.5 and 3,5
  `(?<whole>\\d+)`,
  `(?<whole>)\\.(?<fraction>\\d+)`, // .5
].map((form) => new RegExp(`${form}(?:[eE](?<exponent>[+-]?\\d+)(?![\\p{L}\\d]))?`, 'uy'));

/** What follows a number and makes it another one: `/5`, the ` 1/2` of `1 1/2`, `½`, `²`. */
const restOfFraction =
  /(?: \d+)?(?:\/\d+)+|\s?[\u00bc-\u00be\u2150-\u215e]|[\u00b2\u00b3\u00b9\u2070-\u207f]+/y;
const restOfDigits = /[\d.,'’_ \u00a0\u2009\u202f]*/y;

/** Where a number can start: a sign that nothing but a currency separates from it, then a digit or `.5`. */
const start =
  /(?:(?<![\p{L}\p{N})\]])(?<sign>[-−–])(?:[A-Z]{0,3}\p{Sc}\s?|[A-Z]{3}\s?)?)?(?:(?=\d)|(?<![\p{L}\p{N}])(?=\.\d))/gu;

/** `CO2` and `m2`, not `EUR5`. */
const wordBefore = /\p{L}$/u;
const currencyBefore =
  /(?<![\p{L}\p{N}])(?:aud|brl|cad|chf|cny|czk|dkk|eur|gbp|hkd|huf|inr|jpy|krw|mxn|nok|nzd|pln|rub|sek|sgd|thb|try|usd|zar)$/iu;

/**
 * Every number in a text, in a form where equal numbers are equal texts: `1234.5`, `-3`, `1e40`. Exact: no number
 * is rounded. Thousands separators, units, currency signs and percent signs are stripped; words such as "million"
 * are not multiplied.
 *
 * - One comma before exactly three digits separates thousands (`1,234`), any other comma is a decimal comma (`3,5`).
 * - One dot is always a decimal dot (`1.234`); dots that repeat, or that a decimal comma follows, separate thousands.
 * - Spaces, apostrophes and underscores separate thousands where each group has three digits (`70 000`).
 * - A hyphen is a sign only where no letter, digit or bracket stands before it (`GPT-4` holds 4, `10-20` holds 10, 20).
 *
 * A number that is there but can't be told (a fraction or date such as `1/5`, more than 1,000 digits, an exponent
 * beyond a million) comes as undefined: its numerator or its first digits alone would be a wrong one.
 *
 * @param within `no-words` leaves out those that stand right behind a letter, but for a currency's.
 */
export function* readNumbers(text: string, within?: 'no-words'): Generator<string | undefined> {
  const plain = toAscii(text);
  const starts = new RegExp(start);
  for (let found = starts.exec(plain); found !== null; found = starts.exec(plain)) {
    const from = found.index + found[0].length;
    const token = readToken(plain, from);
    starts.lastIndex = Math.max(token.end, from + 1);
    if (within === 'no-words' && isWithinWord(plain.slice(Math.max(0, from - 5), from))) continue;
    yield found.groups?.sign === undefined ? token.number : negate(token.number);
  }
}

function isWithinWord(before: string): boolean {
  return wordBefore.test(before) && !currencyBefore.test(before);
}

/** Digits and separators of other scripts as those of ASCII, without characters that show nothing. */
export function toAscii(text: string): string {
  return text
    .replace(otherDigits, (digit) => {
      const code = digit.charCodeAt(0);
      const zero = digitZeros.findLast((candidate) => candidate <= code) ?? code;
      return String(code - zero);
    })
    .replace(/[٫٬．，－]/g, (mark) => otherMarks[mark] ?? mark)
    .replace(/\p{Cf}/gu, '');
}

function readToken(text: string, from: number): { end: number; number: string | undefined } {
  const slice = text.slice(from, from + longest + 2);
  const match = firstMatch(slice);
  if (match === null) return { end: from + 1, number: undefined };
  const end = from + match[0].length;
  const rest = new RegExp(match[0].length > longest ? restOfDigits : restOfFraction);
  rest.lastIndex = end;
  if (rest.test(text)) return { end: rest.lastIndex, number: undefined };
  const { whole = '', fraction = '', exponent = '0' } = match.groups ?? {};
  return { end, number: canonicalNumber(whole.replace(/\D/g, ''), fraction, exponent) };
}

function firstMatch(text: string): RegExpExecArray | null {
  for (const form of forms) {
    form.lastIndex = 0;
    const match = form.exec(text);
    if (match !== null) return match;
  }
  return null;
}

function negate(number: string | undefined): string | undefined {
  return number === undefined || number === '0' ? number : `-${number}`;
}

/** Digits without zeros at either end, and a power of ten; written out while that stays short. */
function canonicalNumber(whole: string, fraction: string, exponent: string): string | undefined {
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  if (Math.abs(power) > 1e6) return undefined;
  if (power >= 0 && significant.length + power <= 30) return significant + '0'.repeat(power);
  if (power < 0 && power >= -30) {
    const padded = significant.padStart(1 - power, '0');
    return `${padded.slice(0, power)}.${padded.slice(power)}`;
  }
  return `${significant}e${power}`;
}
