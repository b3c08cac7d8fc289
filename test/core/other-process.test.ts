import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isOtherProcess, startOf } from '../../src/core/other-process.ts';

const tells = existsSync('/proc/self/stat');

/** A child that ends as soon as its input does, with what it prints first. */
async function sleeper(command: string, ...args: string[]) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data))),
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const end = async () => {
    child.stdin.end();
    await ended;
  };
  return { pid: child.pid ?? 0, line: line.trim(), end };
}

it('is one that lives, and not this one or one that has ended', async () => {
  const { pid, end } = await sleeper('sh', '-c', 'echo up; read x');
  expect([isOtherProcess(pid), isOtherProcess(process.pid)]).toEqual([true, false]);
  await end();
  expect(isOtherProcess(pid)).toBe(false);
});

it.runIf(tells)('is none that has ended, and whose parent has not asked how', async () => {
  // The shell becomes a program that never asks for its child's end.
  const { line, end } = await sleeper('sh', '-c', 'sleep 0 & echo $!; exec cat');
  const child = Number(line);
  await expect.poll(() => readFileSync(`/proc/${child}/stat`, 'utf8')).toMatch(/\) Z /);
  expect(isOtherProcess(child)).toBe(false);
  await end();
});

it.runIf(tells)('is none that was given the number of another later', async () => {
  const { pid, end } = await sleeper('sh', '-c', 'echo up; read x');
  const started = startOf(pid);
  expect(started).toMatch(/^\d+$/);
  expect([isOtherProcess(pid, started), isOtherProcess(pid, '1'), isOtherProcess(pid, null)]).toEqual([
    true,
    false,
    true,
  ]);
  await end();
  expect(startOf(pid)).toBeNull();
});
