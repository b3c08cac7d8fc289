// A process of its own for the race and kill tests: loads the tasks, says so, and waits to be told to start.
const [tasksUrl, task, place, name] = process.argv.slice(2);
const { tasks } = await import(tasksUrl);
process.send('ready');
await new Promise((resolve) => process.once('message', resolve));
process.send({ result: await tasks[task](place, name) });
process.disconnect();
