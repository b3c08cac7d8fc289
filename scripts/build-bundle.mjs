// Bundles the commands into few files: to find and to link six hundred of them took a sixth of most commands' time.
// What other packages bring stays outside, and so does everything that is only loaded when it is asked for.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));

rmSync(path('dist/bundle'), { recursive: true, force: true });
await build({
  entryPoints: [path('src/cli/main.ts')],
  outdir: path('dist/bundle'),
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  legalComments: 'none',
});
