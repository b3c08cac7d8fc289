import type { JsonObject } from '../core/json.ts';
import { isSame } from './schema-parts.ts';

/** Each of these says something by itself, so the same words are the same promise. */
const alone = [
  ...['pattern', 'format', 'multipleOf', 'not', 'allOf', 'oneOf', 'prefixItems', 'patternProperties'],
  ...['propertyNames', 'dependentRequired', 'dependentSchemas'],
];

/** What these promise depends on what stands beside them, so nothing short of the same schema keeps it. */
const entangled = [
  ...[
    'contains',
    'minContains',
    'maxContains',
    'unevaluatedItems',
    'unevaluatedProperties',
    'if',
    'then',
    'else',
  ],
  ...['dependencies', 'additionalItems', '$dynamicRef'],
];

/** Keywords that are not followed: what of them is no longer there as it was. */
export function otherChanges(
  before: JsonObject,
  after: JsonObject,
  roots: { before: JsonObject; after: JsonObject },
): string[] {
  const lost = alone.filter(
    (keyword) => before[keyword] !== undefined && !isSame(before[keyword], after[keyword], roots),
  );
  const unsure = entangled.filter((keyword) => before[keyword] !== undefined);
  const tuple = Array.isArray(before.items) ? ['items'] : [];
  return [...lost, ...unsure, ...tuple].map(
    (keyword) => `no longer keeps "${keyword}" as the baseline had it`,
  );
}
