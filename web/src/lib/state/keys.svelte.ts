// The keyboard. Single keys work outside fields and can be switched off (WCAG 2.1.4); a page adds
// its own keys while it is shown. Esc twice within half a second covers the screen,
// wherever one is.
import { untrack } from 'svelte';

export interface Key {
  key: string;
  words: string;
  run: () => void;
}

const kPairWithin = 800;
const kEscWithin = 500;

class Keys {
  on = $state(true);
  list = $state(false);
  covered = $state(false);
  shown = $state.raw<Key[]>([]);
  private pending = '';
  private pending_at = 0;
  private escaped_at = -kEscWithin;
  escape: () => void = () => {};

  /** adds keys; the answer takes them away again (use in $effect) */
  add(keys: Key[]): () => void {
    untrack(() => {
      this.shown = [...keys, ...this.shown];
    });
    return () =>
      untrack(() => {
        this.shown = this.shown.filter((key) => !keys.includes(key));
      });
  }

  listen(): void {
    addEventListener('keydown', (event) => this.pressed(event), true);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape') return this.escaped(event);
    if (this.covered || !this.on || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.closest?.('input, textarea, select, [contenteditable]') && !is_choice(target))
      return;
    if (target.closest?.('[data-own-keys]')) return;
    if (document.querySelector('dialog[open]')) return;
    const paired = event.timeStamp - this.pending_at < kPairWithin ? this.pending : '';
    const wanted = paired ? `${paired} ${event.key}` : event.key;
    this.pending = '';
    const found = this.shown.find((key) => key.key === wanted);
    if (found) {
      event.preventDefault();
      found.run();
    } else if (this.shown.some((key) => key.key.startsWith(`${event.key} `))) {
      this.pending = event.key;
      this.pending_at = event.timeStamp;
    }
  }

  private escaped(event: KeyboardEvent): void {
    const twice = event.timeStamp - this.escaped_at < kEscWithin;
    this.escaped_at = twice ? -kEscWithin : event.timeStamp;
    if (twice) {
      event.preventDefault();
      this.covered = !this.covered;
    } else if (this.covered) {
      event.preventDefault();
    } else if (!document.querySelector('dialog[open]')) {
      this.escape();
    }
  }
}

function is_choice(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type);
}

export const keys = new Keys();

/** j and k: the next or the previous thing to open in the page */
export function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-item]')].filter(
    (row) => row.offsetParent !== null || row instanceof SVGElement,
  );
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}
