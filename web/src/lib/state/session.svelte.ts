// Who is signed in, for what they are looking, and the one dialog that asks for a reason.
import { ask, connect, get, post, session_now } from '../api/client';
import type { Feeds, ReasonRequest, Session } from '../api/types';
import { router } from '../router.svelte';
import { higher } from '../words';

class SessionState {
  now = $state.raw<Session | null>(null);
  unreachable = $state(false);
  asking = $state(false);
  feeds = $state.raw<Feeds['feeds']>([]);
  marking = $state('');
  /** a reason given in the last half hour is known: searches may run as one types */
  reasoned = $state(false);
  private waiting: ((given: boolean) => void)[] = [];

  async load(): Promise<void> {
    try {
      this.take(await session_now());
      this.unreachable = false;
    } catch {
      this.unreachable = true;
    }
  }

  take(session: Session): void {
    this.now = session;
    const until = session.reason_good_until?.at;
    this.reasoned = until !== undefined && Date.parse(until) > Date.now();
    // Today brings them with its one answer
    const comes = router.route.page === 'today' && this.may('search');
    if (session.signed_in && !comes) void this.load_feeds();
  }

  async load_feeds(): Promise<void> {
    try {
      this.feeds = (await get<Feeds>('/api/feeds')).feeds;
    } catch {
      this.feeds = [];
    }
  }

  may(what: string): boolean {
    return this.now?.may?.includes(what) ?? false;
  }

  /** a page tells its answer's marking; the bands show the highest on the page */
  mark(marking: string): void {
    this.marking = higher(this.marking, marking);
  }
  unmark(): void {
    this.marking = '';
  }

  /** several requests of one page wait for the same dialog */
  ask_reason(): Promise<boolean> {
    this.asking = true;
    this.reasoned = false;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async give_reason(request: ReasonRequest): Promise<void> {
    const answer = await post<Session | undefined>('/api/session/reason', request);
    if (answer?.signed_in) this.now = answer;
    else if (this.now) this.now = { ...this.now, ...request };
    this.reasoned = true;
    this.finish(true);
  }
  refuse_reason(): void {
    this.finish(false);
  }
  private finish(given: boolean): void {
    this.asking = false;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve(given);
  }

  async move_clock(business_now: string): Promise<void> {
    const answer = await post<Session | undefined>('/api/session/clock', { business_now });
    if (answer?.signed_in) this.take(answer);
    else await this.load();
    router.again();
  }

  async sign_out(): Promise<void> {
    try {
      await ask('/api/session', { method: 'DELETE' });
    } finally {
      this.end();
    }
  }

  /** nothing of the earlier user stays in the window */
  end(): void {
    this.finish(false);
    this.feeds = [];
    this.unmark();
    location.assign('/');
  }
}

export const session = new SessionState();

export function connect_session(): void {
  connect({
    csrf: () => session.now?.csrf,
    came_from: () => router.from,
    ask_reason: () => session.ask_reason(),
    signed_out: () => {
      if (session.now?.signed_in) session.end();
    },
  });
}
