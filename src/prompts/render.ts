import { InputError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { Message, MessageTemplate, PromptFile, Variable } from '../core/prompt.ts';
import { suggestion } from '../core/suggest.ts';
import { usedVariables } from './check-messages.ts';
import { variableOfImage } from './image-entry.ts';
import { parseTemplate } from './template.ts';
import { turnsOf, typeMistake, valueLength, valueText } from './value-checks.ts';

/** What of a prompt its messages are made from. */
type Template = Pick<PromptFile, 'name' | 'messages' | 'x-prompteval'>;

const undeclared: Variable = { type: 'string', required: true };

type Values = Readonly<Record<string, Json>>;

/** `renderPrompt` for a prompt that is rendered often: its templates are read once. */
export function compilePrompt(prompt: Template): (values: Values) => Message[] {
  const variables = usedVariables(prompt.messages).map((name) => ({ name, ...declarationOf(prompt, name) }));
  const expanders = prompt.messages.map(expander);
  return (values) => {
    const filled = new Map<string, Json>();
    const problems: Problem[] = [];
    for (const variable of variables) {
      const { name } = variable;
      const value = givenValue(name, variable, values);
      const mistake = value === undefined ? missing(name, values) : givenMistake(value, variable);
      if (mistake !== undefined) problems.push(problemOf(prompt, name, mistake));
      else if (value !== undefined) filled.set(name, value);
    }
    if (problems.length > 0) throw new InputError(problems);
    return expanders.flatMap((expand) => expand(filled));
  };
}

/**
 * The messages that a model gets. One pass: what a value says is never read as a placeholder, and never opens a
 * message. Texts stand as they are, everything else as JSON. Values that no placeholder asks for are ignored. Images
 * are named as the prompt and the values name them.
 *
 * @throws InputError that names the prompt and every variable without a value, of another type or too long.
 */
export function renderPrompt(prompt: Template, values: Values): Message[] {
  let compiled = known.get(prompt);
  if (compiled === undefined) {
    compiled = compilePrompt(prompt);
    known.set(prompt, compiled);
  }
  return compiled(values);
}

/** A run renders one prompt for every case, and nobody changes one that was read. */
const known = new WeakMap<Template, ReturnType<typeof compilePrompt>>();

function expander(template: MessageTemplate): (filled: ReadonlyMap<string, Json>) => Message[] {
  if ('variable' in template) return (filled) => turnsOf(filled.get(template.variable) ?? []);
  const { parts } = parseTemplate(template.content);
  return (filled) => {
    // Appended, not joined: a long template is not copied for every message.
    let content = '';
    for (const part of parts) content += 'text' in part ? part.text : filledText(part.variable, filled);
    const message: Message = { ...template, content };
    if (template.images !== undefined) {
      message.images = template.images.map((entry) => {
        const name = variableOfImage(entry);
        return name === undefined ? entry : filledText(name, filled);
      });
    }
    return [message];
  };
}

function filledText(name: string, filled: ReadonlyMap<string, Json>): string {
  const value = filled.get(name);
  return value === undefined ? '' : valueText(value);
}

function declarationOf(prompt: Template, name: string): Variable {
  const { variables } = prompt['x-prompteval'];
  return Object.hasOwn(variables, name) ? (variables[name] ?? undeclared) : undeclared;
}

/** null is a value only where the variable holds JSON. */
function givenValue(name: string, variable: Variable, values: Values): Json | undefined {
  const given = Object.hasOwn(values, name) ? values[name] : undefined;
  if (given !== undefined && (given !== null || variable.type === 'json')) return given;
  return variable.required ? undefined : variable.default;
}

/** A default was checked with its file; that of an image is a loaded one by now, which a case can't give. */
function givenMistake(value: Json, variable: Variable): Omit<Problem, 'field'> | undefined {
  return value === variable.default ? undefined : valueMistake(value, variable);
}

function valueMistake(value: Json, variable: Variable): Omit<Problem, 'field'> | undefined {
  const mistake = typeMistake(value, variable.type);
  if (mistake !== undefined) return { message: mistake };
  const { maxLength } = variable;
  // A text has at most as many characters as UTF-16 units: mostly there is nothing to count.
  if (maxLength === undefined || (typeof value === 'string' && value.length <= maxLength)) return undefined;
  const length = valueLength(value, variable.type);
  return length > maxLength
    ? { message: `has ${length} characters`, expected: `at most ${maxLength} (maxLength)` }
    : undefined;
}

function missing(name: string, values: Values): Omit<Problem, 'field'> {
  if (Object.hasOwn(values, name) && values[name] === null)
    return { message: 'is null', expected: 'a value' };
  const hint = suggestion(name, Object.keys(values));
  return { message: 'has no value', ...(hint === undefined ? {} : { hint }) };
}

function problemOf(prompt: Template, name: string, { message, ...rest }: Omit<Problem, 'field'>): Problem {
  return {
    field: name,
    message: `the variable {{${name}}} of the prompt "${prompt.name}" ${message}`,
    ...rest,
  };
}
