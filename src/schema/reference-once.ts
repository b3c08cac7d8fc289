import type { CodeKeywordDefinition, KeywordCxt } from 'ajv/dist/2020.js';
import type { SchemaEnv } from 'ajv/dist/compile/index.js';
import { load07, loadCompiler } from './load-ajv.ts';

/** What is known of the values that a check has met, until it has come to its end. */
export class KnownFits {
  readonly #fits = new Map<SchemaEnv, Map<object, boolean>>();
  readonly #checks = new Map<SchemaEnv, (value: unknown) => boolean>();

  forget(): void {
    for (const fits of this.#fits.values()) fits.clear();
  }

  /** A check by a schema, which asks it once of each list and each object. */
  checkOf(schema: SchemaEnv): (value: unknown) => boolean {
    const check = this.#checks.get(schema) ?? this.#remembering(schema);
    this.#checks.set(schema, check);
    return check;
  }

  #remembering(schema: SchemaEnv): (value: unknown) => boolean {
    const fits = new Map<object, boolean>();
    this.#fits.set(schema, fits);
    return (value) => {
      if (typeof value !== 'object' || value === null) return schema.validate?.(value) === true;
      const known = fits.get(value);
      if (known !== undefined) return known;
      const fit = schema.validate?.(value) === true;
      fits.set(value, fit);
      return fit;
    };
  }
}

/**
 * In the place of ajv's own `$ref`, where no more is asked than whether a value fits. Alternatives that hold the same reference
 * ask the same of the same value, and where each asks it anew, the work doubles with every level of the value.
 * It keeps no errors, and none of what `unevaluatedProperties` goes by.
 */
export function referenceOnce(own: CodeKeywordDefinition, known: KnownFits): CodeKeywordDefinition {
  return {
    keyword: '$ref',
    schemaType: 'string',
    code(context, rule) {
      const target = targetOf(context);
      if (target === undefined) return own.code(context, rule);
      const { _ } = load07();
      const check = context.gen.scopeValue('validate', { ref: known.checkOf(target) });
      context.pass(_`${check}(${context.data})`);
    },
  };
}

/** Undefined for what leads nowhere, and for a schema without references, which stands in the place of its reference. */
function targetOf({ schema, it: { baseId, schemaEnv, self } }: KeywordCxt): SchemaEnv | undefined {
  const { root } = schemaEnv;
  if ((schema === '#' || schema === '#/') && baseId === root.baseId) return root;
  const { resolveRef, SchemaEnv } = loadCompiler();
  const target = resolveRef.call(self, root, baseId, schema);
  return target instanceof SchemaEnv ? target : undefined;
}
