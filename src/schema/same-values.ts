import type { CodeKeywordDefinition, KeywordCxt } from 'ajv/dist/2020.js';
import { canonicalJson } from '../core/digest.ts';
import { load07 } from './load-ajv.ts';
import { asList, isStructure } from './schema-words.ts';

/**
 * `const` and `enum`, for values that are lists or objects: ajv calls `toString` and `valueOf` of an answer that has such
 * keys. All other values it compares as it should.
 */
export function sameValues(own: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    ...own,
    code(context, rule) {
      const allowed = allowedBy(context);
      if (!allowed.some(isStructure)) return own.code(context, rule);
      const { _ } = load07();
      const isAllowed = context.gen.scopeValue('func', { ref: oneOf(allowed) });
      context.fail(_`!${isAllowed}(${context.data})`);
    },
  };
}

function allowedBy({ keyword, schema }: KeywordCxt): unknown[] {
  return keyword === 'const' ? [schema] : asList(schema);
}

function oneOf(allowed: readonly unknown[]): (value: unknown) => boolean {
  const texts = new Set(allowed.map(canonicalJson));
  return (value) => texts.has(canonicalJson(value));
}
