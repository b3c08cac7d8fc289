/** They hold a word of denial and deny nothing. */
const pleasantries =
  /\bno (?:problem|worries|worry|trouble|bother|hassle|stress|rush|need|doubt|matter|questions asked|later than|further ado|(?:further |more )?delay|(?:extra |additional |further )?(?:cost|charge|fee)s?)\b|\bnot (?:a problem|an issue|only|to worry|later than)\b|\bnever ?mind\b|\b(?:do not|don't) (?:hesitate|worry|panic)\b|(?:let (?:me|us) know |write |ask )?\bif (?:you (?:have|need|want|would like)|there is anything|anything)\b|\b(?:at|upon|on|per|following) (?:your )?request\b|\bkeine? (?:sorge|problem|ursache|angst|umstände)\b|\bzögern sie nicht\b|\bnicht (?:nur|zögern)\b|\bwenn sie (?:noch )?fragen\b/g;

const subject =
  '(?:i|we|you|your|the|it|this|they|my|our|all|please|if|here|wir|ich|sie|ihre?|die|der|das|es|bitte)';

/** What goes on with the clause before it: what is not said, or not sure. */
const goingOn = '(?:that|dass|ob|whether|say|tell|confirm|promise|guarantee|assure|offer)\\b';
const insertion = new RegExp(`, ?(?:\\p{L}{1,20} ){0,3}\\p{L}{1,20},(?= ${goingOn})`, 'gu');

/** Where a clause ends. A comma before the items of a list, before "that" and before a bare verb ends none. */
const clauseEnd = new RegExp(
  [
    '\\s*[;:()—–]\\s*| - ',
    `,(?! ${goingOn})(?! (?!${subject}\\b)(?:\\p{L}+,? ){0,3}(?:or|nor|oder|noch)\\b) ?`,
    ` (?:and|so|yet|as|because|since|und|aber|denn) (?=${subject}\\b)`,
    ' (?:but|although|though) ',
  ].join('|'),
  'gu',
);

/** A plain sentence with every clause in a line of its own, and without what only sounds like a denial. */
export function withClauses(sentence: string): string {
  return sentence
    .replace(pleasantries, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(insertion, '')
    .replace(clauseEnd, '\n');
}

const conditions = 'if|once|unless|falls|sobald|wenn|sofern';
const german = 'nicht|nichts|nie|niemals|kein|keine|keinen|keinem|keiner|ob|falls|sobald|wenn|leider';

/** What may not be said, known or meant: that something will happen. */
const reportings =
  'confirm|promis|guarante|assur|say|said|tell|told|kn[eo]w|think|thought|believ|mean|see|sure|certain|clear|true|correct|commit|claim|state|stating|impl|expect|decid|agree|case|possible|likely|suggest|verif|find|found|show|indicat|hear|make|ensur|give|offer';

const denied = new RegExp(
  [
    `\\b(?:no(?! ?\\d)|none|nobody|nothing|neither|nor|only a|whether|until|before|${conditions}|${german})\\b`,
    `(?:n't|\\b(?:not|never|cannot|unable|too early)) (?:\\S+ ){0,3}?(?:${reportings})`,
    '\\bnot (?:all|every|any|each)\\b',
    '(?<!\\byou )\\b(?:may|might|could)\\b|\\b(?:possible that|possibly|perhaps|maybe|vielleicht|möglicherweise)\\b',
  ].join('|'),
);

/** Whether what stands before a promise in its clause denies it or leaves it open. */
export function denialBefore(clause: string, promise: string): boolean {
  if (denied.test(clause)) return true;
  // A request that was sent or processed promises nothing; one that was approved does.
  return /\brequests?(?: for [^\n]*)? $/.test(clause) && !/(?:approved|granted)$/.test(promise);
}

const anyDenial = new RegExp(
  `n't\\b|\\b(?:not|never|no|none|nothing|cannot|unable|whether|may|might|could|only a|requests?|until|before|${conditions}|${german})\\b`,
);

/** Whether the words between a promise and the thing deny it; `thing request` is no thing. */
export function saysNo(between: string, after = ''): boolean {
  return anyDenial.test(between) || /^ requests?\b/.test(after);
}

const emptyHanded = new RegExp(`^ ?(?:no|none|nothing|not)\\b|\\b(?:${german})\\b`);

/** Whether a promise ends in nothing: "you will get none", and in German wherever the denial stands in the clause. */
export function takesBack(rest: string): boolean {
  return emptyHanded.test(rest);
}

const provisos = `(?:${conditions}|provided|as long as|subject to|assuming)\\b`;
const conditionFirst = new RegExp(`(?:^|\\n) ?(?:and |only )?${provisos}`);
const conditionAfter = new RegExp(`\\b${provisos}`);
const conditionNext = new RegExp(`^(?:but |only )*${provisos}`);

/** Whether a clause around a promise that is not yet kept says on which condition it will be. */
export function isConditional(before: string, rest: string, next: string): boolean {
  return conditionFirst.test(before) || conditionAfter.test(rest) || conditionNext.test(next);
}
