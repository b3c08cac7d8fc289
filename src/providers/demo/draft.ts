import { type FeatureWeights, featuresOf } from './features.ts';
import { additionsTo, takeoverOf } from './habits.ts';
import type { WrittenReply } from './replies.ts';
import { isAbout, type Rules, readRules } from './rules.ts';
import { rarityOf, similarity, weigh } from './weights.ts';

/** A prompt that asks for replies, as the writer understood it. */
export interface Desk {
  instructions: string;
  rules: Rules;
  replies: { reply: string; weights: FeatureWeights }[];
  rarity: ReadonlyMap<string, number>;
}

/** A message that is less like every example than this is not understood. */
const leastLikeness = 0.12;
const askBack = 'Could you tell us a little more, so that we can help?';

export function learnDesk(instructions: string, written: readonly WrittenReply[]): Desk {
  const features = written.map(({ message, reply }) => ({ reply, features: featuresOf(message) }));
  const rarity = rarityOf(features.map((each) => each.features));
  return {
    instructions,
    rules: readRules(instructions),
    replies: features.map((each) => ({ reply: each.reply, weights: weigh(each.features, rarity) })),
    rarity,
  };
}

/** A reply: what the example that is most like the message says, between what the rules put around it. */
export function draftReply({ instructions, rules, replies, rarity }: Desk, message: string): string {
  const takeover = takeoverOf(message, rules, instructions);
  if (takeover !== undefined) return takeover;
  const features = featuresOf(message);
  const question = weigh(features, rarity);
  const remarks = rules.remarks.filter(({ about }) => isAbout(features, about)).map(({ says }) => says);
  const body = [nearest(question, replies), ...additionsTo(message, rules, instructions), ...remarks];
  return [rules.opening, [...new Set(body)].join(' '), rules.closing]
    .filter((part) => part !== '')
    .join('\n\n');
}

function nearest(question: FeatureWeights, replies: Desk['replies']): string {
  let best = { reply: askBack, likeness: leastLikeness };
  for (const { reply, weights } of replies) {
    const likeness = similarity(question, weights);
    if (likeness > best.likeness) best = { reply, likeness };
  }
  return best.reply;
}
