import { createHash } from 'node:crypto';
import { html, Markup } from './markup.ts';
import { style } from './style.ts';

export interface HtmlDocument {
  title: string;
  /** What the link for the keyboard jumps to: `the verdict`. */
  subject: string;
  /** Beside the common style sheet. */
  sheet?: string;
  /** Another page to go to at once. */
  goTo?: string;
  main: Markup;
  footer: Markup;
  /** Our own program and its style, for a page that has more to show than stands in it. */
  client?: { script: string; style: string };
  /** Whether the program may ask the server that the page came from. */
  connects?: boolean;
}

/** A page in pieces: what the program reads first stands before it, what it reads later after it, so that it need not wait. */
export interface DocumentPieces {
  beginning: string;
  program: string;
  end: string;
}

/** One file that needs nothing else, no network and no script. */
export function renderDocument(document: HtmlDocument): string {
  const { beginning, program, end } = documentPieces(document);
  return beginning + program + end;
}

/**
 * The policy in the head lets only our own style sheet and program through, so that whatever slipped past the escaping
 * could still not run, load or send anything.
 */
export function documentPieces({
  title,
  subject,
  sheet: more = '',
  goTo,
  main,
  footer,
  client,
  connects = false,
}: HtmlDocument): DocumentPieces {
  const sheet = compact(style + more + (client?.style ?? ''));
  // Both are our own text: they hold nothing foreign, so they may stand unescaped.
  const styleElement = new Markup(`<style>${sheet}</style>`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(sheet, client?.script, connects)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${goTo !== undefined && html`<meta http-equiv="refresh" content="0; url=${goTo}">\n`}<title>${title}</title>
${styleElement}
</head>
<body>
<a class="skip" href="#main">Skip to ${subject}</a>
<main id="main">
${main}</main>
<footer><p>${footer}</p></footer>
`;
  const program = client ? `<script>${client.script}</script>\n` : '';
  return { beginning: page.text, program, end: '</body>\n</html>\n' };
}

function policy(sheet: string, script: string | undefined, connects: boolean): string {
  const programs =
    script === undefined
      ? ''
      : ` script-src '${hash(script)}'; require-trusted-types-for 'script'; trusted-types 'none';`;
  const own = connects ? " connect-src 'self';" : '';
  return `default-src 'none'; style-src '${hash(sheet)}';${programs}${own} base-uri 'none'; form-action 'none'`;
}

/** Without the spaces that only we read. */
function compact(sheet: string): string {
  return sheet.replace(/\s*([{};])\s*/g, '$1').replace(/([:,]) /g, '$1');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
