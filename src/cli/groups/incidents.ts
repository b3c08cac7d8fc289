import type { Command } from 'commander';
import { defineCommand, defineGroup } from '../define-command.ts';
import { alias, collect, filledText, positiveInteger } from '../parse-options.ts';

/** What went wrong in production, and the cases that it leaves. */
export function addIncidentCommands(program: Command): void {
  defineCommand(program, {
    usage: 'incidents [prompt]',
    description: 'every incident, newest first',
    example: 'incidents support-triage',
    load: () => import('../commands/incidents.ts'),
  });
  defineCommand<{ alias: string }>(program, {
    usage: 'incident <prompt> [n]',
    description: 'show an incident, or add what was learned about it',
    example: 'incident support-triage 1 --cause "The rule for refunds was dropped"',
    load: () => import('../commands/incident.ts'),
  })
    .option('--cause <text>', 'the root cause', filledText('--cause'))
    .option('--users <text>', 'who was affected', filledText('--users'))
    .option('--workflows <text>', 'what was affected', filledText('--workflows'))
    .option('--case <id>', 'a case of the dataset that would have caught it')
    .option('--open <text>', 'open one about the newest rollback, without a number', filledText('--open'))
    .option('--alias <name>', 'with --open: the alias that was rolled back', alias, 'stable');
  defineCommand(defineGroup(program, 'dataset', 'golden cases'), {
    usage: 'add <prompt>',
    description: "append a case to the prompt's dataset, checked before it is written",
    example: 'dataset add support-triage --from-trial 20261121-154501-9f3c1a:billing-001 --critical',
    load: () => import('../commands/dataset-add.ts'),
  })
    .option('--from-trial <run-id:case-id>', 'the input of a case of a stored run')
    .option('--from-file <json>', 'a JSON file with one object: the fields of a row')
    .option('--expected <value>', 'what the answer should have been; JSON where the dataset has JSON')
    .option('--tag <tag>', 'a tag beside those that it has; repeatable', collect)
    .option('--critical', 'every release must pass it where a gate says so')
    .option('--id <id>', 'its id (default: as where it comes from, made unique)', filledText('--id'))
    .option('--incident <n>', 'the incident that it came from', positiveInteger('--incident'))
    .option('--dataset <file>', "which of the prompt's files (default: the first)");
}
