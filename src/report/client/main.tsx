import { render } from 'preact';
import { type CaseIndex, indexElement } from '../shared/case-index.ts';
import { App } from './app.tsx';
import { Blocks } from './blocks.ts';
import { linkSlices } from './link-slices.ts';
import { readBlock } from './read-block.ts';

/** Takes over the part of the page that shows the cases; without it, the worst ones stand there. */
async function start(): Promise<void> {
  const source = document.getElementById(indexElement);
  const place = document.getElementById('cases-place');
  if (source === null || place === null) return;
  const index = (await readBlock(source.textContent)) as CaseIndex;
  const root = place.appendChild(document.createElement('div'));
  render(<App index={index} blocks={new Blocks(index)} />, root);
  document.documentElement.classList.add('has-program');
  linkSlices();
}

void start();
