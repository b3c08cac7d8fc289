import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a document. */
export interface Snippet {
  document: string;
  /** Of the opening fence, 1-based. */
  line: number;
  language: string;
  text: string;
}

/** Every fenced block of the README and of docs/. */
export function snippets(): Snippet[] {
  const documents = ['README.md', ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)];
  return documents
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => snippetsOf(name, readFileSync(root + name, 'utf8')));
}

export function snippetsOf(document: string, text: string): Snippet[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    document,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1] ?? '',
    text: match[2] ?? '',
  }));
}

/** The targets of relative links. */
export function links(): { document: string; target: string }[] {
  const documents = ['README.md', ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)];
  return documents.flatMap((document) =>
    [...readFileSync(root + document, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((match) => ({
      document,
      target: match[1] ?? '',
    })),
  );
}
