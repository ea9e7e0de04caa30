// Real addresses with a small router. The entry a page was reached from travels in
// history.state, so that going back and reloading keep the reason for looking. No name is
// ever in an address.
export interface Route {
  page: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** "person:ID": what this page is about, sent as X-Came-From by what is opened from it */
  about: string;
}

const kRoutes: [pattern: string, page: string, about: string][] = [
  ['/', 'today', 'today:page'],
  ['/search', 'search', 'search:page'],
  ['/arrivals', 'arrivals', 'arrival:list'],
  ['/people/:id', 'person', 'person'],
  ['/people/:id/identity', 'identity', 'person'],
  ['/groups/:id', 'group', 'group'],
  ['/places/:id', 'place', 'place'],
  ['/reports/new', 'file-report', 'report:new'],
  ['/reports/:id', 'report', 'report'],
  ['/things/:id', 'thing', 'thing'],
  ['/connect', 'connect', 'path:page'],
  ['/chart', 'chart', 'path:chart'],
  ['/timeline', 'timeline', 'timeline:page'],
  ['/imports', 'imports', 'import:list'],
  ['/imports/:id', 'import', 'import'],
  ['/looks', 'looks', ''],
  ['/codes', 'codes', ''],
];

export function match(address: URL): Route {
  const parts = address.pathname.replace(/\/+$/, '').split('/');
  for (const [pattern, page, about] of kRoutes) {
    const wanted = pattern.replace(/\/+$/, '').split('/');
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, at) => {
      const given = parts[at] ?? '';
      if (!part.startsWith(':')) return part === given;
      params[part.slice(1)] = decodeURIComponent(given);
      return given !== '';
    });
    if (!fits) continue;
    const named = about && !about.includes(':') ? `${about}:${params.id}` : about;
    return { page, params, query: address.searchParams, about: named };
  }
  return { page: 'absent', params: {}, query: address.searchParams, about: '' };
}

interface Left {
  from?: string;
}

class Router {
  route = $state.raw<Route>(match(new URL(location.href)));
  /** rises with every navigation: pages are made anew even for the same address */
  turn = $state(0);
  from = $state.raw<string | undefined>((history.state as Left | null)?.from);

  go(href: string, from = this.route.about, replace = false): void {
    const address = new URL(href, location.href);
    const state: Left = from ? { from } : {};
    if (replace) history.replaceState(state, '', address);
    else history.pushState(state, '', address);
    this.arrive(address, state);
    if (!replace) scrollTo(0, 0);
  }

  /** shows the page again, with what is true now (the clock was moved, a file was imported) */
  again(): void {
    this.turn += 1;
  }

  private arrive(address: URL, state: Left | null): void {
    this.route = match(address);
    this.from = state?.from;
    this.turn += 1;
  }

  listen(): void {
    addEventListener('popstate', (event) => {
      this.arrive(new URL(location.href), event.state as Left | null);
    });
    document.addEventListener('click', (event) => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = (event.target as Element | null)?.closest?.('a[href]');
      if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download'))
        return;
      const address = new URL(link.href);
      if (address.origin !== location.origin || address.pathname.startsWith('/api/')) return;
      event.preventDefault();
      if (address.hash && address.pathname === location.pathname) return jump(address.hash);
      const named = link.closest<HTMLElement>('[data-from]')?.dataset.from;
      this.go(address.href, named ?? this.route.about);
    });
  }
}

/** to a heading of the same page, without a new entry in the history */
function jump(hash: string): void {
  const target = document.getElementById(hash.slice(1));
  target?.scrollIntoView();
  target?.focus({ preventScroll: true });
}

export const router = new Router();
