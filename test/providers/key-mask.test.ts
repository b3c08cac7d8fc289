import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecret, keyMask } from '../../src/providers/key-mask.ts';

const key = 'sk/Ab+9&"<x>\\=%7';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const unicode = (text: string) =>
  [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const html = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const json = (text: string) => JSON.stringify(text).slice(1, -1);

const written: [string, string][] = [
  ['as it is', key],
  ['in JSON', json(key)],
  ['in JSON within JSON', json(json(key))],
  ['with slashes that are escaped', json(key).replaceAll('/', '\\/')],
  ['with signs in \\u', key.replace(/[^A-Za-z0-9]/g, unicode)],
  ['in \\u', unicode(key)],
  [
    'in \\u with capitals, within JSON',
    json(unicode(key).replaceAll(/[0-9a-f]{4}/g, (hex) => hex.toUpperCase())),
  ],
  ['in \\x', [...key].map((sign) => `\\x${sign.charCodeAt(0).toString(16)}`).join('')],
  ['percent-encoded', encodeURIComponent(key)],
  ['percent-encoded twice', encodeURIComponent(encodeURIComponent(key))],
  [
    'percent-encoded in small letters',
    encodeURIComponent(key).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  ],
  ['in HTML', html(key)],
  ['in HTML within HTML', html(html(key))],
  ['in entities with numbers', [...key].map((sign) => `&#${sign.charCodeAt(0)};`).join('')],
  [
    'in entities with hexadecimal numbers',
    [...key].map((sign) => `&#x${sign.charCodeAt(0).toString(16)};`).join(''),
  ],
  ['mixed', `${json(html(key.slice(0, 5)))}${encodeURIComponent(key.slice(5, 9))}${unicode(key.slice(9))}`],
  ['in base64', base64(key)],
  ['in base64 for addresses', Buffer.from(key).toString('base64url')],
  ['in base64 that is escaped', json(base64(key)).replaceAll('/', '\\/')],
  ['in base64 that is percent-encoded', encodeURIComponent(base64(key))],
  ['with a colon in base64', base64(`:${key}`)],
  ['with a name in base64', base64(`me:${key}`)],
  ['with a longer name in base64', base64(`user:${key}`)],
  ['in base64 of a header', base64(`Bearer ${key}`)],
  ['in base64 of something longer', base64(`{"authorization":"Bearer ${key}","host":"a"}`)],
];

describe('a key', () => {
  it.each(written)('is taken out %s', (_, form) => {
    expect(keyMask(key)(`You sent "${form}", and ${form}.`)).toBe('You sent "[key]", and [key].');
  });

  it('is found in any mixture of escapes', () => {
    const escaped = fc.constantFrom(
      (sign: string) => sign,
      json,
      unicode,
      html,
      (sign: string) => `%${sign.charCodeAt(0).toString(16)}`,
    );
    const plain = 'sk-Ab+9/"<x>7=';
    const escapes = fc.array(escaped, { minLength: plain.length, maxLength: plain.length });
    fc.assert(
      fc.property(escapes, (by) => {
        const form = [...plain].map((sign, index) => by[index]?.(sign)).join('');
        expect(keyMask(plain)(`a ${form} b`)).toBe('a [key] b');
      }),
    );
  });

  it('leaves everything else as it is', () => {
    const text = `C:\\temp 100 % &amp; "sk/Ab" ${base64('Bearer of news')} ${encodeURIComponent('ä&"')} \\frac{1}{2}`;
    expect(keyMask(key)(text)).toBe(text);
  });

  it('that is very long is found too, and a hostile text takes no time', () => {
    const token = 'IQoJb3JpZ2luX2VjE/+='.repeat(100);
    expect(keyMask(token)(`x ${token.replaceAll('/', '\\/')} y`)).toBe('x [key] y');
    const hostile = `${'\\'.repeat(50_000)}${'&amp;'.repeat(20_000)}${'%25'.repeat(20_000)}`;
    expect(keyMask(token)(hostile)).toBe(hostile);
    expect(keyMask(key)(hostile)).toBe(hostile);
  });
});

it.each([
  ['the key abc123 is wrong', 'the key [key] is wrong'],
  ['{"authorization":"Bearer abc123"}', '{"authorization":"Bearer [key]"}'],
  ['Bearer%20abc123&a', 'Bearer%20[key]&a'],
  ['\\nabc12\\u0033', '\\n[key]'],
  ['xabc123, abc1234 and abc123x', 'xabc123, abc1234 and abc123x'],
])('a short one is taken out where it stands alone: %s', (text, expected) => {
  expect(keyMask('abc123')(text)).toBe(expected);
});

it.each([
  ['unused', false],
  ['EMPTY', false],
  ['lm-studio', false],
  ['not_needed', false],
  ['placeholder', false],
  ['1234', false],
  ['a1', false],
  ['', false],
  ['abc1', true],
  ['a!b?', true],
  ['xYzWqPrT', true],
  ['12345678', true],
  ['sk-0123456789', true],
  ['averyveryverylongword', true],
])('%s is a secret: %s', (word, expected) => {
  expect(isSecret(word)).toBe(expected);
});
