// Bundles the commands and what the package exports into few files: to find and to link nine hundred of them took a quarter of a
// second of a run. Both are made in one go, so that a config which Node loads by itself shares every module with the command that
// asked for it. What is large and rarely needed, what brings files of its own, and what a user may install beside, stays outside,
// and so does everything that is only loaded when it is asked for. The licenses of the libraries in the bundle stand beside it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
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

/**
 * Libraries that are no ES modules require modules of Node's own, which a bundle of ES modules imports: a `require` that is made for
 * them would stand in a file that the client loads too, where there may be no node:module.
 */
const importBuiltins = {
  name: 'import-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind, namespace }) => {
      if (kind !== 'require-call' || !isBuiltin(path)) return undefined;
      return { path, namespace: namespace === 'required' ? 'imported' : 'required' };
    });
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)}).default;`,
    }));
    onLoad({ filter: /./, namespace: 'imported' }, ({ path }) => ({
      contents: `export { default } from ${JSON.stringify(path)};`,
    }));
  },
};

/** What reads folders is chosen by whoever loads or bundles the client, as package.json says: a bundle for browsers can't have node:fs. */
const leaveFolderOpen = {
  name: 'leave-folder-open',
  setup({ onResolve }) {
    onResolve({ filter: /\/node-folder\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: '#node-folder', external: true } : undefined,
    );
  },
};

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'src/cli/main.ts',
    index: 'src/index.ts',
    client: 'src/client/index.ts',
    testing: 'src/testing/index.ts',
    'node-folder': 'src/client/node-folder.ts',
    'no-folder': 'src/client/no-folder.ts',
  },
  outdir: folder,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['@aws-sdk/*', '@opentelemetry/*', '@pydantic/genai-prices', 'jiti', 'pg', 'tiktoken'],
  plugins: [followRequire, importBuiltins, leaveFolderOpen],
  legalComments: 'none',
  metafile: true,
});
writeFileSync(join(folder, 'LICENSES.txt'), licensesOf(root, metafile));
