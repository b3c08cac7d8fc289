import { render } from 'preact';
import { api } from './api.ts';
import { App } from './app.tsx';

async function start(): Promise<void> {
  const place = document.getElementById('labelling');
  if (place === null) return;
  const state = await api.state();
  place.replaceChildren();
  render(<App state={state} />, place);
}

void start();
