import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/core/text.ts';
import { caseMask, maskText } from '../../src/report/mask.ts';

const address = 'Max Beispiel\nLindenallee 5\n12345 Stadt';
const names = new Set(['secret']);

function hide(secret: string, text: string): string {
  return caseMask({ secret }, names).text(text);
}

describe('what a text repeats of a secret is hidden', () => {
  it.each([
    ['white space collapsed', address, `got "${excerpt(address, 60)}"`],
    [
      'carriage returns',
      address.replaceAll('\n', '\r\n'),
      `got "${excerpt(address.replaceAll('\n', '\r\n'), 60)}"`,
    ],
    ['a tab and two spaces', 'Tab\tSeparated  Person', 'got "Tab Separated Person"'],
    ['cut', `${address} and ever so much more of it`, `got "${excerpt(`${address} and ever so much`, 60)}"`],
    ['cut early', address, 'got "Max Bei…"'],
    ['cut early, with three dots', address, 'got "max bei..."'],
    ['a line of it', address, 'I write to Lindenallee 5.'],
    ['a short line of it', address, '- 12345 Stadt'],
    ['the middle of it', 'Erika Mustermann, Heidestr. 17, Köln', 'She lives at Mustermann, Heidestr.'],
    ['as JSON', 'Jane "Jo" Sample, 5 Elm St', JSON.stringify({ to: 'Jane "Jo" Sample, 5 Elm St' })],
    ['as JSON in JSON', address, JSON.stringify(JSON.stringify({ address }))],
    ['as JSON with escapes', 'Jürgen Größmann', '{"to":"J\\u00fcrgen Gr\\u00f6\\u00DFmann"}'],
    ['as HTML', "Tom O'Neill & Söhne", 'Tom O&#39;Neill &amp; S&#xF6;hne'],
    ['as HTML lines', address, address.replaceAll('\n', '<br/>')],
    ['in Markdown', address, address.replaceAll('\n', '  \n> ').replace('Max', '**Max**')],
    ['decomposed', 'Jürgen Größmann', 'Jürgen Größmann'.normalize('NFD')],
    ['composed', 'Jürgen'.normalize('NFD'), 'Jürgen'],
    ['in capitals', 'Erika Maria', 'ERIKA MARIA'],
    ['a path', 'C:\\new\\table', '{"path":"C:\\\\new\\\\table"}'],
    ['numbers', '4111 1111 1111 1111', '4111-1111-1111-1111'],
    ['digits alone', 'card 4111 1111-1111.1111', 'card: 4111111111111111'],
    ['beyond the basic plane', '𝔈𝔯𝔦𝔨𝔞 𝔐𝔲𝔰𝔱𝔢𝔯𝔪𝔞𝔫𝔫', 'Erika Mustermann'],
  ])('%s', (_, secret, text) => {
    expect(hide(secret, text).replaceAll(maskText, '')).not.toMatch(
      /Max|Bei|Linden|Stadt|12345|Tab|Person|Erika|Muster|Heide|Jane|Sample|J.*rgen|Neill|hne|new|4111|MARIA/i,
    );
  });

  it.each([
    ['what only looks like it', address, 'Lindenstraße 12, Maximilian'],
    ['a short value inside a longer word', 'Mark', 'a remarkable market, marking'],
    ['common words of a long value', 'please help me with my parcel', 'Please call me; help him with it'],
    ['what is too short', 'abc', 'abc'],
    ['dots after other words', address, 'Wait… for it...'],
    ['an empty value', '', 'anything'],
    ['blanks', ' \n\t   ', 'a      b'],
  ])('and nothing else: %s', (_, secret, text) => {
    expect(hide(secret, text)).toBe(text);
  });

  it('names of fields too, and all of a case whose variables are lost', () => {
    const mask = caseMask({ secret: 'Erika Mustermann' }, names);
    expect(mask.json({ 'Erika Mustermann': [1] })).toEqual({ [maskText]: [1] });
    expect(mask.variable('secret', true)).toBe(maskText);
    expect(caseMask({ secret: true }, names).variable('secret', true)).toBe(maskText);
    const lost = caseMask(undefined, names);
    expect(lost.text('Erika')).toBe(maskText);
    expect(caseMask(undefined, new Set()).text('Erika')).toBe('Erika');
  });
});

it.each(['a', '\\', '\\u0041', 'é', '…', '&amp;', 'line 12345\n'])(
  '100,000 characters of %j are taken in one stride',
  (part) => {
    const secret = part.repeat(100_000 / part.length);
    const { text } = caseMask({ secret }, names);
    expect(text(`${secret} and ${secret}`).length).toBeLessThan(100);
  },
);

describe('of any secret in any answer', () => {
  const alphabets = [
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme', minLength: 12 }),
    fc.string({
      unit: fc.constantFrom(
        'a',
        'b',
        ' ',
        '\n',
        '\t',
        '\r',
        '\\',
        'n',
        '"',
        '&',
        ';',
        'ß',
        'é',
        '…',
        'u0041',
      ),
    }),
  ];
  const secrets = fc.oneof(...alphabets).map((text) => text.repeat(text.length < 30 ? 3 : 1));
  const renderings = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => excerpt(text, 60),
    (text) => excerpt(text, 23),
    (text) => text.replace(/\s+/g, '  '),
    (text) => text.replace(/\s+/g, '\n'),
    (text) => text.slice(7),
    (text) => text.slice(0, -5).toWellFormed(),
  );
  const texts = fc.tuple(fc.string(), secrets, secrets, fc.string(), renderings);

  it('no twelve characters in a row are left', () => {
    fc.assert(
      fc.property(texts, ([before, secret, other, after, render]) => {
        const answer = render(before + secret + other + after);
        const shown = hide(secret, answer).split(maskText).map(collapsed);
        for (const part of partsOf(collapsed(secret).trim())) {
          expect(shown.some((text) => text.includes(part))).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('what is left stands in its order, and hiding again changes nothing', () => {
    fc.assert(
      fc.property(texts, ([before, secret, , after, render]) => {
        const answer = render(before + secret + after);
        const shown = hide(secret, answer);
        let at = 0;
        for (const part of shown.split(maskText)) {
          const found = answer.indexOf(part, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + part.length;
        }
        expect(hide(secret, shown)).toBe(shown);
      }),
    );
  });
});

/** White space, and what can't be printed, as one space. */
function collapsed(text: string): string {
  return excerpt(text, text.length + 1).replace(/[\s\uFFFD]+/g, ' ');
}

function partsOf(secret: string): string[] {
  return Array.from({ length: Math.max(0, secret.length - 11) }, (_, start) =>
    secret.slice(start, start + 12),
  );
}
