import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readImageFile } from '../../../src/project/prompts/image-file.ts';
import { ImageFiles } from '../../../src/project/prompts/image-files.ts';
import { imageTypeOf } from '../../../src/project/prompts/image-type.ts';
import { png } from '../../support/pictures.ts';
import { makeProject } from '../../support/temporary-project.ts';

describe('the type of a picture', () => {
  it.each([
    ['image/png', png()],
    ['image/jpeg', Buffer.from('ffd8ffe0', 'hex')],
    ['image/gif', Buffer.from('GIF89a…')],
    ['image/gif', Buffer.from('GIF87a…')],
    ['image/webp', Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8')],
    [undefined, Buffer.from('RIFF\u0001\u0002\u0003\u0004WAVE')],
    [undefined, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [undefined, Buffer.from('OPENAI_API_KEY=sk-1')],
    [undefined, Buffer.alloc(0)],
    [undefined, png().subarray(0, 7)],
  ])('is %s by its first bytes', (type, bytes) => {
    expect(imageTypeOf(bytes)).toBe(type);
  });
});

async function makePictures() {
  const project = await makeProject({ '.env': 'KEY=secret\n', 'outside.txt': '' });
  await mkdir(project.path('in/images'), { recursive: true });
  await writeFile(project.path('in/images/a.png'), png('a'));
  await writeFile(project.path('b.png'), png('b'));
  await writeFile(project.path('in/large.png'), png());
  await truncate(project.path('in/large.png'), 5 * 1024 * 1024 + 1);
  await symlink(project.path('b.png'), project.path('in/out.png'));
  await symlink(project.path('in/images/a.png'), project.path('in/in.png'));
  await symlink(project.folder, project.path('in/up'));
  await writeFile(project.path('in/key.png'), 'KEY=secret');
  return project;
}

describe('reading a picture of the project', () => {
  it.each(['images/a.png', './images/../images/a.png', '../in/images/a.png', 'in.png'])(
    'takes %s',
    async (name) => {
      const project = await makePictures();
      expect(await readImageFile(project.path('in'), name)).toEqual({
        url: `data:image/png;base64,${png('a').toString('base64')}`,
        digest: expect.stringMatching(/^sha256:/),
      });
    },
  );

  it.each([
    ['../b.png', 'lies outside the project'],
    ['out.png', 'lies outside the project'],
    ['up/b.png', 'lies outside the project'],
    ['../../../../../../../etc/hostname', 'lies outside the project'],
    ['images', 'is no file'],
    ['.', 'is no file'],
    ['none.png', 'does not exist'],
    ['images/a.png/x', 'does not exist'],
    ['large.png', 'has 5.0 MB, and vendors take 5 MB at most'],
    ['key.png', 'is no png, jpeg, gif or webp by its first bytes'],
    ['a\u0000b', 'cannot be read (ERR_INVALID_ARG_VALUE)'],
  ])('refuses %s', async (name, mistake) => {
    const project = await makePictures();
    expect(await readImageFile(project.path('in'), name)).toMatchObject({ mistake });
  });

  it('works where the project itself is behind a link', async () => {
    const project = await makePictures();
    await symlink(project.path('in'), project.path('link'));
    expect(await readImageFile(project.path('link'), 'images/a.png')).toHaveProperty('url');
  });
});

describe('the pictures of a run', () => {
  it('stand in its messages as data; URLs stay, and so do messages without any', async () => {
    const project = await makePictures();
    const images = new ImageFiles(project.path('in'));
    const plain = [{ role: 'user' as const, content: 'a' }];
    expect(await images.loadInto(plain)).toBe(plain);
    const kept = ['https://example.com/a.png', 'data:image/png;base64,aaaa'];
    const loaded = await images.loadInto([
      ...plain,
      { role: 'user', content: 'b', images: ['images/a.png', ...kept] },
    ]);
    expect(loaded).toEqual([
      ...plain,
      {
        role: 'user',
        content: 'b',
        images: [`data:image/png;base64,${png('a').toString('base64')}`, ...kept],
      },
    ]);
  });

  it('are those that were checked before: a file that changes meanwhile stops the run', async () => {
    const project = await makePictures();
    const images = new ImageFiles(project.path('in'));
    const message = [{ role: 'user' as const, content: '', images: ['images/a.png'] }];
    await images.loadInto(message);
    await writeFile(project.path('in/images/a.png'), png('other'));
    // Kept in memory, so that both arms see the same.
    await images.loadInto(message);
    for (let index = 0; index < 16; index++) await images.load(`none-${index}.png`);
    await expect(images.loadInto(message)).rejects.toThrow(
      'The image images/a.png changed while the run went on.',
    );
  });
});
