/**
 * Words that say little about a topic, without accents, in seven languages. The few examples of a prompt are
 * too little text to learn from them which words are common.
 */
const lists = [
  // English
  `a about after again all also although am an and any are as at back be because been before being but by can cannot
  could did do does doing done each ever every few for from get gets getting give given go goes going gone got had has
  have having he her here hers him his how i if in into is isn it its itself just know let like ll made make makes many
  may me might mine more most much must my need needs no nobody nor not nothing now of off on once one only or other our
  out over own please put really said same say says see she should since so some somebody someone something still such
  take than that the their them then there these they thing things this those though through to today told too two under
  until up us use used very want wants was way we well went were what when where whether which while who whom whose why
  will with without won would yes yesterday yet you your yours aren couldn didn doesn don hadn hasn haven re shouldn ve wasn weren wouldn`,
  // German
  `aber alle alles als am an auch auf aus bei beim bin bis bitte da dann das dass dem den der des die dies diese doch ein
  eine einem einen einer eines er es etwas fur gibt hab habe haben hat hatte ich ihm ihn ihnen ihr ihre im in ist ja kann
  kein keine kommt konnen mal man mein meine meinem meinen meiner mich mir mit nach nicht noch nun nur ob oder ohne
  schon sehr sein seine seit sich sie sind so um und uns unser vom von vor wann war was wenn wer werden wie wieder will
  wir wird wo wurde zu zum zur`,
  // French
  `ai au aucun aussi avec avez avoir ce ces cette comme dans de depuis des deux du elle en est et ete etre fait il ils
  je la le les leur lui ma mais me mes moi mon ne nous on ou par pas peu peut peux plus pour puis quand que qui sa sans
  se ses si son sont sous sur ta te tout toute toutes tres un une vos votre vous`,
  // Spanish, Italian, Portuguese
  `al algo ao aos aunque che ci com como con cuando da dal dei del della desde di do dos e ei el ella em era ese eso esta
  este esto ha hace han hay ho il in io isso ja la las lei les lo los mas mi mia mie miei mio mis muito muy nada nao nel
  nella nem no non nos o os para pela pelo per pero piu por porque que quero quiero se sem ser si sin sobre sono su sua
  sul sulla sus tambien tem ti tiene todo todos toda todas tu un una uno vi voi y ya yo`,
  // Dutch
  `aan al als bij dan dat de deze die dit door een en er geen had heb hebben heeft het hier hij hoe ik in is je kan
  maar me meer met mij mijn na naar niet nog nu of om ons ook op over te tot u uit uw van veel voor waar was wat we wel
  wie wij ze zich zijn zo zou`,
];

export const commonWords: ReadonlySet<string> = new Set(lists.flatMap((list) => list.split(/\s+/)));
