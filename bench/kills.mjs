// npm run kills [-- --kills 200 --trials 400]
// Kills runs at random moments and goes on with them; exits 1 where one does not come to what an undisturbed run does.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, trials: { type: 'string', default: '400' } },
});
const [kills, trials] = [Number(values.kills), Number(values.trials)];
if (!Number.isSafeInteger(kills) || kills < 1) throw new Error('--kills is a whole number from 1 on');
if (!Number.isSafeInteger(trials / 2) || trials < 120)
  throw new Error('--trials is an even number from 120 on');

// Node 20 runs no TypeScript by itself.
const jiti = createJiti(import.meta.url, { fsCache: false });
const { killAndResume } = await jiti.import(fileURLToPath(new URL('../test/e2e/kills.ts', import.meta.url)));
const report = (line) => console.log(line);
const findings = await killAndResume({ kills, cases: trials / 2, concurrency: 10, latencyMs: 10, report });
for (const finding of findings) console.log(finding);
console.log(`${kills} kills of a run of ${trials} trials: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
