import type { Json, JsonObject } from '../core/json.ts';

/** One test as promptfoo has it, with its files read and its lists of values multiplied out. */
export interface PromptfooTest {
  /** `tests[2]` */
  place: string;
  description?: string;
  vars: JsonObject;
  assertions: PlacedAssertion[];
  metadata: JsonObject;
}

/** An entry of `assert`. */
export interface PlacedAssertion {
  /** Where it stands, for people: `tests[2].assert[0]`. */
  place: string;
  assertion: Json;
}
