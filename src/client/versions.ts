import { checkDocument } from '../delivery/check-document.ts';
import { documentPath } from '../delivery/paths.ts';
import { longestWriteMs } from './aliases.ts';
import { briefly } from './briefly.ts';
import type { ClientProblem, Layer } from './client-types.ts';
import { type Layers, localLayers, orNote } from './layers.ts';
import { type Delivered, deliver } from './prompt.ts';

export interface FoundVersion {
  delivered: Delivered;
  source: Layer;
}

/** Why there is none; no problem where the origin says that there is none. */
export interface MissingVersion {
  problems: ClientProblem[];
}

/** Versions never change, so a copy that fits its digest is as good as the server's, wherever it lies. */
export function createVersions(layers: Layers): {
  find(prompt: string, version: number): FoundVersion | Promise<FoundVersion | MissingVersion>;
} {
  const found = new Map<string, FoundVersion>();
  const finding = new Map<string, Promise<FoundVersion | MissingVersion>>();

  function find(prompt: string, version: number): FoundVersion | Promise<FoundVersion | MissingVersion> {
    const key = `${prompt}@${version}`;
    const known = found.get(key);
    if (known) return known;
    const search = finding.get(key) ?? look(key, prompt, version).finally(() => finding.delete(key));
    finding.set(key, search);
    return search;
  }

  async function look(key: string, prompt: string, version: number): Promise<FoundVersion | MissingVersion> {
    const path = documentPath({ kind: 'version', prompt, version });
    const check = (text: string) => checkDocument(text, { kind: 'version', prompt, version });
    const { origin, disk } = layers;
    const problems: ClientProblem[] = [];
    const asked = async () => {
      const reply = await origin.read(path, { etag: undefined, maxAgeMs: Number.MAX_SAFE_INTEGER });
      return reply.kind === 'document' ? reply.text : undefined;
    };
    const places = [
      ...localLayers(layers).map(({ layer, reader }) => ({ layer, read: () => reader.read(path) })),
      { layer: origin.layer, read: asked },
    ];
    for (const { layer, read } of places) {
      const text = await orNote(layers, { layer, prompt, path }, problems, async () => {
        const given = await read();
        if (given !== undefined) found.set(key, { delivered: deliver(await check(given)), source: 'memory' });
        return given;
      });
      const known = found.get(key);
      if (text === undefined || !known) continue;
      if (layer === origin.layer && disk) {
        const kept = orNote(layers, { layer: 'disk', prompt, path }, [], () => disk.write(path, text));
        await briefly(kept, longestWriteMs);
      }
      return { ...known, source: layer };
    }
    return { problems };
  }

  return { find };
}
