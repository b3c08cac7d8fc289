// The least that node:http can do: the bytes of its argument, for every request.
import { createServer } from 'node:http';

const bytes = Buffer.from(process.argv[2] ?? '', 'base64');
const server = createServer((_, response) => {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.byteLength,
  });
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
