// Bundles the commands into few files: to find and to link nine hundred of them took a quarter of a second of a run. What is large
// and rarely needed, what brings files of its own, and what a user may install beside, stays outside, and so does everything that
// is only loaded when it is asked for. The licenses of the libraries in the bundle stand beside it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licensesOf } from './licenses.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = join(root, 'dist', 'bundle');

/** The bundler follows no `require` but its own. */
const followRequire = {
  name: 'follow-require',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]schema[\\/]load-ajv\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace('const require = createRequire(import.meta.url);', '');
      if (contents === text) throw new Error(`${path} makes its require in another way than it did`);
      return { contents, loader: 'ts' };
    });
  },
};

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  outdir: folder,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['@aws-sdk/*', '@opentelemetry/*', '@pydantic/genai-prices', 'jiti', 'pg', 'tiktoken'],
  plugins: [followRequire],
  // By it libraries that are no ES modules ask for modules of Node's own.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
});
writeFileSync(join(folder, 'LICENSES.txt'), licensesOf(root, metafile));
