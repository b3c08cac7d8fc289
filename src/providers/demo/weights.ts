import type { FeatureWeights } from './features.ts';

/** A word that the prompt never uses weakens all evidence a little. */
const unknownRarity = Math.log(5);

/** How telling each feature is: rare ones are. */
export function rarityOf(documents: readonly FeatureWeights[]): Map<string, number> {
  const seenIn = new Map<string, number>();
  for (const document of documents) {
    for (const feature of document.keys()) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1);
  }
  return new Map([...seenIn].map(([feature, count]) => [feature, Math.log((documents.length + 1) / count)]));
}

/** Weights whose squares add up to 1. */
export function weigh(features: FeatureWeights, rarity: ReadonlyMap<string, number>): FeatureWeights {
  const weights: FeatureWeights = new Map();
  let squares = 0;
  for (const [feature, count] of features) {
    const weight = Math.log2(1 + count) * (rarity.get(feature) ?? unknownRarity);
    weights.set(feature, weight);
    squares += weight * weight;
  }
  for (const [feature, weight] of weights) weights.set(feature, weight / Math.sqrt(squares || 1));
  return weights;
}

/** The cosine of two sets of weights. */
export function similarity(a: FeatureWeights, b: FeatureWeights): number {
  let sum = 0;
  for (const [feature, weight] of a) sum += weight * (b.get(feature) ?? 0);
  return sum;
}

/** The share of a question that a description has words for, from 0 to 1. */
export function coverage(question: FeatureWeights, description: FeatureWeights): number {
  let sum = 0;
  for (const [feature, weight] of question) if (description.has(feature)) sum += weight * weight;
  return sum;
}
