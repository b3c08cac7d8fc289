import type { FailureScope } from '../../core/errors.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { remedyFor } from '../unsupported-parameter.ts';
import { profileFor } from './model-id.ts';
import { type Place, regionAdvice } from './place.ts';

export interface Verdict {
  code: string;
  scope: FailureScope;
  /** What to do, after the vendor's own sentence; empty where nothing more is known. */
  advice: string;
  /** The model parameter that was refused. */
  parameter?: string;
  /** Others that the refusal names. */
  alternatives?: readonly string[];
}

export interface Asked {
  model: string;
  parameters: ModelParameters;
  place: Place;
}

/** How the names of a prompt file stand on this wire and on that of the models behind it. */
const wireNames: Record<string, RegExp> = {
  topP: /\btop_?p\b/i,
  topK: /\btop_?k\b/i,
  temperature: /\btemperature\b/i,
  stop: /\bstop_?sequences?\b/i,
  maxTokens: /\b(max_?tokens|maximum tokens)\b/i,
  maxCompletionTokens: /\b(max_?tokens|maximum tokens)\b/i,
  reasoningEffort: /\b(effort|reasoning_?effort)\b/i,
};

const refused =
  /deprecated|unsupported|not supported|n.t support|not permitted|not allowed|cannot both|can.?not be|may only be|extraneous|extra inputs/i;
const outOfRange = /range|constraint|exceed|must be|less than|greater than|valid value/i;

/**
 * Sorts what Bedrock says of a request that it does not take. Most of it holds for every case alike, so the run ends;
 * what may be this case's own (too long, bad turns) fails its trial alone.
 */
export function validationVerdict(says: string, asked: Asked): Verdict {
  return (
    aboutModel(says, asked) ?? aboutParameter(says, asked.parameters) ?? aboutFeature(says) ?? ofThisCase
  );
}

const ofThisCase: Verdict = { code: 'bad-request', scope: 'trial', advice: '' };

function aboutModel(says: string, { model, place }: Asked): Verdict | null {
  if (/on-demand throughput isn.t supported|inference profile that contains/i.test(says)) {
    const profile = profileFor(model, place.region);
    const advice = `use the id of an inference profile instead, such as ${place.provider}/${profile}; those of your account stand under "Cross-region inference" in the Bedrock console`;
    return { code: 'needs-inference-profile', scope: 'run', advice };
  }
  if (/model identifier is invalid|invalid model|model id/i.test(says)) {
    const advice = `check the model "${model}" and the region: ${regionAdvice(place, model)}`;
    return { code: 'model-not-found', scope: 'run', advice };
  }
  return null;
}

function aboutParameter(says: string, parameters: ModelParameters): Verdict | null {
  const [name, ...alternatives] = Object.keys(wireNames).filter(
    (key) => parameters[key] !== undefined && parameters[key] !== null && wireNames[key]?.test(says),
  );
  if (name === undefined) return null;
  if (refused.test(says)) {
    const advice = `remove ${remedyFor([name, ...alternatives])}`;
    return { code: 'unsupported-parameter', scope: 'run', parameter: name, alternatives, advice };
  }
  if (outOfRange.test(says)) {
    return { code: 'bad-parameter', scope: 'run', advice: `check modelParameters.${name}` };
  }
  return null;
}

function aboutFeature(says: string): Verdict | null {
  if (/output_?config|text_?format|structured output|json.?schema/i.test(says)) {
    const advice =
      'check jsonSchema; a model without structured outputs takes responseFormat text and a prompt that asks for JSON';
    return { code: 'unsupported', scope: 'run', advice };
  }
  if (/doesn.t support (tool use|system|the tool_?choice|tool)/i.test(says)) {
    return { code: 'unsupported', scope: 'run', advice: 'name a model that does' };
  }
  return null;
}
