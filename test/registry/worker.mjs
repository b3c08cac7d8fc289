// A process of its own for the race and kill tests. Node 20 reads no TypeScript, so jiti does.
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const { tasks } = await jiti.import('./worker-tasks.ts');
const [task, root, name] = process.argv.slice(2);
process.send?.('ready');
await new Promise((resolve) => process.once('message', resolve));
const result = await tasks[task](root, name);
process.send?.({ result });
process.disconnect?.();
