import { plainText } from '../reading/plain-text.ts';
import { denialBefore, isConditional, saysNo, takesBack, withClauses } from './denials.ts';

/** What is done or promised, in English and German. Each is without nested repetition. */
const promises: readonly RegExp[] = [
  /\b(?:i|we)(?:'ll| will|'ve| have|'m going to| am going to|'re going to| are going to)(?: now| already| also| gladly| just)? (?:issued?|process(?:ed)?|sen[dt]|gave|give|given|grant(?:ed)?|approved?|refund(?:ed)?|reimbursed?|credit(?:ed)?|pa(?:y|id)|return(?:ed)?|waived?|compensated?|initiated?|arranged?|made?|replaced?|cancel(?:l?ed)?)\b/g,
  /\b(?:has|have|was|were|will be|is being|are being|is|are) (?:now |already |been |fully |just )*(?:issued|processed|sent|granted|approved|refunded|reimbursed|credited|paid|waived|guaranteed|confirmed|initiated|replaced)\b/g,
  /\b(?:is|are) (?:already )?on (?:its|their|the) way\b/g,
  /\b(?:i|we) (?:can |hereby |do )?(?:guarantee|promise|confirm|approve|grant)\b/g,
  /\byou(?:'ll| will| are going to|'re getting| are getting) (?:get|receive|be (?:refunded|reimbursed|credited|paid|compensated)|a |your )/g,
  /\b(?:refund|reimbursement|compensation|credit|replacement) (?:issued|approved|granted|confirmed|processed)\b/g,
  /\b(?:wir|ich) (?:haben|habe|werden|werde|erstatten|erstatte|überweisen|überweise|garantieren|garantiere|versprechen|verspreche|genehmigen|genehmige|veranlassen|veranlasse)\b/g,
  /\b(?:wurde|wird|ist|sind|werden)\s(?:(?!\b(?:wurde|wird|ist|sind|werden)\b)[^.!?]){0,60}?(?:genehmigt|erstattet|veranlasst|überwiesen|gutgeschrieben|bestätigt|unterwegs)/g,
  /\bsie (?:erhalten|bekommen)\b/g,
];

/** Nothing makes open what is done already. */
const done = /'ve |\b(?:have|has|was|were|being|hereby|haben|habe|wurde)\b|\bon (?:its|their|the) way$/;
/** What follows them is a sentence of its own, and may say no. */
const telling = /\b(?:guarantee|promise|confirm)$/;

/** So many characters on either side of a promise can deny it. */
const reach = 300;

/**
 * The first of `things` that a sentence of the answer promises or says is done, where nothing denies that promise or leaves
 * it open. A denial counts for the promise that it belongs to, by clause and by what it negates: "no problem" takes nothing
 * back. A heuristic that knows no meaning; where it can't tell it takes a promise for one.
 */
export function findCommitment(answer: string, things: readonly string[]): string | undefined {
  const sentences = answer.split(/(?<=[.!?])\s+|\n+/).map(plainText);
  const clauses = sentences.map(withClauses);
  return things.find((thing) => {
    const wanted = plainText(thing);
    return sentences.some(
      (sentence, index) => sentence.includes(wanted) && isPromised(clauses[index] ?? '', wanted),
    );
  });
}

function isPromised(sentence: string, thing: string): boolean {
  return promises.some((pattern) =>
    [...sentence.matchAll(pattern)].some(({ 0: promise, index }) => {
      const before = sentence.slice(Math.max(0, index - reach), index);
      const end = index + promise.length;
      return isMeant(before, promise, sentence.slice(end, end + reach), thing);
    }),
  );
}

function isMeant(before: string, promise: string, after: string, thing: string): boolean {
  const [rest = '', next = ''] = after.split('\n');
  if (denialBefore(before.split('\n').at(-1) ?? '', promise)) return false;
  if (takesBack(rest) || takesBack(promise)) return false;
  const at = rest.indexOf(thing);
  if (at >= 0 && saysNo(rest.slice(0, at), rest.slice(at + thing.length))) return false;
  if (telling.test(promise) && saysNo(rest.split(/ (?:which|who|because|since|as|for|that you) /)[0] ?? ''))
    return false;
  return done.test(promise) || !isConditional(before, rest, next);
}
