// What to show when a request was refused.
import { kNothing } from '../words';
import { Refused } from './client';

export interface Said {
  title: string;
  advice: string;
  absent: boolean;
}

export function said(why: unknown): Said {
  if (why instanceof Refused) {
    if (why.absent) return { title: kNothing, advice: '', absent: true };
    const { title, detail, advice } = why.problem;
    return { title, advice: [detail, advice].filter(Boolean).join(' '), absent: false };
  }
  return {
    title: 'This page could not be shown',
    advice: 'Try again. If it stays so, ring the number at the foot of the page.',
    absent: false,
  };
}
