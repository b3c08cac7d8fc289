import { createHash } from 'node:crypto';
import { html, Markup } from './markup.ts';
import { style } from './style.ts';

export interface HtmlDocument {
  title: string;
  /** What the link for the keyboard jumps to: `the verdict`. */
  subject: string;
  main: Markup;
  footer: Markup;
}

/**
 * One file that needs nothing else, no network and no script. The policy in its head lets only its own style sheet
 * through, so that whatever slipped past the escaping could still not run.
 */
export function renderDocument({ title, subject, main, footer }: HtmlDocument): string {
  // The sheet is our own text: it holds nothing foreign, so it may stand unescaped.
  const sheet = new Markup(`<style>${style}</style>`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${sheet}
</head>
<body>
<a class="skip" href="#main">Skip to ${subject}</a>
<main id="main">
${main}</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`;
  return page.text;
}

function policy(sheet: string): string {
  const hash = createHash('sha256').update(sheet).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
