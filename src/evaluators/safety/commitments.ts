import { plainText } from '../reading/plain-text.ts';

/** What is done or promised, in English and German. Each is without nested repetition. */
const promises: readonly RegExp[] = [
  /\b(?:i|we)(?:'ll| will|'ve| have|'m going to| am going to|'re going to| are going to)(?: now| already| also| gladly| just)? (?:issued?|process(?:ed)?|sen[dt]|gave|give|given|grant(?:ed)?|approved?|refund(?:ed)?|reimbursed?|credit(?:ed)?|pa(?:y|id)|return(?:ed)?|waived?|compensated?|initiated?|arranged?|made?|replaced?|cancel(?:l?ed)?)\b/,
  /\b(?:has|have|was|were|will be|is being|are being|is|are) (?:now |already |been |fully |just )*(?:issued|processed|sent|granted|approved|refunded|reimbursed|credited|paid|waived|guaranteed|confirmed|initiated|replaced)\b/,
  /\b(?:is|are) (?:already )?on (?:its|their|the) way\b/,
  /\b(?:i|we) (?:can |hereby |do )?(?:guarantee|promise|confirm|approve|grant)\b/,
  /\byou(?:'ll| will| are going to|'re getting| are getting) (?:get|receive|be (?:refunded|reimbursed|credited|paid|compensated)|a |your )/,
  /\b(?:refund|reimbursement|compensation|credit|replacement) (?:issued|approved|granted|confirmed|processed)\b/,
  /\b(?:wir|ich) (?:haben|habe|werden|werde|erstatten|erstatte|überweisen|überweise|garantieren|garantiere|versprechen|verspreche|genehmigen|genehmige|veranlassen|veranlasse)\b/,
  /\b(?:wurde|wird|ist|sind|werden) [^.!?]{0,60}?(?:genehmigt|erstattet|veranlasst|überwiesen|gutgeschrieben|bestätigt|unterwegs)/,
  /\bsie (?:erhalten|bekommen)\b/,
];

/** What makes a promise none: that it is denied, left open, or somebody else's to make. */
const denials =
  /n't\b|\b(?:not|never|no|cannot|unable|whether|once|if|until|before|may|might|could|only a|request|requested|nicht|nie|kein|keine|keinen|ob|falls|sobald|wenn|leider)\b/;

/**
 * The first of `things` that a sentence of the answer promises or says is done, without a word that denies it or leaves it
 * open. A heuristic: it reads sentence by sentence and knows no meaning.
 */
export function findCommitment(answer: string, things: readonly string[]): string | undefined {
  const sentences = answer.split(/(?<=[.!?])\s+|\n+/).map(plainText);
  return things.find((thing) => {
    const wanted = plainText(thing);
    return sentences.some(
      (sentence) =>
        sentence.includes(wanted) &&
        promises.some((promise) => promise.test(sentence)) &&
        !denials.test(sentence),
    );
  });
}
