// Words that are the same everywhere, and how numbers, kinds and addresses are written.
import type { Feeds, ItemKind } from './api/types';

/** One sentence, the same bytes, for what is absent and for what is hidden. */
export const kNothing = 'Nothing you may see.';

export const kKindWords: Record<ItemKind, string> = {
  person: 'Person',
  group: 'Group',
  place: 'Place',
  phone: 'Phone number',
  account: 'Account or card',
  email: 'E-mail address',
  vehicle: 'Vehicle',
  parcel: 'Parcel',
  drone: 'Drone',
  document: 'Document',
  organisation: 'Organisation',
  report: 'Report',
  incident: 'Incident',
  device: 'Device or SIM',
  note: 'Note',
  staff: 'Member of staff',
  unknown: 'Not known',
};

const kFolders: Partial<Record<ItemKind, string>> = {
  person: 'people',
  staff: 'people',
  group: 'groups',
  place: 'places',
  report: 'reports',
  note: 'reports',
};

/** The folder of the API and of the page that opens an item. */
export function folder_of(kind: ItemKind): string {
  return kFolders[kind] ?? 'things';
}

export function path_of(kind: ItemKind, id: string): string {
  return `/${folder_of(kind)}/${encodeURIComponent(id)}`;
}

const kMarkings = ['OFFICIAL', 'OFFICIAL-SENSITIVE', 'SECRET', 'TOP SECRET'];

/** The higher of two markings; one we do not know counts as the highest. */
export function higher(a: string, b: string): string {
  if (!a) return b;
  if (!b) return a;
  const rank = (m: string) => {
    const at = kMarkings.indexOf(m.replace('OFFICIAL SENSITIVE', 'OFFICIAL-SENSITIVE'));
    return at < 0 ? kMarkings.length : at;
  };
  return rank(b) > rank(a) ? b : a;
}

/** "1 record", "3 records" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** The reference of a page's title may hold letters and digits of an id, never a name. */
export function title_of(reference: string): string {
  return reference ? `${reference} · sallyport` : 'sallyport';
}

/** A number grouped for reading: 07700900417 -> "07700 900417". Copying gives it unspaced. */
export function grouped(number: string): string {
  const plain = number.replace(/\s+/g, '');
  if (/^0\d{10}$/.test(plain)) return `${plain.slice(0, 5)} ${plain.slice(5)}`;
  return number;
}

/** Properties whose values are identifiers: set in the fixed-width face. */
export function is_identifier(property: string): boolean {
  return /number|phone|plate|account|card|urn|pnc|cro|crn|nomis|sort_code|postcode|imei|sim/i.test(
    property,
  );
}

/** The strip on every page: late feeds by name, the others in one line an agency. */
export function feed_lines(feeds: Feeds['feeds']): { words: string; late: boolean }[] {
  const late = feeds
    .filter((feed) => feed.late)
    .map((feed) => ({ words: `${feed.title} ${feed.age}, late`, late: true }));
  const agencies = [...new Set(feeds.map((feed) => feed.agency))];
  const rest = agencies.flatMap((agency) => {
    const there = feeds.filter((feed) => feed.agency === agency && !feed.late && feed.last);
    const oldest = there.reduce<(typeof there)[number] | undefined>(
      (a, b) => (a?.last && b.last && a.last.at <= b.last.at ? a : b),
      undefined,
    );
    if (!oldest) return [];
    const count = there.length === 1 ? '1 feed' : `${there.length} feeds`;
    return [{ words: `${oldest.tag} ${count}, oldest ${oldest.age}`, late: false }];
  });
  return [...late, ...rest];
}
