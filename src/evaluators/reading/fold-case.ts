/**
 * A text as it is where upper and lower case are the same: `STRASSE` and `straße` are, as are every form of the Greek sigma, and
 * `İ`, `I`, `ı` and `i`, of which one is the other's upper case in some language.
 */
export function foldCase(text: string): string {
  // By way of upper case ß becomes ss, and ẞ by way of ß.
  const folded = text.toLowerCase().toUpperCase().toLowerCase();
  return folded.replace(/ς/g, 'σ').replace(/i\u0307+/g, 'i');
}
