// A server that speaks S3, for tests/s3_server.rs: `@20minutes/s3rver` with an empty bucket in a folder that goes with
// it. Says where it listens and what is needed to get in, as a line of JSON, and ends when its input does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

const bucket = 'vitrine-test';
const directory = mkdtempSync(join(tmpdir(), 'vitrine-s3-'));
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: bucket, configs: [] }],
});
const { port } = await server.run();
// The one key that it knows.
console.log(JSON.stringify({ endpoint: `http://127.0.0.1:${port}`, bucket, key: 'S3RVER', secret: 'S3RVER' }));

process.stdin.resume().on('end', () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit();
});
