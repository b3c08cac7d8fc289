import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../src/core/exact-json.ts';

const flawsOf = (text: string) => parseExactly(text).flaws.map(({ field, message }) => [field, message]);

describe('what JSON.parse would change in silence', () => {
  it.each<[text: string, flaws: [field: string, message: string][]]>([
    ['{"id":"b","m":"x","m":"y"}', [['m', 'the key "m" stands twice']]],
    ['{"m" : 1, "m"\n: 2, "a":"\\":"}', [['m', 'the key "m" stands twice']]],
    ['{"a":{"b":[{"c":1,"\\u0063":2}]}}', [['a.b[0].c', 'the key "c" stands twice']]],
    ['{"":1,"":2}', [['', 'the key "" stands twice']]],
    ['{"__proto__":1,"__proto__":2}', [['__proto__', 'the key "__proto__" stands twice']]],
    ['{"m":12345678901234567890}', [['m', '12345678901234567890 would be rounded to 12345678901234567000']]],
    ['[1,[2,-9007199254740993]]', [['[1][1]', '-9007199254740993 would be rounded to -9007199254740992']]],
    ['{"a":9007199254740993}', [['a', '9007199254740993 would be rounded to 9007199254740992']]],
    ['{"a":1e999}', [['a', '1e999 is larger than any number that can be held']]],
    [
      '{"a":"x\\\\","a":1,"b":1e20,"b":2}',
      [
        ['a', 'the key "a" stands twice'],
        ['b', 'the key "b" stands twice'],
      ],
    ],
  ])('%s', (text, flaws) => {
    expect(flawsOf(text)).toEqual(flaws);
  });

  it.each([
    '{"c":9007199254740992,"d":12345678901234567000,"a":9007199254740991,"b":-9007199254740991}',
    '{"a":1e20,"b":0.1234567890123456789,"c":"12345678901234567890"}',
    '{"a":"{\\"a\\":1}","b":"\\"a\\":","c":": :"}',
    '{"a":{"a":{"a":[]}},"b":[{"a":1},{"a":1}]}',
    '{"":"","b":""}',
    '12',
    'null',
  ])('not %s', (text) => {
    expect(parseExactly(text)).toEqual({ value: JSON.parse(text), flaws: [] });
  });

  it('and no value that JSON can not hold comes of it', () => {
    expect(parseExactly('{"a":[1e999,-1e999,1]}').value).toEqual({
      a: [Number.MAX_VALUE, -Number.MAX_VALUE, 1],
    });
  });

  it('nothing of what JSON.stringify writes, and every key that is put in again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (value, isSpaced) => {
        const text = JSON.stringify(value, null, isSpaced ? 2 : 0).replaceAll('":', isSpaced ? '" :' : '":');
        const sane = JSON.stringify(value, null, isSpaced ? 2 : 0);
        expect(flawsOf(sane).filter(([, message]) => message?.endsWith('twice'))).toEqual([]);
        if (JSON.stringify(JSON.parse(text)) !== JSON.stringify(value)) return;
        for (const key of Object.keys(value)) {
          const doubled = `{${JSON.stringify(key)}:[${JSON.stringify(text)}],${text.slice(1)}`;
          expect(flawsOf(doubled).filter(([, message]) => message?.endsWith('twice'))).toHaveLength(1);
        }
      }),
    );
  });
});
