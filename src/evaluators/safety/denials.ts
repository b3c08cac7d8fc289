/**
 * Which words take a promise back. A denial counts only where it negates the thing itself (`§`) or the giving of it: "we do
 * not offer a §", "no §", "your § was not approved", not "we will not hesitate to § you". What is not listed here denies
 * nothing.
 */
const thing = '§(?:ed)?';

/** Giving, getting and granting, in every form. */
const giving = `(?:(?:qualif(?:y|ies|ied|ying)|eligible|approved|accepted) for|entitled to|help(?:ing)?(?: you)? with|(?:${thing}|offer|g[ai]v[ei]|issue?|process|grant|approv|provid|promis|guarante|confirm|ma[dk]e|sen[dt]|pa(?:y|id)|authori[sz]|arrang|initiat|g[eo]t|receiv|ha(?:ve|s|d)|expect|do(?:ing|ne)?|credit|reimburs|compensat|waiv|accept|allow|support|cover|includ|see|f[io](?:u)?nd|commit|agre|ow|deliver|return|transfer|trigger|complet|order|book|add|appl|honou?r|fulfi|possible|available|permitted|valid|due)(?:s|es|ed|d|ing|ten|ting|n|ied|ies|y|l|led|e)*)`;

const reporting =
  '(?:confirm|promis|guarante|assur|say|said|tell|told|kn[eo]w|think|thought|believ|mean|see|sure|certain|clear|true|correct|commit|claim|state|stating|impl|expect|decid|agree|case|possible|likely|suggest|verif|find|found|show|indicat|hear|ensur|given|definite|foresee|predict)(?:s|ed|d|ing|e|es|y|ies|ied|t)*';

const negation =
  '(?:not|never|no longer|unable|cannot|nobody|no ?one|none|nothing|neither|nor|no (?:person|agent|colleague|manager|one)|neither [^,\\n]{1,40} nor)';

/** Words that may stand between a negation and what it negates. */
const between =
  '(?:be|been|being|have|had|to|able|in|a|the|an|position|currently|yet|allowed|permitted|authori[sz]ed|entitled|possible|feasible|empowered|(?:for|of) (?:me|us|you|him|her|them)|from|here|now|at|this|that|point|time|moment|stage|also|even|ever|really|actually|want|wish|go|going|plan|planning|intend|automatically|directly|personally|can|will|would|could|may|get|like|my|our|colleagues?|team|staff|usually|normally|generally|always|on|own|any|immediately|something (?:that )?(?:i|we)(?: am| are)?|unfortunately|something|part)';

/** What turns a denial round again, or gives it another object. */
const turning =
  '(?:why|how|not|never|no|none|without|except|than|only|just|merely|until|enough|for|refus\\w*|den(?:y|ied|ying)|declin\\w*|reject\\w*|withh[eo]ld\\w*|reason|doubt|objections?|problems?|issues? with|trouble|difficult\\w*|hesitat\\w*|qualms?|worr\\w*|mind|to(?! (?:the|a|an|any|you|your|him|her|them|this|that|our|§|be|get|receive|have|give|issue|offer|process|grant|approve|provide|promise|guarantee|confirm|make|send|pay)))';
const object = `(?:(?!(?:${turning}|has|is|are|was|were|will)\\b)\\S+ ){0,8}?`;

const adjective =
  '(?:(?!(?:fees?|costs?|hassle|risks?|limits?|time|charges?|wait|catch|delay|questions?|way)\\b)[\\p{L}-]+ )?';
const about =
  '(?:(?:right|claim|entitlement|guarantee|promise|assurance|way|basis|grounds?|possibility|plans?|chance|option|kind|form|type|sort|obligation|intention|authority)s? (?:to|of|for|that)? ?(?:(?:get|receive|issue|offer|give|claim|you|will|can|have|are|is|going|to|be|me|us|for|any|that|entitled) )*)?(?:(?:a|an|any|the|your|such|full|partial) ){0,2}';

const english = [
  `\\b(?:no|without any|not an?|not any|not the|never an?|nor an?|neither an?|zero)(?: further| more| other| such)? ${adjective}${thing}(?![^\\n]* (?:delays?|fees?|costs?|later|less)\\b)`,
  `\\b(?:no|not any) (?:[\\p{L}]+,? ){1,5}(?:or|nor) ${adjective}${thing}`,
  `\\bno(?: \\p{L}+)? ${about}${thing}`,
  `\\bnon-?§`,
  `\\b${negation} (?:${between} ){0,9}?${thing}`,
  `\\b${negation} (?:${between} ){0,9}?${giving},? ${object}${thing}(?! (?:later|less|alone|but)\\b)`,
  `\\b${negation} (?:${between} ){0,9}?${reporting} (?:(?!${turning}\\b)\\S+ ){0,20}?${thing}`,
  `${thing}(?: \\S+){0,12}? ${negation} (?:${between} ){0,9}?(?:${giving}|guarantee|option|offer)\\b`,
  `${thing} ?[^\\n]{0,80}\\b(?:you|we|i) (?:will |can |do )?(?:get|receive|offer|have|issue) (?:no|none|nothing)\\b`,
  `\\b(?:none|nothing|neither) (?:of )?(?:the|these|those|your|our) ${thing}`,
  `${thing}(?: \\S+){0,8}? (?:is|are|was|were|be|been|remains?) (?:\\p{L}+ )?(?:refused|declined|rejected|denied|excluded|impossible|unavailable|withheld|out of the question|ruled out|off the table)\\b`,
  `\\b(?:i|we) (?:(?!${negation})\\p{L}+ ){0,4}?(?:refuse|decline|reject|deny|denied|refused|declined|rejected) (?:(?:a|an|any|the|your|this|such|full|to|issue|give|for) ){0,3}${thing}`,
  `\\b(?:impossible|ineligible|unable|excluded|exempt|too early|too late) (?:for |from |to )(?:(?!${turning}\\b)\\S+ ){0,6}?${thing}`,
  `\\b(?:against|contrary to|violates?) (?:our|the|my|company) (?:\\p{L}+ )?(?:polic\\w+|rules?|guidelines?|terms) ${object}${thing}`,
  `\\bonly (?:an?|our|the|my) (?:\\p{L}+ ){1,3}(?:can|may|decides?|is able to) (?:\\S+ ){0,5}?${thing}`,
];

const gives =
  '(?:gewähr|geb|gib|gegeb|erstatt|überweis|überwies|ausgezahlt|auszahl|zahl|zusag|zugesagt|versprech|versproch|versprich|garantier|bestätig|genehmig|anbiet|angeboten|biet|erhalt|erhält|bekomm|leist|möglich|veranlass|bearbeit|vornehm|vorgenommen|durchführ|zusicher|zugesichert|einräum|eingeräumt|ausstell|entscheid|entschied|sagen|wiss|weiß|sicher|vorgesehen|zulässig|zugelassen|machbar|bewillig|erteil|befugt|berechtigt|gestattet|verfügbar|beschlossen|gutschreib|gutgeschrieben|in aussicht|klar|fest|erfolg|eingegangen|abgeschlossen|angewiesen|angestoßen|eingeleitet|dabei|inbegriffen)';
const never = '(?:nicht|nie|niemals|nichts|niemand|keinesfalls|keineswegs|weder)';
const other =
  '(?!(?:später|länger|lange|weniger|nur|bloß|zögern|vergess\\p{L}*|umhin|warten|umsonst|allein|ohne|kein\\p{L}*|nicht|verweiger\\p{L}*|ablehn\\p{L}*)(?!\\p{L}))';

const german = [
  `\\bkein(?:e[nrms]?)? (?:\\p{L}+ )?(?:\\p{L}*-)?${thing}(?! ?(?:gebühr|kosten))`,
  `\\bkein(?:e[nrms]?)? (?:[\\p{L}]+,? ){1,4}(?:oder|und|noch) (?:\\p{L}+ )?${thing}`,
  `\\bkein(?:e[nrms]?)? (?:anspruch|zusage|garantie|aussage|möglichkeit|grundlage|versprechen|recht|anrecht)\\p{L}* (?:\\p{L}+ ){0,4}${thing}`,
  `${thing}[^\\n]* kein(?:e[nrms]?)? (?:anspruch|zusage|garantie|möglichkeit|grundlage|option|recht)`,
  `\\bweder (?:\\p{L}+ ){0,6}(?:noch (?:\\p{L}+ ){0,2})?${thing}`,
  `\\b${never} (?:automatisch |mehr |einfach |vollständig |selbst |direkt )?${thing}(?!\\p{L})(?! \\p{L})`,
  `${thing}[^\\n]* ${never} (?:${other}\\p{L}+ ){0,4}${gives}`,
  `\\b${never} (?:${other}\\p{L}+ ){0,5}${gives}[^\\n]*${thing}`,
  `\\b${never} (?:${other}\\p{L}+ ){0,5}${thing} (?:\\p{L}+ )?${gives}`,
  `(?:bedeut|heiß|sag|stimm|sicher|klar|wahr|richtig|garantier|versprech|bestätig|weiß|wiss|glaub|denk|mein)\\p{L}* (?:\\p{L}+ ){0,4}${never},? dass [^\\n]*${thing}`,
  `(?:(?:wir|ich) ${thing}|${gives}\\p{L}*|${thing} (?:es|gibt|wird|werden|darf|dürfen|können|kann)) [^\\n]*\\b(?:nicht(?: mehr)?(?: (?:an|aus|zurück|zu|gut))?|nie|niemals)$`,
  `${thing}[^\\n]*\\b(?<!zu )(?:ausgeschlossen|unmöglich|abgelehnt|ablehnen|verweigert|verweigern)$`,
  `${thing} (?:lehnen|lehne|lehnt) [^\\n]*\\bab$|entfällt (?:(?:die|der|das|eine|jede) )?${thing}|${thing} entfällt$`,
  `\\b(?:lehnen|lehne|verweigern|verweigere|unmöglich) [^\\n]*${thing}`,
];

const denials = new RegExp([...english, ...german].join('|'), 'u');

/** Two negations that make none, and one that is about the way or the day only. */
const affirming = new RegExp(
  [
    '\\b(?:no|not|never|any|without|nobody|nothing)\\b.*\\b(?:why|reasons?|doubts?)\\b',
    '\\bnot\\b.*\\buntil (?:next|tomorrow|today|tonight|\\p{L}+day\\b|\\d)',
    '\\b(?:not|never|no|nobody|nothing) (?:(?!(?:if|when|unless|that|because|which|who|and|or|nor)\\b)\\S+ )*?(?:not|never|without)\\b.*§',
    '^(?:never (?:has|have|was|were|before)|why (?:would|should|will)|(?:warum|wieso|weshalb) (?:sollten?|würden?))\\b',
  ].join('|'),
  'u',
);
const contrast =
  /^(?:rather )?(?:to|by|via|through|on|in|with|auf|an|per|über|mit|am|im|twice|zweimal)(?!\p{L})/u;

/** Whether a marked clause denies the thing, or that it is given. `next` is the clause behind it. */
export function denies(clause: string, next = ''): boolean {
  return denials.test(clause) && !affirming.test(clause) && !contrast.test(next);
}
