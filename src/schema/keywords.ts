import type { Draft } from './engine.ts';

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Where a keyword holds further schemas. */
export const inner = {
  one: words(
    'items contains not if then else propertyNames additionalProperties additionalItems unevaluatedItems unevaluatedProperties contentSchema',
  ),
  list: words('allOf anyOf oneOf prefixItems items'),
  map: words('properties patternProperties $defs definitions dependentSchemas dependencies'),
};

const both = words(`
  $schema $id $ref $anchor $comment $defs definitions title description default examples deprecated readOnly writeOnly
  type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format
  items maxItems minItems uniqueItems contains maxProperties minProperties required properties patternProperties
  additionalProperties propertyNames dependencies if then else allOf anyOf oneOf not contentEncoding contentMediaType`);

/** What a check goes by, or is there to be read. */
export const keywords: Record<Draft, string[]> = {
  'draft-07': [...both, 'additionalItems'],
  '2020-12': [
    ...both,
    ...words(`$dynamicRef $dynamicAnchor $vocabulary prefixItems minContains maxContains dependentRequired dependentSchemas
      unevaluatedItems unevaluatedProperties contentSchema`),
  ],
};

/** Words of OpenAPI, of providers and of generators that stand in many schemas and ask nothing of a value. */
export const notes = words(`
  nullable discriminator example externalDocs xml propertyOrdering markdownDescription enumNames enumDescriptions errorMessage`);

/** As ajv-formats has them. */
export const formats = words(`
  date time date-time iso-time iso-date-time duration uri uri-reference uri-template url email hostname ipv4 ipv6 regex uuid
  json-pointer json-pointer-uri-fragment relative-json-pointer byte int32 int64 float double password binary`);
