// A run of 10,000 cases on two arms, as it stands on disk: about 3.3 KB of JSON a case, of text that compresses as English
// does. The sentences are made from the words of the documentation here and in node_modules, each following one that it
// follows there.
import { createWriteStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const slices = ['billing', 'refunds', 'technical', 'multilingual', 'escalation'];
const model = 'openai/gpt-4.1';

/** Writes the run into a folder. */
export async function generateRun(folder, cases) {
  const random = randomFrom(20261121);
  const text = writer(random);
  const files = ['cases.jsonl', 'trials.jsonl'].map((name) => createWriteStream(join(folder, name)));
  const [casesFile, trialsFile] = files;
  const regressions = [];
  let bytes = 0;
  const write = async (file, value) => {
    const line = `${JSON.stringify(value)}\n`;
    bytes += line.length;
    if (!file.write(line)) await new Promise((resolve) => file.once('drain', resolve));
  };
  for (let number = 0; number < cases; number++) {
    const id = `case-${String(number).padStart(5, '0')}`;
    const answer = text(900);
    const scores = [0.7 + 0.3 * random(), 0];
    const moves = random() < 0.06;
    scores[1] = moves ? Math.max(0, scores[0] - 0.6 + 0.8 * random()) : scores[0];
    const tags = [slices[Math.floor(random() * slices.length)]];
    await write(casesFile, { id, variables: { message: text(420) }, expected: text(80), tags, critical: false });
    for (const [index, arm] of ['baseline', 'candidate'].entries()) {
      await write(trialsFile, trial(arm, id, index === 0 ? answer : reworded(answer, random, text), scores[index], random, text));
    }
    const delta = scores[1] - scores[0];
    if (delta < 0) {
      regressions.push({ case: id, model, metric: 'quality', delta, baseline: scores[0], candidate: scores[1] });
    }
  }
  for (const file of files) await finished(file.end());
  writeFileSync(join(folder, 'run.json'), JSON.stringify(runFile(cases, regressions)));
  return { bytes };
}

function trial(arm, id, answer, quality, random, text) {
  return {
    arm,
    case: id,
    model,
    repeat: 0,
    status: 'completed',
    completion: {
      text: answer,
      finishReason: 'stop',
      usage: { inputTokens: 180 + Math.floor(random() * 90), outputTokens: 150 + Math.floor(random() * 90) },
      costUsd: Number((0.002 + 0.002 * random()).toFixed(6)),
      latencyMs: Math.round(700 + 1500 * random()),
      servedModel: 'gpt-4.1-2026-04-14',
    },
    scores: [
      { metric: 'quality', value: Number(quality.toFixed(3)), reason: text(70) },
      { metric: 'schema', value: 1 },
    ],
    attempts: 1,
  };
}

/** The blocked run of the tests, as if it had had this many cases and one model. */
function runFile(cases, regressions) {
  const run = JSON.parse(readFileSync(join(root, 'test/fixtures/runs/v1/blocked/run.json'), 'utf8'));
  regressions.sort((a, b) => a.delta - b.delta || (a.case < b.case ? -1 : 1));
  return {
    ...run,
    repeats: 1,
    models: [model],
    pairings: run.pairings.filter((pairing) => pairing.id === model),
    comparisons: run.comparisons.filter((comparison) => comparison.model === model),
    dataset: { ...run.dataset, cases },
    trials: { planned: 2 * cases, completed: 2 * cases, failed: 0, cached: 0 },
    regressions: regressions.slice(0, 100),
    regressed: regressions.length,
  };
}

/** One word in twelve is another. */
function reworded(answer, random, text) {
  return answer
    .split(' ')
    .map((word) => (random() < 1 / 12 ? text(1).trim() : word))
    .join(' ');
}

/** Gives texts of about so many characters. */
function writer(random) {
  const words = documents().flatMap((file) =>
    readFileSync(file, 'utf8')
      .split(/\s+/)
      .filter((word) => word.length <= 24),
  );
  const followers = new Map();
  for (const [place, word] of words.entries()) {
    const next = words[place + 1] ?? words[0];
    if (followers.has(word)) followers.get(word).push(next);
    else followers.set(word, [next]);
  }
  return (length) => {
    let word = words[Math.floor(random() * words.length)];
    let result = word;
    while (result.length < length) {
      const choices = followers.get(word);
      word = choices[Math.floor(random() * choices.length)];
      result += ` ${word}`;
    }
    return result;
  };
}

function documents() {
  const own = readdirSync(join(root, 'docs')).map((name) => join(root, 'docs', name));
  const packages = readdirSync(join(root, 'node_modules')).map((name) => join(root, 'node_modules', name, 'README.md'));
  return [...own, ...packages.filter((file) => existsSync(file))];
}

/** mulberry32: the same run each time. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
