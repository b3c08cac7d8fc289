/**
 * What leaves a thing open: a condition, a doubt, a question, a rule, somebody's wish. Marked as `§` or `§ed`, as in the
 * denials; what is not listed leaves nothing open.
 */
const thing = '§(?:ed)?';
const given =
  '(?:§ed|issued|processed|sent|gave|given|granted|approved|refunded|reimbursed|credited|paid|waived|guaranteed|confirmed|initiated|replaced|returned|arranged|made|completed|cancell?ed|accepted|transferred|compensated)';
const givenGerman =
  '(?:§ed|genehmigt|erstattet|veranlasst|überwiesen|gutgeschrieben|bestätigt|unterwegs|bewilligt|ausgezahlt|angewiesen|erfolgt|abgeschlossen|zugesagt|gewährt)';

/** Nothing makes open what is done already. */
const done = new RegExp(
  [
    `\\b(?:have|has|had|having) (?:\\p{L}+ ){0,5}?${given}`,
    `\\b(?:was|were|been|being) (?:\\p{L}+ ){0,2}?${given}`,
    `\\b(?:i|we) (?:\\p{L}+ ){0,2}?${given}\\b`,
    '\\bon (?:its|their|the) way\\b|\\bhereby\\b',
    `\\b(?:wir|ich) (?:\\p{L}+ ){0,4}?${givenGerman} (?:haben|habe|hatten|hatte)\\b`,
    `\\b(?:wurden?|haben|habe|hat|ist|sind) (?:[^\\n]{0,80} )?${givenGerman}`,
  ].join('|'),
  'u',
);

/** A wish that is granted is no wish any more. */
const granted = new RegExp(
  `\\b(?:approved|granted|accepted|confirmed|successful|completed|issued|refunded|credited|paid|on (?:its|their|the) way|genehmigt|bewilligt|erfolgreich|bestätigt|erstattet|veranlasst|angenommen|gutgeschrieben)\\b|überwiesen|${thing} (?:is |was )?§ed`,
  'u',
);

const provisos =
  '(?:if|once|unless|provided|providing|as long as|as soon as|subject to|assuming|in case|falls|sobald|wenn|sofern|soweit|solange|vorausgesetzt|vorbehaltlich|only when|only after)\\b';
const conditionFirst = new RegExp(
  `^(?:and |but |only |und |nur |aber )*(?:${provisos}|when\\b|should (?:the|your|you|it|this|that|any)\\b)`,
);
const conditionAfter = new RegExp(`${thing}[^\\n]*\\b${provisos}`);
const conditionNext = new RegExp(`^(?:but |only |aber |nur |und |and )*${provisos}`);
const subordinate = new RegExp(
  `(?:\\b(?:whether|ob) |^(?:and |but |only |und |nur |aber )*(?:${provisos}|when|before|until|bevor|nachdem) )[^\\n]*${thing}`,
);

const doubt = new RegExp(
  [
    `\\b(?:may|might|could) (?!not |be (?:glad|happy|pleased|relieved))(?:\\p{L}+ ){0,3}?(?:§|get|receive|have|issue|offer|give|be|grant|qualify|approve)`,
    `\\b(?:possible that|possibly|perhaps|maybe|vielleicht|möglicherweise|eventuell|unclear|unsure|too early|it depends|depending)\\b`,
    `(?:könnten?|dürften?|hängt|abhängig)`,
  ].join('|'),
  'u',
);

/** How far a thing goes at all, said of nobody. */
const rule = new RegExp(
  [
    `\\bonly (?:ever )?(?:possible|available|offered|given|granted|made|issued|paid|§ed|valid|for|if|when|within|after|once|in|on|to|with|by|through)\\b`,
    `\\b(?:possible|available|offered|valid|§ed) (?:up to|within|until|for|after|in|on|from|at)\\b`,
    `\\b(?:depends?|case.by.case|discretion|subject to|at the earliest)\\b`,
    `\\bnur (?:möglich|bei|für|innerhalb|nach|in|mit|dann|wenn|gegen|auf)\\b|(?:innerhalb|binnen|bis zu) [^\\n]{1,40} möglich|im einzelfall|kulanz`,
  ].join('|'),
  'u',
);

const who = '(?:you|customers?|users?|he|she|they|client)';
const wishing =
  '(?:ask|request|want|wish|like|demand|expect|hop|claim|say|said|writ|wrote|mention|enquir|inquir|appl|need(?! to)|seek|prefer|complain)(?:s|ed|ing|e|es|ies|ied|y|ting|t|te)*';
const looking =
  '(?:check|review|verif|examin|look|assess|consider|discuss|investigat|determin|evaluat|clarif|handl|deal|talk|speak|read|learn|inform|forward|deci)\\p{L}*';

/** Whose wish it is, what becomes of it, and who decides. */
const topic = new RegExp(
  [
    `\\b(?:contact|turn to|write to) (?:\\S+ ){1,4}?(?:for|about) (?:(?:a|any|the) )?${thing}`,
    `\\b${who} (?:are|have been) (?:still )?waiting for (?:\\S+ ){0,3}?${thing}`,
    `\\b${who} (?:have |had |also |already |would |do |did |are |were |been )*${wishing} (?:\\S+ ){0,8}?${thing}`,
    `\\b(?:request|ask|appl|application|claim|question|enquir|inquir|wish|demand|complain)(?:s|ed|ing|y|ies|ied|t|ts)? (?:for |about |on |regarding |concerning |to get |to receive )?(?:(?!(?:and|that|we|i|wir|ich)\\b)\\S+ ){0,4}?${thing}`,
    `${thing} (?:requests?|claims?|polic\\w+|rules?|terms|conditions?|questions?|enquir\\w+|forms?|team|department|process(?:es)?|procedures?|options?|decisions?|applications?|cases?|pages?|section|guidelines?|eligibility|inquir\\w+)\\b`,
    `\\b${looking} (?:on |about |into |with |over |of |for |whether |if |through )?(?:(?!(?:and|to|we|i|wir|ich)\\b)\\S+ ){0,4}?${thing}`,
    `\\b(?:policy|policies|rules?|information|details|(?<!(?:worry|worried|happy|news|glad|excited) )about|eligibility|responsible|in charge|decisions?|conditions?|terms|eligible to (?:ask|apply)) (?:on |of |about |for |regarding )?(?:(?:a|an|any|the|your|possible|all|such|our) ){0,2}${thing}`,
    `${thing}(?: \\S+){0,6}? (?:be|been|is|are|was|were|being) (?:\\p{L}+ )?(?:requested|reviewed|checked|decided|discussed|considered|handled|examined|assessed|verified|claimed|pending|under review|up to|subject)\\b`,
    `${thing}(?: \\S+){0,8}? (?:gebeten|gefragt|beantrag|wünsch|möchten|wollen|verlang|forder|prüf|entscheid|entschied|weiterleit|weitergeleit|weitergegeb|klär|anfrag|antrag|frage|bedingung|richtlinie|regel|beurteil)`,
    `(?:gebeten|gefragt|beantrag|gewünscht|wünschen|möchten sie|sie möchten|sie wollen|verlang|prüf|entscheid|entschied|weiterleit|klär|anfrage|antrag|wunsch (?:nach|auf|um)|fragen? |bedingung|richtlinie|informationen|hinweise)\\p{L}*(?: \\S+){0,8}? (?:\\S*)${thing}`,
  ].join('|'),
  'u',
);

const asking =
  /^(?:(?:so|and|but|or|sorry|hi|hello|okay|ok|well|also|und|oder|aber|entschuldigung),? )?(?:do|did|does|have|has|are|is|was|were|can|could|may|shall|should|would|will|möchten|haben|wollen|soll|sollen|können|kann|dürfen|darf|hat|ist|sind|wurde|wünschen|brauchen|meinen|geht) (?!not |nicht )/;

/** A name without a statement: a heading, or what the rest of the sentence is about. */
const bare =
  /^(?:(?:as for|regarding|concerning|about|on|re|to|for|zu|zur|zum|bezüglich|und|and|also|hi|hello|what about|wegen|your|ihre?|deine?) )*(?:(?:a|an|the|your|any|this|our|full|die|der|das|eine?|ihre?) )*§[\s:.?-]*$/;

/** Whether a sentence asks, and doesn't say in passing what is done. */
export function asks(sentence: string): boolean {
  return (
    sentence.endsWith('?') &&
    (bare.test(sentence) || (asking.test(sentence) && !done.test(sentence.replace(asking, ''))))
  );
}

export function isBare(clause: string): boolean {
  return bare.test(clause);
}

/** Whether a marked clause, between those around it, leaves open what it says of the thing. */
export function leavesOpen(clause: string, before: readonly string[], after: string | undefined): boolean {
  if (subordinate.test(clause) || (topic.test(clause) && !granted.test(clause))) return true;
  if (done.test(clause)) return false;
  return (
    doubt.test(clause) ||
    rule.test(clause) ||
    conditionAfter.test(clause) ||
    before.some((other) => conditionFirst.test(other)) ||
    (after !== undefined && conditionNext.test(after))
  );
}

/** A promise of what a word such as "it" stands for. */
const promises = new RegExp(
  [
    `\\b(?:i|we|you) (?:\\p{L}+ ){0,4}?(?:get|receive|have|issue|send|process|approve|grant|give|pay|guarantee|promise|make|credit|${given})(?: you)? (?:\\p{L}+ ){0,3}?§(?! to (?:a|my|our|the) (?:colleague|team|manager|department))`,
    `§ (?:\\p{L}+ ){0,4}?(?:${given}|on its way|done)\\b`,
    `\\b(?:wir|ich|sie) (?:\\p{L}+ ){0,4}?§ (?:\\p{L}+ ){0,4}?(?:${givenGerman}|erhalten|bekommen)`,
    `§ (?:wurde|wird|ist) (?:\\p{L}+ ){0,4}?${givenGerman}`,
  ].join('|'),
  'u',
);

/** German "sie" is "you" too, but not behind "wir haben". */
const backReference =
  /\b(?:it|this|that|one|them|which|exception|es|ihn|dies|diese|ausnahme)\b|^die(?= (?:wir|ich) )|(?<=\b(?:haben|habe) )sie\b|\bsie(?= (?:wurde|wird|ist)\b)/g;

/** With a word that refers back marked as the thing; undefined where nothing of it is promised. */
export function promiseOfIt(clause: string): string | undefined {
  const marked = clause.replace(backReference, '§');
  return marked.includes('§') && promises.test(marked) ? marked : undefined;
}
