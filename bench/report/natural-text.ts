import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A text of about so many characters. */
export type TextOf = (length: number) => string;

/**
 * Texts that compress as English does: made from the words of the documentation here and in node_modules, each following one
 * that it follows there.
 */
export function naturalText(random: () => number): TextOf {
  const words = documents().flatMap((file) =>
    readFileSync(file, 'utf8')
      .split(/\s+/)
      .filter((word) => word.length > 0 && word.length <= 24),
  );
  const followers = new Map<string, string[]>();
  for (const [place, word] of words.entries()) {
    const next = words[place + 1] ?? word;
    const known = followers.get(word);
    if (known) known.push(next);
    else followers.set(word, [next]);
  }
  const anyOf = (choices: readonly string[]) => choices[Math.floor(random() * choices.length)] ?? '';
  return (length) => {
    let word = anyOf(words);
    let text = word;
    while (text.length < length) {
      word = anyOf(followers.get(word) ?? words);
      text += ` ${word}`;
    }
    return text;
  };
}

function documents(): string[] {
  const own = readdirSync(join(root, 'docs')).map((name) => join(root, 'docs', name));
  const packages = readdirSync(join(root, 'node_modules')).map((name) =>
    join(root, 'node_modules', name, 'README.md'),
  );
  return [...own, ...packages.filter((file) => existsSync(file))];
}
