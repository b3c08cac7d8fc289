// Bundles the program of the report's page into one file, which src/report/html/client.ts puts into every report.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const target = fileURLToPath(new URL('dist/report/client/client.js', root));

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('src/report/client/main.tsx', root))],
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  // The oldest browsers that can read what was deflated.
  target: ['chrome103', 'firefox113', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'ascii',
  legalComments: 'none',
  write: false,
});
const text = outputFiles[0].text.trim();
// Either would end or swallow the element that the program stands in.
if (/<\/script|<!--/i.test(text)) throw new Error('the program holds a text that HTML would read');
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, text);
console.log(`${target}: ${text.length} bytes`);
