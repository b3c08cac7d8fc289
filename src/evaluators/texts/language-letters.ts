/** What languages in Latin letters write beyond a to z, in words of their own and in common loans. */
const alphabets: Record<string, string> = {
  en: 'éèêëïñçâàîôûüöä',
  de: 'äöüßéèàêç',
  fr: 'àâæçéèêëîïôœùûüÿñ',
  es: 'áéíóúüñ',
  it: 'àèéìíîòóùú',
  pt: 'áâãàçéêíóôõúü',
  nl: 'áéëíïóöüèêàçâîûú',
  pl: 'ąćęłńóśźż',
  sv: 'åäöéàü',
  da: 'æøåéü',
  no: 'æøåéèêóòôàü',
  tr: 'çğıöşüâîû',
};

const extended = /[^\P{Script=Latin}a-zªº]/gu;

/**
 * The languages that the letters of a text speak against: `ø` and `æ` are no Swedish. A letter that a language does not have
 * counts where it stands in a word that is no name, at least once in 100 letters, and where it is not a guest among twice as
 * many that are the language's own.
 */
export function excludedLanguages(text: string): Set<string> {
  const ordinary = withoutNames(text).toLowerCase();
  const special = ordinary.match(extended) ?? [];
  const excluded = Object.entries(alphabets).filter(([, alphabet]) => {
    const foreign = special.filter((letter) => !alphabet.includes(letter)).length;
    return foreign * 100 > ordinary.length && foreign * 2 > special.length - foreign;
  });
  return new Set(excluded.map(([language]) => language));
}

/** Names may be of any language, and begin with a capital. */
function withoutNames(text: string): string {
  return (text.match(/(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]*/gu) ?? []).join('');
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** So many times as many letters of the one as of the other settle it. */
const clearly = 4;

/** So many letters of Ukrainian hardly ever come without `і`, `ї` or `є`. */
const longWithoutI = 40;

const ukrainianWords =
  /(?<!\p{L})(?:що|та|або|якщо|дякую|дякуємо|будь|ласка|від|вже|ще|дуже|буде|цього|добрий)(?!\p{L})/giu;
const russianWords =
  /(?<!\p{L})(?:и|что|или|если|спасибо|пожалуйста|от|уже|очень|будет|этого|как|это)(?!\p{L})/giu;

/**
 * Ukrainian or Russian by the letters that only one of them has, else by words. Belarusian has letters of both; those of
 * Serbian, Macedonian or Kazakh are in neither; Bulgarian has `ъ` where Russian has none.
 */
export function cyrillicLanguage(text: string): 'uk' | 'ru' | undefined {
  const letters = count(text, /\p{Script=Cyrillic}/gu);
  const others = count(text, /[^\P{Script=Cyrillic}а-яёіїєґ]|ъ(?![еёюя])/giu);
  if (others * 100 > letters) return undefined;
  const found = moreOf(withoutNames(text)) ?? byWords(text) ?? moreOf(text);
  if (found !== undefined) return found === 'both' ? undefined : found;
  return letters >= longWithoutI ? 'ru' : undefined;
}

function byWords(text: string): 'uk' | 'ru' | undefined {
  const [ukrainian, russian] = [count(text, ukrainianWords), count(text, russianWords)];
  if (ukrainian === russian) return undefined;
  return ukrainian > russian ? 'uk' : 'ru';
}

function moreOf(text: string): 'uk' | 'ru' | 'both' | undefined {
  const ukrainian = count(text, /[іїєґ]/giu);
  const russian = count(text, /[ыэё]|ъ(?=[еёюя])/giu);
  if (ukrainian + russian === 0) return undefined;
  if (ukrainian >= russian * clearly) return 'uk';
  return russian >= ukrainian * clearly ? 'ru' : 'both';
}

const persianLetters = /[پچژگیک]/gu;
const persianWords = /(?<!\p{L})(?:است|در|را|که|از|شما|برای|این|به|با|شد|خواهد)(?!\p{L})/gu;
/** Letters that Persian hardly uses, and the article. */
const arabicSigns = /[ةإأ]|(?<!\p{L})[وبلف]?ال/gu;

/** Arabic or Persian; other languages in these letters, such as Urdu and Kurdish, have some that neither has. */
export function arabicLanguage(text: string): 'ar' | 'fa' | undefined {
  const letters = count(text, /\p{Script=Arabic}/gu);
  const beyond = count(text, /[^\P{Script=Arabic}\p{M}\p{P}\p{N}\u0621-\u063a\u0640-\u064a\u0671]/gu);
  if ((beyond - count(text, persianLetters)) * 100 > letters) return undefined;
  const persian = count(text, persianLetters) + count(text, persianWords);
  const arabic = count(text, arabicSigns);
  if (persian === 0) return 'ar';
  if (persian === arabic) return undefined;
  return persian > arabic ? 'fa' : 'ar';
}

/** Marathi and Nepali are written as Hindi is, but for a letter and their smallest words. */
export function devanagariLanguage(text: string): 'hi' | undefined {
  return /ळ|(?<![\p{L}\p{M}])(?:आहे|आहेत|आणि|नाही|छ|छन्|हुन्छ|गर्न|भएको)(?![\p{L}\p{M}])/u.test(text)
    ? undefined
    : 'hi';
}
