// What several sources say, told once: equal values become one line with its sources, values that
// differ stand side by side. Pure functions of the API's answers; nothing is left out.
import type {
  Evidence,
  Field,
  Membership,
  PersonPage,
  Sentence,
  Telling,
  Value,
} from './api/types';
import { date_words, sentence_case } from './words';

/** One source of a line; how many records of the same file say so; how sure it is itself. */
export interface Said extends Telling {
  count?: number;
  certainty?: Value['certainty'];
}
export interface Line {
  value: string;
  meaning?: string; // of a code
  written: string[];
  valid: string;
  tellings: Said[];
}
export interface Told {
  property: string;
  words: string;
  lines: Line[];
  differ: boolean;
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
const digits = (text: string) => [...text.replace(/\D/g, '')].sort().join('');

/** What the source wrote, when it says more than the value does. */
function written(value: Value): string {
  const raw = value.raw ?? '';
  if (!raw || plain(raw) === plain(value.value)) return '';
  if (/^\d{4}-\d\d-\d\d$/.test(value.value) && digits(raw) === digits(value.value)) return '';
  return raw;
}

/** "from 2 Mar 2026 to 1 Oct 2026" */
function span(value: { from?: string; to?: string }): string {
  return [value.from && `from ${date_words(value.from)}`, value.to && `to ${date_words(value.to)}`]
    .filter(Boolean)
    .join(' ');
}

/** The newest of what one file says alike; ages are told, not compared. */
function add(tellings: Said[], value: Said): void {
  const { source, grade, grade_words, certainty, recorded, age } = value;
  const one: Said = { source, grade, grade_words, certainty, recorded, age };
  const same = tellings.find(
    (other) =>
      other.source.agency === one.source.agency &&
      other.source.title === one.source.title &&
      other.grade === one.grade &&
      other.certainty === one.certainty,
  );
  if (!same) {
    tellings.push({ ...one, count: 1 });
    return;
  }
  same.count = (same.count ?? 1) + 1;
  if (recorded > same.recorded) Object.assign(same, { recorded, age });
}

/** Sources differ when two of them give other sets of values: two aliases in one file do not. */
function differ(field: Field): boolean {
  const sets = new Map<string, Set<string>>();
  for (const value of field.values) {
    const key = `${value.source.agency} ${value.source.record}`;
    sets.set(key, (sets.get(key) ?? new Set()).add(plain(value.value)));
  }
  const texts = [...sets.values()].map((set) => [...set].sort().join('\n'));
  return field.differ && new Set(texts).size > 1;
}

export function told(field: Field): Told {
  const lines: Line[] = [];
  for (const value of field.values) {
    const valid = span(value);
    let line = lines.find((one) => one.value === value.value && one.valid === valid);
    if (!line) {
      line = { value: value.value, meaning: value.meaning, written: [], valid, tellings: [] };
      lines.push(line);
    }
    const raw = written(value);
    if (raw && !line.written.includes(raw)) line.written.push(raw);
    add(line.tellings, value);
  }
  return { property: field.property, words: field.words, lines, differ: differ(field) };
}

/** One group: what each source says of the standing in it. */
export interface InGroup {
  group: Membership['group'];
  says: { standing: string; role: string; status: string; valid: string; tellings: Said[] }[];
  band: string;
  differ: boolean;
}

export function by_group(memberships: Membership[]): InGroup[] {
  const groups: InGroup[] = [];
  for (const one of memberships) {
    let into = groups.find((group) => group.group.id === one.group.id);
    if (!into) {
      const band = one.evidence.map((value) => `${value.words} ${value.value}`).join('; ');
      into = { group: one.group, says: [], band, differ: false };
      groups.push(into);
    }
    const { standing, role, status_words: status } = one;
    const valid = span(one);
    let line = into.says.find(
      (other) =>
        other.standing === standing &&
        other.role === role &&
        other.status === status &&
        other.valid === valid,
    );
    if (!line) {
      line = { standing, role, status, valid, tellings: [] };
      into.says.push(line);
    }
    add(line.tellings, { ...one, certainty: 'recorded' });
    into.differ = new Set(into.says.map((say) => say.standing).filter(Boolean)).size > 1;
  }
  return groups;
}

export interface Dated {
  at: string; // for sorting: 2026-10-15, or with the hour
  shown: string;
  words: Sentence;
}

/** What is still to come, soonest first: planned moves and releases. */
export function to_come(person: PersonPage, now: string): Dated[] {
  return person.custody
    .filter((entry) => entry.time.at > now)
    .map((entry) => ({ at: entry.time.at, shown: entry.time.local, words: entry.words }));
}

/** "Sat 2 May 2026 00:00" -> "2 May 2026" */
const day_of = (local: string) => local.replace(/^[A-Z][a-z]{2} | \d\d:\d\d$/g, '');

/** The newest dated facts, newest first. */
export function newest(person: PersonPage, now: string, most = 4): Dated[] {
  const facts: Dated[] = person.custody
    .filter((entry) => entry.time.at <= now)
    .map((entry) => ({
      at: entry.time.at,
      shown: day_of(entry.time.local),
      words: entry.words,
    }));
  const { contacts, phones, vehicles, money, visits, incidents } = person;
  for (const list of [contacts, phones, vehicles, money, visits, incidents]) {
    for (const one of list) {
      const day = one.last ?? one.first;
      if (day) facts.push({ at: day, shown: date_words(day), words: one.words });
    }
  }
  for (const report of person.reports) {
    const day = /\d{4}-\d\d-\d\d/.exec(report.subtitle)?.[0];
    const words = [{ text: sentence_case(report.title), id: report.id, kind: report.kind }];
    if (day) facts.push({ at: day, shown: date_words(day), words });
  }
  return facts.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, most);
}

/** Proposals about one outside record, the strongest first: one decision each. */
export function by_outside(proposals: Evidence[], members: string[]): Evidence[][] {
  const sets = new Map<string, Evidence[]>();
  for (const one of proposals) {
    const outside = members.includes(one.a) ? one.b : one.a;
    sets.set(outside, [...(sets.get(outside) ?? []), one]);
  }
  for (const set of sets.values()) set.sort((a, b) => b.bits - a.bits);
  return [...sets.values()];
}
