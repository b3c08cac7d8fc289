/**
 * How models say no, in English, German, French and Spanish. Apostrophes are straight. Each pattern is without nested
 * repetition, so that it takes time in proportion to the text.
 */
export const refusalPhrases: readonly RegExp[] = [
  /\bi(?:'m| am) (?:sorry|afraid)\b[^.!?]{0,60}\b(?:can't|cannot|can not|unable|not able|won't|not allowed)\b(?! help but\b)/i,
  /\bi (?:can't|cannot|can not|won't|will not) (?:to )?(?:help(?! but\b| (?:noticing|feeling|thinking|wondering|smiling)\b)|assist|provide|comply|do that|do this|answer|share|support|engage|create|generate|write|fulfil|fulfill|discuss|give|with)\b/i,
  /\bi(?:'ll have to| will have to| must| have to| need to) (?:respectfully |politely )?(?:decline|refuse)\b/i,
  /\bi (?:respectfully |politely )?(?:decline|refuse)(?=\s*(?:[.!;,]|$)| (?:this|that|your)\b| to (?:help|assist|provide|comply|do|answer|share|support|engage|create|generate|write|fulfil|fulfill|discuss|give)\b)/i,
  /\b(?:that|this|it)(?:'s not| is not| isn't) something (?:that )?(?:i|we) (?:can|could|will|am able to|are able to)\b/i,
  /\b(?:that|this|it)(?:'s| is) something (?:that )?(?:i|we) (?:can't|cannot|won't|will not)\b/i,
  /\bi(?:'m| am) (?:unable|not able|not allowed|not permitted) to\b/i,
  /\b(?:against|violates?) (?:my|our|the) (?:guidelines|policy|policies|programming)\b/i,
  /\bas an ai\b[^.!?]{0,60}\b(?:can't|cannot|can not|unable|not able)\b/i,
  /\b(?:das|dabei|damit|hier)? ?kann ich (?:dir|ihnen|euch)?[^.!?]{0,40}\b(?:nicht (?:helfen|weiterhelfen|beantworten|tun)|leider nicht)\b/i,
  /\bich (?:kann|darf|werde) [^.!?]{0,60}\bnicht (?:helfen|weiterhelfen|beantworten|unterstützen|bereitstellen|geben|erstellen)\b/i,
  /\bje (?:ne peux pas|ne suis pas en mesure|ne suis pas autorisée?) (?:de |d'|vous |t')?(?:aider|fournir|répondre|faire)?/i,
  /\bno puedo (?:ayudar|ayudarte|ayudarle|proporcionar|responder|hacer|cumplir)/i,
];
