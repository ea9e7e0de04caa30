// All requests to the server. Adds X-CSRF to changes and X-Came-From to reads reached from a page;
// on "reason needed" (428) asks once and repeats the request; on 401 the sign-in page comes back.
import type { Problem, Session } from './types';

export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
  get absent(): boolean {
    return this.problem.status === 404;
  }
}

/** What the client needs from the page; set once by the shell. */
export interface Hooks {
  csrf(): string | undefined;
  came_from(): string | undefined;
  ask_reason(): Promise<boolean>;
  signed_out(): void;
}

let hooks: Hooks = {
  csrf: () => undefined,
  came_from: () => undefined,
  ask_reason: async () => false,
  signed_out: () => {},
};
export function connect(given: Hooks): void {
  hooks = given;
}

export interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  json?: unknown;
  raw?: Blob;
  came_from?: string;
  signal?: AbortSignal;
  /** sign-in itself answers 401 for a wrong passphrase */
  keep_session?: boolean;
}

function unreachable(): Problem {
  return {
    type: 'about:blank',
    title: 'The server cannot be reached',
    status: 0,
    code: 0,
    advice: 'Try again. If it stays so, ring the number at the foot of the page.',
  };
}

async function problem_of(answer: Response): Promise<Problem> {
  try {
    return (await answer.json()) as Problem;
  } catch {
    return { ...unreachable(), title: 'The server could not answer', status: answer.status };
  }
}

async function once(path: string, call: Call): Promise<Response> {
  const method = call.method ?? 'GET';
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (call.json !== undefined) headers['Content-Type'] = 'application/json';
  if (call.raw) headers['Content-Type'] = 'application/octet-stream';
  const csrf = hooks.csrf();
  if (method !== 'GET' && csrf) headers['X-CSRF'] = csrf;
  const from = call.came_from ?? hooks.came_from();
  if (from) headers['X-Came-From'] = from;
  const body = call.raw ?? (call.json === undefined ? undefined : JSON.stringify(call.json));
  return fetch(path, {
    method,
    headers,
    body,
    signal: call.signal,
    credentials: 'same-origin',
    cache: 'no-store',
  });
}

async function answered(path: string, call: Call): Promise<Response> {
  for (;;) {
    let answer: Response;
    try {
      answer = await once(path, call);
    } catch (why) {
      if (call.signal?.aborted) throw why;
      throw new Refused(unreachable());
    }
    if (answer.ok) return answer;
    const problem = await problem_of(answer);
    if (problem.status === 428 && (await hooks.ask_reason())) continue;
    if (problem.status === 401 && !call.keep_session) hooks.signed_out();
    throw new Refused(problem);
  }
}

export async function ask<T>(path: string, call: Call = {}): Promise<T> {
  const answer = await answered(path, call);
  if (answer.status === 204) return undefined as T;
  return (await answer.json()) as T;
}

export async function ask_text(path: string): Promise<string> {
  return (await answered(path, {})).text();
}

export const get = <T>(path: string, call: Call = {}) => ask<T>(path, call);
export const post = <T>(path: string, json: unknown = {}, call: Call = {}) =>
  ask<T>(path, { ...call, method: 'POST', json });
export const session_now = () => get<Session>('/api/session');
