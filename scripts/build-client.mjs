// Bundles the program of the report's page into one file, which src/report/html/client.ts puts into every report.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const target = path('dist/report/client/client.js');
/** Whose code is in the bundle. */
const packages = ['preact', 'diff'];

const licences = packages.map((name) => [name, readFileSync(path(`node_modules/${name}/LICENSE`), 'utf8')]);
const holders = licences.map(([name, text]) => `${name}: ${/^Copyright .*$/m.exec(text)[0]}`);

const { outputFiles } = await build({
  entryPoints: [path('src/report/client/main.tsx')],
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
  banner: { js: `/*! with ${holders.join('; ')} */` },
  write: false,
});
const text = outputFiles[0].text.trim();
// Either would end or swallow the element that the program stands in.
if (/<\/script|<!--/i.test(text)) throw new Error('the program holds a text that HTML would read');
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, text);
writeFileSync(
  path('dist/report/client/LICENSES.txt'),
  licences.map((entry) => entry.join('\n\n')).join('\n\n'),
);
console.log(`${target}: ${text.length} bytes`);
