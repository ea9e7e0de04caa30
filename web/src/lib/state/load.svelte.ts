// One answer a page waits for: loading, shown, or refused with words. The latest request wins.
import { Refused } from '../api/client';
import { said, type Said } from '../api/problem';
import { session } from './session.svelte';

export class Loading<T> {
  value = $state.raw<T | undefined>(undefined);
  refused = $state.raw<Said | undefined>(undefined);
  reason_missing = $state(false);
  busy = $state(false);
  private turn = 0;
  private last: (() => Promise<T>) | undefined;

  async run(make: () => Promise<T>): Promise<T | undefined> {
    const turn = ++this.turn;
    this.last = make;
    this.busy = true;
    try {
      const value = await make();
      if (turn !== this.turn) return undefined;
      this.value = value;
      this.refused = undefined;
      this.reason_missing = false;
      const marking = (value as { marking?: unknown } | undefined)?.marking;
      if (typeof marking === 'string') session.mark(marking);
      return value;
    } catch (why) {
      if (turn !== this.turn) return undefined;
      this.value = undefined;
      this.refused = said(why);
      this.reason_missing = why instanceof Refused && why.problem.status === 428;
      return undefined;
    } finally {
      if (turn === this.turn) this.busy = false;
    }
  }

  async again(): Promise<void> {
    if (this.last) await this.run(this.last);
  }

  forget(): void {
    this.turn += 1;
    this.value = undefined;
    this.refused = undefined;
    this.busy = false;
  }
}
