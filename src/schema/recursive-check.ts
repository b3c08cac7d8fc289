import type { CodeKeywordDefinition, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../core/json.ts';
import { engineFor } from './engine.ts';
import { KnownFits, referenceOnce } from './reference-once.ts';
import { countedReference, Steps, TooMuchToCheck, unlessTooMuch } from './reference-steps.ts';

/** Where the verdict can't be had in one look at each value: about a second. */
const mostSteps = 300_000;
/** References that are followed, and mistakes that are kept, to say in words what a plain check has found already. */
const mostForWords = 3_000;

/** The errors that a value has; an empty list where it fits, undefined where there are too many to tell. */
export type FindErrors = (value: unknown) => readonly ErrorObject[] | undefined;

/** Whether a schema refers to anything, so that alternatives may ask the same of the same value again and again. */
export function hasReferences(schema: JsonSchema): boolean {
  return /"\$(?:dynamicRef|ref)":/.test(JSON.stringify(schema));
}

/**
 * A check by a schema that may refer to itself, in time that does not double with each level of the value. The verdict stops
 * at what decides; only where a value does not fit is it checked again for the words, which need all errors.
 *
 * @throws TooMuchToCheck from the check, where a schema holds what needs more than a verdict of each reference.
 */
export function recursiveCheck(schema: JsonSchema): FindErrors {
  const fits = verdictBy(schema);
  const waysOfWords = [true, false].map((allErrors) => once(() => errorsBy(schema, allErrors)));
  return (value) => {
    if (fits(value)) return [];
    for (const errorsOf of waysOfWords) {
      const errors = errorsOf()(value);
      if (errors !== undefined) return errors;
    }
    return undefined;
  };
}

function verdictBy(schema: JsonSchema): (value: unknown) => boolean {
  if (/"(?:\$dynamicRef|unevaluated\w+)":/.test(JSON.stringify(schema))) {
    const [validate, steps] = counted(schema, false, mostSteps);
    return (value) => {
      steps.restart();
      return validate(value);
    };
  }
  const known = new KnownFits();
  const validate = engineFor(schema, {
    allErrors: false,
    reference: (own) => referenceOnce(own, known),
  }).compile(schema);
  return (value) => {
    known.forget();
    try {
      return validate(value);
    } finally {
      known.forget();
    }
  };
}

function errorsBy(schema: JsonSchema, allErrors: boolean): FindErrors {
  const [validate, steps] = counted(schema, allErrors, mostForWords);
  return (value) => {
    steps.restart();
    if (unlessTooMuch(() => validate(value)) instanceof TooMuchToCheck) return undefined;
    const errors = validate.errors ?? [];
    return errors.length > 0 && errors.length <= mostForWords ? errors : undefined;
  };
}

function counted(schema: JsonSchema, allErrors: boolean, most: number): [ValidateFunction, Steps] {
  const steps = new Steps(most);
  const reference = (own: CodeKeywordDefinition) => countedReference(own, steps);
  return [engineFor(schema, { allErrors, reference }).compile(schema), steps];
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
