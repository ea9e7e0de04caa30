// Where things stand on a drawn time line: lanes of marks between two days, and who was near. Pure;
// whole units of the drawing (px on the screen), so that it can be tested.
import type { TimelineEntry, Together } from './api/types';

export interface Mark {
  x: number;
  width: number; // 0: a moment
  count: number; // several that would stand on one another
  label: string; // of a bar that has room for it
}
export interface Lane {
  name: string;
  marks: Mark[];
  count: number; // within the days shown
}
export interface Near {
  name: string;
  because: string;
  apart: boolean; // to be kept apart
  bars: { x: number; width: number; nearness: Together['nearness'] }[];
}
export interface Tick {
  x: number;
  words: string;
}

export const kLanes = ['custody', 'contacts', 'money', 'incidents', 'reports'] as const;
export const kDay = 86_400_000;
const kClose = 7; // marks nearer than this become one with a count
const kLetter = 7; // about the width of one in a bar's label
const kMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export interface Span {
  from: number; // ms
  to: number;
}

const at_of = (time: { at: string }) => Date.parse(time.at);

/** From the first to the last of everything, to now where something lasts, a little room on both
 * sides; at least a month. */
export function whole_span(entries: TimelineEntry[], together: Together[], now: number): Span {
  const lasts = together.some((one) => !one.until) || entries.at(-1)?.what === 'Cell';
  const times = [
    ...(lasts ? [now] : []),
    ...entries.flatMap((one) => [at_of(one.time), one.until ? at_of(one.until) : at_of(one.time)]),
    ...together.flatMap((one) => [at_of(one.from), at_of(one.until ?? one.from)]),
  ];
  if (!times.length) return { from: 0, to: 30 * kDay };
  const from = Math.min(...times);
  const to = Math.max(...times, from + 30 * kDay);
  const room = Math.round((to - from) / 50);
  return { from: from - room, to: to + room };
}

/** The last so many days of it. */
export function last_days(span: Span, days: number): Span {
  return { from: Math.max(span.from, span.to - days * kDay), to: span.to };
}

/** Half its own length earlier or later, not beyond the whole. */
export function moved(span: Span, whole: Span, by: 1 | -1): Span {
  const length = span.to - span.from;
  const wanted = span.from + (by * length) / 2;
  const from = Math.max(whole.from, Math.min(whole.to - length, wanted));
  return { from, to: from + length };
}

/** Until when somebody lay in a cell: the next cell, move or release, else now. */
function bars_of(entries: TimelineEntry[], now: number): Map<string, number> {
  const ends = new Map<string, number>();
  const ending = entries.filter((one) => ['Cell', 'Move', 'Release'].includes(one.what));
  ending.forEach((one, at) => {
    if (one.what !== 'Cell') return;
    const later = ending.slice(at + 1).find((next) => at_of(next.time) > at_of(one.time));
    ends.set(one.id, Math.min(now, later ? at_of(later.time) : now));
  });
  return ends;
}

const text_of = (entry: TimelineEntry) => entry.words.map((part) => part.text).join('');

function scale(span: Span, width: number): (time: number) => number {
  return (time) => Math.round(((time - span.from) / (span.to - span.from)) * width);
}

function lane_of(
  name: string,
  entries: TimelineEntry[],
  span: Span,
  width: number,
  now: number,
): Lane {
  const x_of = scale(span, width);
  const ends = bars_of(entries, now);
  const marks: Mark[] = [];
  let count = 0;
  for (const entry of entries) {
    const from = at_of(entry.time);
    const to = entry.until ? at_of(entry.until) : (ends.get(entry.id) ?? from);
    if (to < span.from || from > span.to) continue;
    count += 1;
    const x = Math.max(0, x_of(from));
    const end = Math.min(width, x_of(to));
    if (end - x >= kClose) {
      const where = / was put in (.+)$/.exec(text_of(entry))?.[1] ?? '';
      const label = where.length * kLetter < end - x - kClose ? where : '';
      marks.push({ x, width: end - x, count: 1, label });
      continue;
    }
    const last = marks.at(-1);
    if (last && !last.width && x - last.x < kClose) last.count += 1;
    else marks.push({ x, width: 0, count: 1, label: '' });
  }
  return { name, marks, count };
}

/** Every lane, empty ones too: that nothing is known is seen. */
export function lanes_of(
  entries: TimelineEntry[],
  span: Span,
  width: number,
  now: number,
): Lane[] {
  return kLanes.map((name) =>
    lane_of(
      name,
      entries.filter((entry) => entry.lane === name),
      span,
      width,
      now,
    ),
  );
}

/** One row a person: to be kept apart first, then who was near longest. */
export function near_of(
  together: Together[],
  span: Span,
  width: number,
  now: number,
  most = 6,
): { rows: Near[]; more: number } {
  const x_of = scale(span, width);
  const people = new Map<string, Near & { long: number }>();
  for (const one of together) {
    const from = at_of(one.from);
    const to = one.until ? at_of(one.until) : now;
    if (to < span.from || from > span.to) continue;
    const apart = one.because === 'to be kept apart';
    const row = people.get(one.person.id) ?? {
      name: one.person.title,
      because: one.because,
      apart,
      bars: [],
      long: 0,
    };
    const x = Math.max(0, x_of(from));
    const end = Math.min(width, x_of(to));
    row.bars.push({ x, width: Math.max(3, end - x), nearness: one.nearness });
    row.long += to - from;
    people.set(one.person.id, row);
  }
  const rows = [...people.values()].sort(
    (a, b) => Number(b.apart) - Number(a.apart) || b.long - a.long,
  );
  return { rows: rows.slice(0, most), more: Math.max(0, rows.length - most) };
}

/** Firsts of months, quarters or years, as many as have room. */
export function ticks_of(span: Span, width: number): Tick[] {
  const x_of = scale(span, width);
  const room = Math.max(1, Math.floor(width / 80));
  const months = (span.to - span.from) / (30.4 * kDay);
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((each) => months / each <= room) ?? 240;
  const first = new Date(span.from);
  const ticks: Tick[] = [];
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth() + 1) / step) * step;
  for (; ticks.length < 60; month += step) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time > span.to) break;
    const year = Math.floor(month / 12);
    const words = step >= 12 ? `${year}` : `${kMonths[month % 12]} ${year}`;
    ticks.push({ x: x_of(time), words });
  }
  return ticks;
}
