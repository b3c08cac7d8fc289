// npm run torture [-- --kills 2000 --backend files|postgres]
// Kills processes that write to a registry at random moments, and audits it after each; exits 1 where one does not fit.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '2000' }, backend: { type: 'string', default: 'files' } },
});
const kills = Number(values.kills);
if (!Number.isSafeInteger(kills) || kills < 1) throw new Error('--kills is a whole number from 1 on');
if (!['files', 'postgres'].includes(values.backend)) throw new Error('--backend is files or postgres');

// Node 20 runs no TypeScript by itself.
const jiti = createJiti(import.meta.url, { fsCache: false });
const { torture } = await jiti.import(fileURLToPath(new URL('../test/registry/torture.ts', import.meta.url)));
process.exitCode = (await torture(values.backend, kills, (line) => console.log(line))) ? 0 : 1;
