// The one search box. As you type once a reason for looking exists; before that on Enter, which
// asks for it. The words typed stay in memory and never reach the address bar.
import { post } from '../api/client';
import type { SearchAnswer } from '../api/types';
import { router } from '../router.svelte';
import { Loading } from './load.svelte';
import { session } from './session.svelte';

const kPause = 150;

class Search {
  q = $state('');
  asked = $state('');
  answer = new Loading<SearchAnswer>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private aborter: AbortController | undefined;

  typed(): void {
    clearTimeout(this.timer);
    if (this.q.trim().length < 2) {
      this.aborter?.abort();
      this.asked = '';
      this.answer.forget();
      return;
    }
    if (router.route.page !== 'search' || !session.reasoned) return;
    this.timer = setTimeout(() => void this.run(), kPause);
  }

  async run(): Promise<void> {
    clearTimeout(this.timer);
    const q = this.q.trim();
    if (!q) return;
    if (router.route.page !== 'search') router.go('/search', '');
    this.aborter?.abort();
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    this.asked = q;
    await this.answer.run(() =>
      post<SearchAnswer>('/api/search', { q, limit: 40 }, { signal, came_from: '' }),
    );
  }
}

export const search = new Search();
