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

const kIdentifiers =
  /(^|_)(number|phone|plate|account|card|urn|pnc|cro|crn|nomis|sort_code|postcode|imei|sim)(_|$)/i;

/** Properties whose values are identifiers: set in the fixed-width face. */
export function is_identifier(property: string): boolean {
  return kIdentifiers.test(property);
}

const kMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const kDays = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

/** "2026-10-15" -> "15 Oct 2026", with the weekday "Thu 15 Oct 2026"; anything else as it is */
export function date_words(date: string, weekday = false): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  const month = kMonths[Number(parts?.[2]) - 1];
  if (!parts || !month) return date;
  const words = `${Number(parts[3])} ${month} ${parts[1]}`;
  return weekday ? `${kDays[new Date(`${date}T12:00:00Z`).getUTCDay()]} ${words}` : words;
}

/** "Thu 15 Oct 2026 18:30" -> "18:30" */
export function hour_of(local: string): string {
  return /\d\d:\d\d$/.exec(local)?.[0] ?? local;
}

/** "Sat 2 May 2026 00:00" -> "Sat 2 May 2026" */
export function day_of(local: string): string {
  return local.replace(/ \d\d:\d\d$/, '');
}

/** The first letter of a line is a capital. */
export function sentence_case(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "northmoor-police" -> "Northmoor": the tag beside it says police */
export function agency_words(agency: string): string {
  const name = agency.split('-').slice(0, -1).join(' ') || agency;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export interface FeedLine {
  words: string;
  late: boolean;
  tag?: string;
  title: string;
}

/** The strip on every page: late feeds by name, the others in one line an agency. */
export function feed_lines(feeds: Feeds['feeds']): FeedLine[] {
  const late = feeds
    .filter((feed) => feed.late)
    .map((feed) => ({
      words: `${feed.title} ${feed.age}, late`,
      late: true,
      tag: feed.tag,
      title: feed.title,
    }));
  const agencies = [...new Set(feeds.map((feed) => feed.agency))];
  const rest = agencies.flatMap((agency): FeedLine[] => {
    const there = feeds.filter((feed) => feed.agency === agency && !feed.late && feed.last);
    const oldest = there.reduce<(typeof there)[number] | undefined>(
      (a, b) => (a?.last && b.last && a.last.at <= b.last.at ? a : b),
      undefined,
    );
    if (!oldest) return [];
    const title = `${counted(there.length, 'feed')} in time; the oldest: ${oldest.title}`;
    const words = `${agency_words(agency)} ${oldest.age}`;
    return [{ words, late: false, tag: oldest.tag, title }];
  });
  return [...late, ...rest];
}

const kVerbs: Record<string, string> = {
  person: 'A person',
  identity: 'Why records are one person',
  timeline: 'A time line',
  group: 'A group',
  place: 'A place',
  thing: 'A number or thing',
  report: 'A report',
  'standard-report': 'A report to print',
  search: 'A search',
  suggest: 'A search, as typed',
  path: 'How two are connected',
  neighbourhood: 'A chart',
  arrivals: 'Arrivals',
  export: 'Taken out as a file',
  judge: 'A judgement',
  'undo-judgement': 'A judgement taken back',
  today: 'Today',
  feeds: 'Feeds',
  imports: 'Imports',
  import: 'An import',
  'import-rejected': 'Rejected rows of an import',
  'import-alike': 'Reports of an import known again',
  'import-retraction': 'What rests on an import',
  alike: 'Reports that say the same',
  'file-report': 'A report filed',
  log: 'This log',
};

/** What a look was, in words. */
export function verb_words(verb: string): string {
  return kVerbs[verb] ?? sentence_case(verb.replaceAll('-', ' '));
}

/** What was asked for, when it was words: those of a search. */
export function asked_words(request: string): string {
  const body = request.slice(Math.max(0, request.indexOf('{')));
  try {
    const asked = JSON.parse(body) as { q?: unknown };
    if (typeof asked.q === 'string') return `“${asked.q}”`;
  } catch {
    // an address without a body, or a body that was cut
  }
  return '';
}

/** "2026-11-22T11:56:30.731714Z" -> "Sun 22 Nov 2026 11:56" by the clock on the wall here */
export function london_words(at: string): string {
  const zone = { timeZone: 'Europe/London' } as const;
  const when = new Date(at);
  const day = when.toLocaleDateString('sv-SE', zone); // 2026-11-22
  const hour = when.toLocaleTimeString('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' });
  return `${date_words(day, true)} ${hour}`;
}
