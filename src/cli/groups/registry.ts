import type { Command } from 'commander';
import { defineCommand, defineGroup } from '../define-command.ts';
import { alias, filledText, positiveInteger } from '../parse-options.ts';

/** Whether the records fit, who signed them, and where they are kept. */
export function addRegistryCommands(program: Command): void {
  addAudit(defineGroup(program, 'audit', 'checks of the registry'));
  addRegistry(defineGroup(program, 'registry', 'where versions and moves are kept'));
  defineCommand(program, {
    usage: 'keygen <file>',
    description: 'make a key to sign with: the private one into a new file, the line for OWNERS.yml printed',
    example: 'keygen ~/.prompteval-key',
    load: () => import('../commands/keygen.ts'),
  });
}

function addAudit(audit: Command): void {
  defineCommand(audit, {
    usage: 'verify',
    description: 'walk every chain of moves and re-hash versions, evidence, plans and approvals',
    example: 'audit verify',
    load: () => import('../commands/audit-verify.ts'),
  }).option(
    '--key [who]',
    'every move must be signed with this key: a person in OWNERS.yml, a public key or its file (default: any key there)',
  );
  defineCommand<{ alias: string }>(audit, {
    usage: 'sign <prompt>',
    description: 'sign the moves of an alias that have no signature, with the key of --sign-key',
    example: 'audit sign support-triage --sign-key ~/.prompteval-key',
    load: () => import('../commands/audit-sign.ts'),
  }).option('--alias <name>', 'the alias', alias, 'stable');
  defineCommand<{ seq: number; reason: string; alias: string }>(audit, {
    usage: 'review <prompt>',
    description: "record that you looked at somebody else's override",
    example: 'audit review support-triage --seq 4 --reason "Right call, see the incident"',
    load: () => import('../commands/audit-review.ts'),
  })
    .requiredOption('--seq <n>', 'the number of the override in the log', positiveInteger('--seq'))
    .requiredOption('--reason <text>', 'what you found', filledText('--reason'))
    .option('--alias <name>', 'the alias that it moved', alias, 'stable');
}

function addRegistry(registry: Command): void {
  defineCommand(registry, {
    usage: 'copy <from> <to>',
    description:
      'copy a registry, folder or postgres:// URL, and audit both ends; goes on where it was cut off',
    example: 'registry copy .prompteval/registry postgres://prompteval@db.internal/prompts',
    load: () => import('../commands/registry-copy.ts'),
  });
}
