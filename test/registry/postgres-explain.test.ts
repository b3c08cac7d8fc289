import { describe, expect, it } from 'vitest';
import { explainQuery } from '../../src/registry/postgres/explain.ts';

const named = { display: 'postgres://db/prompts', source: 'registry', password: 's3cret' };

describe('explainQuery', () => {
  it.each<[string | undefined, boolean]>([
    ['53100', false],
    ['40001', false],
    ['XX000', false],
    ['57014', false],
    ['57P01', true],
    ['ECONNRESET', true],
    ['EPIPE', true],
    [undefined, true],
  ])('knows whether %s is an answer of the server', (code, isUnanswered) => {
    const error = Object.assign(new Error('it failed'), code && { code });
    expect(explainQuery(error, named).isUnanswered).toBe(isUnanswered);
  });

  it('says what it does not know in the words of the driver, without the password', () => {
    const { error } = explainQuery(new Error('no entry for s3cret'), named);
    expect(String(error)).toContain(
      "registry: the registry at postgres://db/prompts can't be used: no entry for …",
    );
  });
});
