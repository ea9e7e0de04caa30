// Evidence opens beside the page, never away from it; closing gives the focus back to its opener.
import type { ItemKind } from '../api/types';

class Beside {
  /** `from`: the work it was opened from, where a row of the page says it */
  open = $state.raw<{ kind: ItemKind; id: string; from?: string } | undefined>(undefined);
  private opener: HTMLElement | undefined;

  show(kind: ItemKind, id: string): void {
    const now = document.activeElement;
    if (!this.open && now instanceof HTMLElement) this.opener = now;
    const row = now?.closest<HTMLElement>('[data-from]');
    this.open = { kind, id, from: row?.dataset.from || undefined };
  }
  close(): void {
    this.open = undefined;
    const opener = this.opener;
    this.opener = undefined;
    if (opener?.isConnected) opener.focus();
  }
  forget(): void {
    this.open = undefined;
    this.opener = undefined;
  }
}

export const beside = new Beside();
