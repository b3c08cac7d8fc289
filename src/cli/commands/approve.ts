import { approvePlan } from '../../project/approve-plan.ts';
import { findPrompt } from '../../project/open-project.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { planJson, printReleasePlan } from '../release-plan.ts';

interface ApproveFlags extends GlobalOptions {
  plan: string;
  note?: string;
}

export async function run([name = '']: string[], flags: ApproveFlags): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const { approval, state } = await approvePlan(project, prompt, flags.plan, flags.note ?? null);
  output.print(`Approved by ${approval.by}.`);
  printReleasePlan(output, state);
  output.printJson({ approval, plan: planJson(state) });
}
