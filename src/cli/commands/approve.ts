import { InputError } from '../../core/errors.ts';
import { printable } from '../../core/text.ts';
import { approvePolicy } from '../../project/ci/approve-policy.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { approvePlan } from '../../project/plans/approve-plan.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { planJson, printReleasePlan } from '../release-plan.ts';

interface ApproveFlags extends GlobalOptions {
  plan?: string;
  policyFrom?: string;
  note?: string;
}

export async function run([name = '']: string[], flags: ApproveFlags): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const { plan, policyFrom, note = null } = flags;
  if (policyFrom !== undefined) {
    const { approval, changes, waitsFor } = await approvePolicy(project, prompt, policyFrom, plan, note);
    const lines = changes.map(({ text }) => `  ${text}`);
    output.print(printable([`Approved by ${approval.by}:`, ...lines].join('\n')));
    output.print(
      printable(waitsFor === null ? 'Nothing more is needed.' : `It still waits for ${waitsFor}.`),
    );
    return output.printJson({ approval, changes, waitsFor });
  }
  if (plan === undefined) {
    throw new InputError({
      field: '--plan',
      message: 'is missing',
      expected: 'the digest of a plan, or --policy-from with a git revision',
    });
  }
  const { approval, state } = await approvePlan(project, prompt, plan, note);
  output.print(`Approved by ${approval.by}.`);
  printReleasePlan(output, state);
  output.printJson({ approval, plan: planJson(state) });
}
