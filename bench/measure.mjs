// Runs a command and says how long it took, how much processor time it used and how much memory it held at most.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @returns {Promise<{exitCode: number, stdout: string, stderr: string, seconds: number, cpuSeconds: number | null, peakMB: number | null}>} */
export function measure(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const seen = { peakMB: null, cpuSeconds: null };
    const watch = setInterval(() => Object.assign(seen, readUsage(child.pid) ?? {}), 50);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(watch);
      resolve({ exitCode, stdout, stderr, seconds: (performance.now() - startedAt) / 1000, ...seen });
    });
  });
}

/** The kernel keeps the peak itself, so the last look before the end is enough. Linux only; null elsewhere. */
function readUsage(pid) {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return peak ? { peakMB: Number(peak[1]) / 1024, cpuSeconds: ticks / 100 } : null;
  } catch {
    return null;
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
