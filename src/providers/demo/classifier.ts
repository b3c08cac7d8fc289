import type { Json, JsonObject } from '../../core/json.ts';
import type { LabelDescription } from './descriptions.ts';
import type { WorkedExample } from './examples.ts';
import { type FeatureWeights, featuresOf } from './features.ts';
import { type Field, sameLabel, spell } from './fields.ts';
import { coverage, rarityOf, similarity, weigh } from './weights.ts';

/** Everything learned from one prompt. */
export interface Knowledge {
  fields: Field[];
  examples: { answer: JsonObject; weights: FeatureWeights }[];
  descriptions: { field: string; label: Json; features: FeatureWeights }[];
  /** How telling a feature is: rare ones are. */
  rarity: ReadonlyMap<string, number>;
}

/** How many of the nearest examples vote. */
const neighbours = 5;
/** A near example counts this much more than a far one. */
const sharpness = 1.5;
/** Decides where next to nothing is known: the label for everything else, then what is usual. */
const leastEvidence = 0.04;
const usualWeight = 0.02;

export function learn(
  fields: Field[],
  examples: readonly WorkedExample[],
  descriptions: readonly LabelDescription[],
): Knowledge {
  const exampleFeatures = examples.map(({ answer, text }) => ({ answer, features: featuresOf(text) }));
  const descriptionFeatures = descriptions.map(({ field, label, text }) => ({
    field,
    label,
    features: featuresOf(typeof label === 'string' ? `${label} ${text}` : text),
  }));
  const rarity = rarityOf([...exampleFeatures, ...descriptionFeatures].map(({ features }) => features));
  return {
    fields,
    rarity,
    examples: exampleFeatures.map(({ answer, features }) => ({ answer, weights: weigh(features, rarity) })),
    descriptions: descriptionFeatures,
  };
}

/** Sorts a text: per field, the label with the most votes of similar examples and of fitting descriptions. */
export function decide(knowledge: Knowledge, text: string): JsonObject {
  const question = weigh(featuresOf(text), knowledge.rarity);
  const nearest = knowledge.examples
    .map(({ answer, weights }) => ({ answer, closeness: similarity(question, weights) }))
    .sort((a, b) => b.closeness - a.closeness);
  return Object.fromEntries(
    knowledge.fields.map((field) => [field.name, decideField(field, knowledge, question, nearest)]),
  );
}

function decideField(
  field: Field,
  knowledge: Knowledge,
  question: FeatureWeights,
  nearest: readonly { answer: JsonObject; closeness: number }[],
): Json {
  const voters = nearest.filter(({ answer }) => Object.hasOwn(answer, field.name));
  if (field.labels.length === 0) return voters[0]?.answer[field.name] ?? field.fallback;
  const votes = field.labels.map(() => 0);
  const vote = (label: Json | undefined, strength: number) => {
    const index = label === undefined ? -1 : field.labels.findIndex((known) => sameLabel(known, label));
    if (index >= 0) votes[index] = (votes[index] ?? 0) + strength;
  };
  for (const { answer, closeness } of voters.slice(0, neighbours))
    vote(answer[field.name], closeness ** sharpness);
  for (const { answer } of voters) vote(answer[field.name], usualWeight / voters.length);
  for (const { field: name, label, features } of knowledge.descriptions) {
    if (name === field.name) vote(label, coverage(question, features));
  }
  vote(field.labels.find(isCatchAll), leastEvidence);
  return field.labels[indexOfLargest(votes)] ?? field.fallback;
}

function isCatchAll(label: Json): boolean {
  return /^(?:other|else|misc|none|unknown|unclear|general)/i.test(spell(label));
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
}
