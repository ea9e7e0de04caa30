// Sources numbered for print: each file and each report once, in the order the page names them.
import { getContext, setContext } from 'svelte';
import type { PersonPage, Telling, Timeline } from './api/types';

export interface NumberedSource {
  number: number;
  tag: string;
  title: string;
  grade: string;
  newest: string; // recorded
  age: string;
}

const kKey = Symbol('numbered sources');
const key_of = (one: Telling) => `${one.source.agency}|${one.source.title}|${one.grade ?? ''}`;

export class Numbered {
  private known = new Map<string, NumberedSource>();

  add(tellings: Telling[]): void {
    for (const one of tellings) {
      const key = key_of(one);
      const known = this.known.get(key);
      if (!known) {
        const grade = one.grade ? `${one.grade}: ${one.grade_words ?? ''}` : '';
        const { tag, title } = one.source;
        const number = this.known.size + 1;
        this.known.set(key, { number, tag, title, grade, newest: one.recorded, age: one.age });
      } else if (one.recorded > known.newest) {
        Object.assign(known, { newest: one.recorded, age: one.age });
      }
    }
  }
  of(one: Telling): number | undefined {
    return this.known.get(key_of(one))?.number;
  }
  list(): NumberedSource[] {
    return [...this.known.values()];
  }
}

/** In the order a person's page shows them. */
export function sources_of(person: PersonPage, timeline?: Timeline): Numbered {
  const all = new Numbered();
  all.add(person.numbers);
  all.add(person.memberships);
  all.add(person.under_pressure);
  all.add(person.keep_aparts);
  const { contacts, phones, vehicles, money, visits, incidents } = person;
  for (const list of [contacts, phones, vehicles, money, visits, incidents]) {
    for (const one of list) all.add(one.told);
  }
  for (const entry of person.custody) all.add(entry.told);
  for (const field of person.fields) all.add(field.values);
  for (const entry of timeline?.entries ?? []) all.add(entry.told);
  for (const one of timeline?.together ?? []) all.add(one.told);
  return all;
}

export function number_sources(numbered: () => Numbered | undefined): void {
  setContext(kKey, numbered);
}
export function numbered_sources(): () => Numbered | undefined {
  return getContext<(() => Numbered | undefined) | undefined>(kKey) ?? (() => undefined);
}
