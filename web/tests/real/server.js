// A real server on a store made for these tests: the invented country through the real intake, as
// ./up makes it, in a folder that goes when they end.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kUsers = fileURLToPath(new URL('../../../story/users.toml', import.meta.url));
const kPages = fileURLToPath(new URL('../../dist', import.meta.url));

function passphrases_of(file) {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(' ')),
      line.slice(line.indexOf(' ') + 1).trim(),
    ]),
  );
}

/** the first line the server prints says where it listens */
function first_line(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

/** {url, passphrase(user), folder, stop} of a server that was made, or of one by its address */
export async function start_real() {
  const { SALLYPORT_URL: url, SALLYPORT_PASSPHRASES: file, SALLYPORT_BIN: program } = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-real-'));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  if (url && file) {
    const known = passphrases_of(file);
    return { url, folder, passphrase: (user) => known.get(user), stop: async () => clean() };
  }
  const store = join(folder, 'store');
  const files = join(folder, 'files');
  const run = (...words) =>
    execFileSync(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  run('synth', '--scale', 'demo', '--seed', '1', '--out', files);
  run('init', '--practice', '--store', store, '--users', kUsers);
  run('import', '--store', store, files);
  const words = ['serve', '--store', store, '--port', '0', '--web', kPages, '--json'];
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const said = JSON.parse(await first_line(child));
  const known = passphrases_of(join(store, 'passphrases.txt'));
  return {
    url: said.url,
    folder,
    passphrase: (user) => known.get(user),
    stop: async () => {
      process.off('exit', end);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10000))]);
      child.kill('SIGKILL');
      clean();
    },
  };
}
