import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { Message, MessageTemplate, PromptFile, Variable } from '../../core/prompt.ts';
import { imageSource, variableOfImage } from '../../prompts/image-entry.ts';
import { type Positions, problemAt } from '../../schema/yaml-file.ts';
import { readImageFile } from './image-file.ts';

type Path = (string | number)[];

/** Reads one image; what is wrong with it is noted at its place. */
type Load = (name: string, path: Path) => Promise<string>;

/**
 * A draft with its pictures in it, as `data:` URLs: a version must hold all that a model sees, and its digest must
 * cover it.
 *
 * @throws InputError with every file that can't be read as a picture.
 */
export async function loadDraftImages(
  prompt: PromptFile,
  { file, positions, root }: { file: string; positions: Positions; root: string },
): Promise<PromptFile> {
  const problems: Problem[] = [];
  const load: Load = async (name, path) => {
    if (variableOfImage(name) !== undefined || imageSource(name) === 'url') return name;
    const image = await readImageFile(root, name);
    if ('url' in image) return image.url;
    const { mistake, ...rest } = image;
    const words = { message: `the image ${name} ${mistake}`, ...rest };
    problems.push({ file, ...problemAt(positions, path, words) });
    return name;
  };
  const messages = await Promise.all(
    prompt.messages.map((template, index) => loadTemplate(template, index, load)),
  );
  const variables = await loadDefaults(prompt['x-prompteval'].variables, load);
  if (problems.length > 0) throw new InputError(problems);
  return { ...prompt, messages, 'x-prompteval': { ...prompt['x-prompteval'], variables } };
}

async function loadTemplate(template: MessageTemplate, index: number, load: Load): Promise<MessageTemplate> {
  if ('variable' in template || template.images === undefined) return template;
  const images = template.images.map((name, entry) => load(name, ['messages', index, 'images', entry]));
  const message: Message = { ...template, images: await Promise.all(images) };
  return message;
}

async function loadDefaults(
  variables: Record<string, Variable>,
  load: Load,
): Promise<Record<string, Variable>> {
  const loaded = Object.entries(variables).map(async ([name, variable]): Promise<[string, Variable]> => {
    if (variable.type !== 'image' || typeof variable.default !== 'string') return [name, variable];
    const path = ['x-prompteval', 'variables', name, 'default'];
    return [name, { ...variable, default: await load(variable.default, path) }];
  });
  return Object.fromEntries(await Promise.all(loaded));
}
