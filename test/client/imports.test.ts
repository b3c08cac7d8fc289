import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importsOf, resolveImport } from '../support/import-graph.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything that the built client may load. A package, or a file of another room, needs a reason to stand here. */
function graph(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const specifier of importsOf(readFileSync(root + file, 'utf8'))) {
    const target = resolveImport(file, specifier);
    if (target === undefined) found.add(`${file.split('/').at(-1)} → ${specifier}`);
    else graph(target, found);
  }
  return found;
}

it('the built client depends on no package, and on few files', () => {
  const files = [...graph('dist/client/index.js')].map((file) => file.replace(/^dist\//, ''));
  expect(files.filter((file) => !file.startsWith('client/')).sort()).toEqual([
    'core/canonical-json.js',
    'core/error-code.js',
    'core/errors.js',
    'core/json.js',
    'core/problem.js',
    'core/suggest.js',
    'core/text.js',
    'delivery/check-document.js',
    'delivery/paths.js',
    // The only file with imports of Node's, and it is loaded when a folder is first read.
    'node-folder.js → node:fs/promises',
    'node-folder.js → node:path',
    'node-folder.js → node:url',
    'prompts/check-messages.js',
    'prompts/image-entry.js',
    'prompts/prompt-content.js',
    'prompts/read-messages.js',
    'prompts/ref.js',
    'prompts/render.js',
    'prompts/template.js',
    'prompts/value-checks.js',
    'registry/keys.js',
  ]);
});

it('its bundle imports nothing but what stands for a folder, by a name that package.json explains', () => {
  const files = [...graph('dist/bundle/client.js')];
  expect(files.filter((file) => file.includes(' → '))).toEqual(['client.js → #node-folder']);
});
