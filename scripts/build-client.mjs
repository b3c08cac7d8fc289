// Bundles the programs of our pages, each into one file: the report's goes into every report, and the other is served.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
/** Each page's program, and whose code is in it. */
const programs = [
  { room: 'report', packages: ['preact', 'diff'] },
  { room: 'labelling', packages: ['preact'] },
];

for (const { room, packages } of programs) await bundle(room, packages);

async function bundle(room, packages) {
  const target = path(`dist/${room}/client/client.js`);
  const licences = packages.map((name) => [name, readFileSync(path(`node_modules/${name}/LICENSE`), 'utf8')]);
  const holders = licences.map(([name, text]) => `${name}: ${/^Copyright .*$/m.exec(text)[0]}`);
  const { outputFiles } = await build({
    entryPoints: [path(`src/${room}/client/main.tsx`)],
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
    path(`dist/${room}/client/LICENSES.txt`),
    licences.map((entry) => entry.join('\n\n')).join('\n\n'),
  );
  console.log(`${target}: ${text.length} bytes`);
}
