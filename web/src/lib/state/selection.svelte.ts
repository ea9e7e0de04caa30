// The selection ("basket"): items put aside with `b` for a time line or a chart. Memory only.
import type { ItemKind } from '../api/types';

export interface Chosen {
  id: string;
  kind: ItemKind;
  title: string;
}

class Selection {
  items = $state.raw<Chosen[]>([]);
  said = $state('');

  has(id: string): boolean {
    return this.items.some((item) => item.id === id);
  }
  toggle(item: Chosen): void {
    if (this.has(item.id)) {
      this.items = this.items.filter((other) => other.id !== item.id);
      this.say(`Taken out of the selection. It holds ${this.items.length}.`);
    } else {
      this.items = [...this.items, item];
      this.say(`Put in the selection. It holds ${this.items.length}.`);
    }
  }
  clear(): void {
    this.items = [];
    this.say('The selection is empty.');
  }
  say(words: string): void {
    this.said = words;
  }
  query(): string {
    return this.items.map((item) => encodeURIComponent(item.id)).join(',');
  }
}

export const selection = new Selection();

/** ids of ?ids=A,B */
export function ids_of(query: URLSearchParams): string[] {
  return (query.get('ids') ?? '').split(',').filter((id) => /^[0-9A-Za-z_-]+$/.test(id));
}
