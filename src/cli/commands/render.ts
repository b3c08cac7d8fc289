import { InputError } from '../../core/errors.ts';
import { suggestion } from '../../core/suggest.ts';
import { printable } from '../../core/text.ts';
import { loadPromptDataset } from '../../project/cases/cases.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { resolveRef } from '../../project/prompts/arms.ts';
import { parseRef } from '../../prompts/ref.ts';
import { renderPrompt } from '../../prompts/render.ts';
import { attachmentLines, roleText, toolLines } from '../../report/attachment-lines.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([text = '']: string[], flags: GlobalOptions & { case: string }): Promise<void> {
  const { output, project } = await open(flags);
  const ref = parseRef(text);
  const prompt = findPrompt(project, ref.prompt);
  const { prompt: file } = await resolveRef(project, prompt, ref);
  const dataset = await loadPromptDataset(project, prompt);
  const found = dataset.cases.find((item) => item.id === flags.case);
  if (!found) {
    const hint = suggestion(
      flags.case,
      dataset.cases.map((item) => item.id),
    );
    throw new InputError({
      field: '--case',
      message: `${dataset.name} has no case "${flags.case}"`,
      ...(hint && { hint }),
    });
  }
  const messages = renderPrompt(file, found.variables);
  for (const message of messages) {
    output.print(output.bold(`── ${printable(roleText(message))}`));
    if (message.content !== '' || !message.toolCalls) output.printForeign(printable(message.content));
    for (const line of attachmentLines(message)) output.print(output.dim(printable(line)));
  }
  const { tools, toolChoice } = file['x-prompteval'];
  if (tools)
    output.printForeign([output.bold('── tools'), ...toolLines(file).slice(1).map(printable)].join('\n'));
  output.printJson({
    model: file.model,
    parameters: file.modelParameters,
    messages,
    ...(tools && { tools, toolChoice: toolChoice ?? 'auto' }),
  });
}
