import { plainText } from '../reading/plain-text.ts';

/** What a customer is quoted with is not what the answer says. */
const quotation =
  /(\b(?:you|customer|he|she|they|sie|kunde|kundin)\b(?: \p{L}+){0,2}? (?:wrote|write|said|say|asked|ask|told us|mentioned|mention|stated|claimed|schrieben|schreiben|sagten|sagen|fragten|fragen|meinten)\b[^"“„«»”.!?]{0,40})["“„«][^"“”»«]{0,400}["“”»«]/giu;

/** A point behind these ends no sentence. */
const abbreviation = /(?<!\b(?:e\.g|i\.e|z\.b|z\. b|d\.h|ca|bzw|approx|nr|inkl|incl))/.source;
const sentenceEnd = new RegExp(`${abbreviation}(?<=[.!?…。！？]["”“»)]?)\\s+|(?<=[。！？])|\\n+`, 'gi');

/** A line that goes on in the next one: wrapped in the middle of a sentence. */
const wrapped = /(?<=[\p{L}\p{N},])[ \t]*\r?\n[ \t]*(?=\p{Ll})/gu;

/** Contractions are written out, so that what follows knows one form of each. */
const contractions: readonly [RegExp, string][] = [
  [/[´ʼ′＇]/g, "'"],
  [/\bcannot\b/g, 'can not'],
  [/\b(?:can't|cant)\b/g, 'can not'],
  [/\b(?:won't|wont)\b/g, 'will not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|could|should|would|must)n'?t\b/g, '$1 not'],
  [/'ll\b/g, ' will'],
  [/'ve\b/g, ' have'],
  [/'re\b/g, ' are'],
  [/'m\b/g, ' am'],
  [/'d\b/g, ' would'],
  [/\b(it|that|this|there|here|he|she|what|who)'s\b/g, '$1 is'],
];

/** The sentences of an answer as they read: plain, with contractions written out. */
export function sentencesOf(answer: string): string[] {
  return answer
    .normalize('NFKC')
    .replace(quotation, '$1 something')
    .replace(wrapped, ' ')
    .split(sentenceEnd)
    .map((sentence) => contractions.reduce((text, [from, to]) => text.replace(from, to), plainText(sentence)))
    .filter((sentence) => sentence !== '');
}

/** They hold a word of denial or of condition, and neither deny nor leave open what stands beside them. */
const pleasantries = new RegExp(
  [
    '\\bno (?:problem|worries|worry|trouble|bother|hassle|stress|rush|need|doubt|matter|questions? asked|later than|further ado|(?:further |more )?delays?|strings attached|wonder|(?:extra |additional |further |hidden )?(?:cost|charge|fee)s?)\\b',
    '\\bnot (?:a problem|an issue|only|just|merely|simply|solely|to worry|later than|to mention)\\b',
    '\\bnever ?mind\\b',
    '\\bdo not (?:hesitate|worry|panic)\\b',
    '\\b(?:let (?:me|us|you) know|tell (?:me|us|you)|write(?: to)?(?: me| us)?|contact (?:me|us)|reach out|get in touch|reply|ask)(?: again)? (?:if|when|once)\\b[^,;.]*',
    '\\bif (?:you (?:have|need|want|would like|like|wish|agree|do not mind)|there is anything|anything|that is ok(?:ay)?)\\b(?! (?:to )?(?:a|the|your) )',
    '\\b(?:even (?:if|when|though)|regardless of (?:whether|if)|whether or not|no matter (?:what|if|whether|how)|as soon as (?:possible|we can))\\b',
    '\\b(?:at|upon|on|per|following|after) (?:your )?request\\b',
    '\\bkeine? (?:sorge|problem|ursache|angst|umstände|zweifel|mühe)\\b',
    '\\b(?:auch|selbst|egal) (?:wenn|ob)\\b',
    '\\bzögern sie nicht\\b|\\bnicht (?:nur|bloß|allein|zögern)\\b|\\bwenn sie (?:noch )?(?:fragen|möchten|wollen)\\b',
    '\\bauf (?:ihren?|deinen?) (?:anfrage|wunsch|bitte|antrag)(?: hin)?\\b',
  ].join('|'),
  'g',
);

const subject =
  '(?:i|we|you|your|the|it|this|they|my|our|all|please|if|here|wir|ich|sie|ihre?|die|der|das|es|bitte)';

/** What goes on with the clause before it: what is not said, or not sure. */
const goingOn = '(?:that|dass|ob|whether|say|tell|confirm|promise|guarantee|assure|offer)\\b';
const insertion = new RegExp(`, ?(?:\\p{L}{1,20} ){0,3}\\p{L}{1,20},(?= ${goingOn})`, 'gu');

/** Items of a list: "a credit, a voucher or a refund", "credits, vouchers and refunds" at the end. */
const listed = `(?!${subject}\\b)(?:[\\p{L}§]+,? ){0,6}(?:or|nor|oder|noch)\\b`;
const listedLast = `(?!${subject}\\b)(?:(?!§ed|sent|done|issued|approved|granted)[\\p{L}§]+,? ){1,3}(?:and|und) (?:[\\p{L}§]+ ?){1,3}[.!]?$`;

/** Where a clause ends. A comma before the items of a list, before "that" and before a bare verb ends none. */
const clauseEnd = new RegExp(
  [
    '\\s*[;:()—–|]\\s*| - ',
    `,(?! ${goingOn})(?! ${listed})(?! ${listedLast}) ?`,
    ` (?:and|so|yet|as|because|since|und|aber|denn) (?=${subject}\\b)`,
    ' (?:and|und) (?=(?:§ed|have|has|had|will|are|is|was|were|just|already|then|therefore|instead|now|also|haben|habe|hat|wurde|wird|werden)\\b)',
    ' and (?=(?:a|an|another|full) (?:\\p{L}+ )?§(?:ed)? (?:is|has|was|will)\\b)',
    ' (?:but|although|though|while|whereas|instead|however|sondern|doch|jedoch|obwohl) ',
  ].join('|'),
  'gu',
);

/** The clauses of a plain sentence, without what only sounds like a denial or a condition. */
export function clausesOf(sentence: string): string[] {
  return sentence
    .replace(pleasantries, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(insertion, '')
    .split(clauseEnd)
    .map((clause) => clause.replace(/^[\s'"“”„«».…]+|[\s.!?…'"“”„«»]+$/g, ''))
    .filter((clause) => /[\p{L}\p{N}§]/u.test(clause));
}
