// A mock of the server for the page tests: the same headers, cookie, X-CSRF and reason rules; the
// answers are tests/mock/*.ts, bundled when it starts.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const kHere = fileURLToPath(new URL('.', import.meta.url));
const kDist = fileURLToPath(new URL('../../dist', import.meta.url));
const kTypes = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
};
export const kPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
  "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

async function answers() {
  const made = await build({
    stdin: {
      contents: "export * from './data'; export * as more from './more';",
      resolveDir: kHere,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString('base64')}`
  );
}

function problem(status, code, title, advice) {
  return { status, body: { type: 'about:blank', title, status, code, advice } };
}
const kAbsent = problem(404, 200, 'Nothing you may see', '');

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** One user's world: signed in or not, a reason given or not; every request is noted in `seen`. */
export class Mock {
  constructor(data, options) {
    this.data = data;
    this.on = options.signed_in ?? false;
    this.setup = options.setup ?? false;
    this.reason = options.reason;
    this.clock = undefined;
    this.empty = options.empty ?? false;
    this.seen = [];
  }

  session() {
    const now = { ...this.data.session(this.on), setup_needed: this.setup };
    if (this.on && this.reason) {
      const until = new Date(Date.now() + 30 * 60 * 1000).toISOString();
      Object.assign(now, this.reason, { reason_good_until: { at: until, local: 'later' } });
    }
    if (this.on && this.clock) {
      now.business_now = {
        at: `${this.clock}:00Z`,
        local: `Story ${this.clock.replace('T', ' ')}`,
      };
    }
    return { body: now };
  }

  answer(method, path, query, json, headers) {
    const { data } = this;
    this.seen.push({ method, path, query: `${query}`, json, from: headers['x-came-from'] });
    if (path === '/api/session' && method === 'GET') return this.session();
    if (path === '/api/setup') {
      this.setup = false;
      return { body: {} };
    }
    if (path === '/api/session' && method === 'POST') {
      if (json.passphrase !== 'practice words here') {
        return problem(401, 100, 'User, passphrase or code is wrong', 'Try again.');
      }
      this.on = true;
      return this.session();
    }
    if (!this.on) return problem(401, 101, 'Not signed in', 'Sign in.');
    if (method !== 'GET' && headers['x-csrf'] !== 'mock-csrf') {
      return problem(403, 102, 'The page is out of date', 'Load it again.');
    }
    return this.signed_in(method, path, query, json, headers);
  }

  signed_in(method, path, query, json, headers) {
    const { data } = this;
    if (path === '/api/session' && method === 'DELETE') {
      this.on = false;
      return { status: 204 };
    }
    if (path === '/api/session/reason') {
      this.reason = json;
      return this.session();
    }
    if (path === '/api/session/clock') {
      this.clock = json.business_now;
      return this.session();
    }
    if (path === '/api/session/codes') {
      return { body: { codes: Array.from({ length: 10 }, (_, at) => `K${at}XR-M4PQ`) } };
    }
    if (path === '/api/looks') return { body: this.data.more.looks };
    if (path === '/api/feeds') return { body: data.feeds };
    if (path === '/api/today') {
      return { body: this.empty ? data.more.empty_today : data.more.today };
    }
    if (path.startsWith('/api/imports')) return this.imports(method, path, query, json);
    if (!this.reason && !headers['x-came-from']) {
      return problem(428, 204, 'Say why you are looking', 'Give a reason.');
    }
    return method === 'GET' ? this.page(path) : this.command(path, json);
  }

  page(path) {
    const { data } = this;
    const [, , folder, id, rest] = path.split('/');
    if (folder === 'people' && rest === 'identity') return { body: data.identity(id) };
    if (folder === 'people' && rest === 'timeline') {
      const { entries, more } = data;
      return { body: { ...data.kMarking, entries, together: more.together } };
    }
    if (folder === 'reports' && rest === 'standard') return { text: data.more.standard };
    const found =
      folder === 'people'
        ? data.people[id]
        : folder === 'groups' && id === data.more.group.self
          ? data.more.group
          : folder === 'places'
            ? data.more.place
            : folder === 'reports' && id === data.more.report_page.self
              ? data.more.report_page
              : folder === 'things'
                ? data.more.things[id]
                : undefined;
    return found ? { body: found } : kAbsent;
  }

  command(path, json) {
    const { data } = this;
    const { more } = data;
    const receipt = { body: { id: data.report.id, receipt: 'sealed' } };
    if (path === '/api/search' || path === '/api/suggestions') return { body: data.search(json.q) };
    if (path === '/api/paths') return { body: more.path };
    if (path === '/api/neighbourhoods') return { body: more.neighbourhood };
    if (path === '/api/timelines') return { body: { ...data.kMarking, entries: data.entries } };
    if (path === '/api/arrivals') return { body: more.arrivals };
    if (path === '/api/reports/alike') {
      return { body: { ...more.alike, lines: /twice/.test(json.text) ? more.alike.lines : [] } };
    }
    if (path === '/api/reports' || path.startsWith('/api/judgements')) return receipt;
    return kAbsent;
  }

  imports(method, path, query, json) {
    const { more } = this.data;
    if (path === '/api/imports' && method === 'POST') {
      return { body: query.get('dry_run') === 'true' ? more.dry : more.done };
    }
    if (path === '/api/imports') return { body: { imports: [more.done] } };
    if (path.endsWith('/retraction')) return { body: { ...more.retraction, done: json.confirm } };
    if (path.endsWith('/rejected')) return { text: 'row,date\n17,31/02/2026\n' };
    if (path.endsWith('/progress')) {
      return {
        events: [
          ['progress', { rows: 620, bytes: 40, total_bytes: 80 }],
          ['done', { id: more.done.id }],
        ],
      };
    }
    return { body: more.done };
  }
}

function send(response, answer) {
  const status = answer.status ?? 200;
  response.statusCode = status;
  if (answer.text !== undefined) {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.end(answer.text);
  } else if (answer.events) {
    response.setHeader('Content-Type', 'text/event-stream');
    response.end(
      answer.events
        .map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
        .join(''),
    );
  } else if (status === 204) {
    response.end();
  } else {
    response.setHeader(
      'Content-Type',
      status < 400 ? 'application/json' : 'application/problem+json',
    );
    response.end(JSON.stringify(answer.body));
  }
}

async function file(response, path) {
  const wanted = normalize(join(kDist, path));
  const inside = wanted.startsWith(kDist) && extname(wanted);
  try {
    const bytes = await readFile(inside ? wanted : join(kDist, 'index.html'));
    response.setHeader(
      'Content-Type',
      kTypes[extname(inside ? wanted : 'index.html')] ?? 'text/plain',
    );
    response.end(bytes);
  } catch {
    response.statusCode = 404;
    response.end();
  }
}

/** Starts a mock on a free port (or the one given). */
export async function start(options = {}) {
  const mock = new Mock(await answers(), options);
  const server = createServer(async (request, response) => {
    const address = new URL(request.url, 'http://localhost');
    response.setHeader('Content-Security-Policy', kPolicy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    if (!address.pathname.startsWith('/api/')) return file(response, address.pathname);
    const text = await read(request);
    const is_json = (request.headers['content-type'] ?? '').includes('json');
    send(
      response,
      mock.answer(
        request.method,
        address.pathname,
        address.searchParams,
        is_json && text ? JSON.parse(text) : undefined,
        request.headers,
      ),
    );
  });
  await new Promise((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready));
  return {
    mock,
    url: `http://127.0.0.1:${server.address().port}`,
    data: mock.data,
    stop: () =>
      new Promise((ended) => {
        server.closeAllConnections();
        server.close(ended);
      }),
  };
}
