// Evidence opens beside the page, never away from it; closing gives the focus back to its opener.
import type { ItemKind } from '../api/types';

class Beside {
  open = $state.raw<{ kind: ItemKind; id: string } | undefined>(undefined);
  private opener: HTMLElement | undefined;

  show(kind: ItemKind, id: string): void {
    const now = document.activeElement;
    if (!this.open && now instanceof HTMLElement) this.opener = now;
    this.open = { kind, id };
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
