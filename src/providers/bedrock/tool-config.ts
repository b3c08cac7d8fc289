import type { Tool, ToolConfiguration } from '@aws-sdk/client-bedrock-runtime';
import type { ToolDefinition } from '../../core/prompt.ts';
import type { ModelRequest } from '../../core/provider.ts';
import { usesTools } from './turns.ts';
import { unsupported } from './unsupported.ts';

/** Undefined where no tool is to be offered. Converse has no word for "call none": the tools are left out instead. */
export function toolConfig(request: ModelRequest): ToolConfiguration | undefined {
  const { tools, toolChoice, messages } = request;
  if (tools.length === 0) return undefined;
  if (toolChoice === 'none') {
    if (!usesTools(messages)) return undefined;
    throw unsupported(
      'toolChoice is none, but Bedrock insists on offering the tools where a conversation used some',
      'trial',
    );
  }
  return { tools: tools.map(toolSpec), toolChoice: choiceOf(toolChoice) };
}

function toolSpec({ name, description, parameters, strict }: ToolDefinition): Tool {
  return {
    toolSpec: {
      name,
      ...(description === undefined ? {} : { description }),
      inputSchema: { json: parameters },
      ...(strict === undefined ? {} : { strict }),
    },
  };
}

function choiceOf(
  choice: Exclude<ModelRequest['toolChoice'], 'none'>,
): NonNullable<ToolConfiguration['toolChoice']> {
  if (choice === 'required') return { any: {} };
  if (choice === null || choice === 'auto') return { auto: {} };
  return { tool: { name: choice.name } };
}
