import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { cleanEnvironment } from './run-cli.ts';

export interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
  'working-directory'?: string;
}

export interface StepsResult {
  /** Of the first step that failed; 0 where none did. */
  exitCode: number;
  log: string;
  /** By the id of the step. */
  outputs: Record<string, Record<string, string>>;
}

/** What `${{ … }}` may name, such as `inputs.prompts` and `github.token`. */
export type Contexts = Record<string, string>;

/**
 * Runs the `run:` steps of a workflow or of a composite action as a runner does: with bash, the environment that the step
 * names, and outputs by file. Steps that use another action are left out.
 */
export async function runSteps(
  steps: readonly Step[],
  { cwd, env, contexts }: { cwd: string; env: Record<string, string>; contexts: Contexts },
): Promise<StepsResult> {
  const outputs: StepsResult['outputs'] = {};
  let log = '';
  for (const [index, step] of steps.entries()) {
    if (step.run === undefined) continue;
    const known = { ...contexts, ...outputContexts(outputs) };
    const file = join(cwd, '.git', `output-${process.hrtime.bigint()}-${index}`);
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(String(value), known)]);
    const result = await bash(fill(step.run, known), {
      cwd: resolve(cwd, fill(step['working-directory'] ?? '.', known)),
      env: { ...env, ...Object.fromEntries(own), GITHUB_OUTPUT: file },
    });
    log += result.log;
    if (step.id !== undefined) outputs[step.id] = readOutputs(await readFile(file, 'utf8').catch(() => ''));
    if (result.exitCode !== 0) return { exitCode: result.exitCode, log, outputs };
  }
  return { exitCode: 0, log, outputs };
}

export async function stepsOfAction(file: string): Promise<{ steps: Step[]; inputs: Contexts }> {
  const action = parse(await readFile(file, 'utf8'));
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    `inputs.${name}`,
    String((input as { default: unknown }).default),
  ]);
  return { steps: action.runs.steps, inputs: Object.fromEntries(inputs) };
}

export async function stepsOfWorkflow(file: string): Promise<Step[]> {
  return parse(await readFile(file, 'utf8')).jobs.prompteval.steps;
}

function fill(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => contexts[name] ?? '');
}

function outputContexts(outputs: StepsResult['outputs']): Contexts {
  const entries = Object.entries(outputs).flatMap(([id, values]) =>
    Object.entries(values).map(([name, value]) => [`steps.${id}.outputs.${name}`, value]),
  );
  return Object.fromEntries(entries);
}

/** `name=value` and `name<<delimiter`. */
export function readOutputs(text: string): Record<string, string> {
  const long = [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)].map(([, name, , value]) => [
    name,
    value,
  ]);
  const short = [...text.matchAll(/^([\w-]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  return Object.fromEntries([...short, ...long]);
}

function bash(
  script: string,
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<{ exitCode: number; log: string }> {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  return new Promise((done) => {
    execFile('bash', args, { cwd, env: { ...cleanEnvironment(), ...env } }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      done({ exitCode, log: `${stdout}${stderr}` });
    });
  });
}
