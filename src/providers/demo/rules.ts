import { type FeatureWeights, featuresOf } from './features.ts';
import { isRefusing, quotesIn, sentencesOf } from './sentences.ts';

/** What a prompt tells a writer. */
export interface Rules {
  /** `Begin with "…"` and `End with "…"`. */
  opening: string;
  closing: string;
  /** `Say "…" where it is about fire, smoke or a burn`. */
  remarks: { says: string; about: FeatureWeights }[];
  /** Sentences that say what must not be, such as `Never promise a refund`. */
  bans: string[];
  /** Sentences that are marked as internal. */
  internal: string[];
}

export function readRules(instructions: string): Rules {
  const sentences = sentencesOf(instructions);
  const firstQuote = (pattern: RegExp) =>
    sentences.filter((sentence) => pattern.test(sentence)).flatMap(quotesIn)[0] ?? '';
  return {
    opening: firstQuote(/^(?:begin|start|open)\b/i),
    closing: firstQuote(/^(?:end|close|sign|finish)\b/i),
    remarks: sentences.flatMap(readRemark),
    bans: sentences.filter(isRefusing),
    internal: sentences.filter((sentence) => /^internal\b/i.test(sentence)),
  };
}

const remark = /^(?:say|add|write)\b[^"“]*["“]([^"“”]+)["”][ ,]+(?:where|when|if)\b(.*)$/i;

function readRemark(sentence: string): Rules['remarks'] {
  const [, says, about] = remark.exec(sentence) ?? [];
  return says === undefined || about === undefined ? [] : [{ says, about: featuresOf(about) }];
}

/** Whether a message has one of the telling words of a remark. */
export function isAbout(message: FeatureWeights, about: FeatureWeights): boolean {
  return [...about.keys()].some((feature) => feature.startsWith('^') && message.has(feature));
}
