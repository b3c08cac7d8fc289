import type { Command } from 'commander';
import { createRoot } from './define-command.ts';
import { addCacheCommands } from './groups/cache.ts';
import { addCatalogCommands } from './groups/catalog.ts';
import { addCheckingCommands } from './groups/checking.ts';
import { addCiCommands } from './groups/ci.ts';
import { addDeliveryCommands } from './groups/delivery.ts';
import { addExchangeCommands } from './groups/exchange.ts';
import { addIncidentCommands } from './groups/incidents.ts';
import { addRegistryCommands } from './groups/registry.ts';
import { addReleaseCommands } from './groups/release.ts';
import { addRunCommands } from './groups/runs.ts';
import { addSweepCommand } from './groups/sweeps.ts';

/** Every command with its options stands in groups/; what they do stands in commands/. */
export function createProgram(version: string): Command {
  const program = createRoot(version)
    .description('An evaluation-gated release pipeline for prompts')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .addHelpText('after', closing);
  addCheckingCommands(program);
  addReleaseCommands(program);
  addSweepCommand(program);
  addIncidentCommands(program);
  addCatalogCommands(program);
  addRegistryCommands(program);
  addRunCommands(program);
  addCacheCommands(program);
  addDeliveryCommands(program);
  addExchangeCommands(program);
  addCiCommands(program);
  return program;
}

const closing = `
Examples:
  $ prompteval validate                       is everything in order?
  $ prompteval run support-triage             is the draft good enough?
  $ prompteval release support-triage         the same, and move stable if it is
  $ prompteval status support-triage          what is live?
  $ prompteval help release                   one command with its options

Exit codes:
  0    done; for run and release: every gate passed
  1    blocked by a gate, a freeze or a missing right; drift: stable got worse; audit verify, recompute: something does
       not fit
  2    could not run: usage, config, dataset, prompt, provider, a damaged registry
  3    inconclusive: too little evidence; or a release waits for approvals
  4    conflict: the alias moved meanwhile, or the run or the plan is stale
  130  interrupted; what was measured is kept, and --resume goes on with it`;
