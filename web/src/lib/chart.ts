// Geometry of the link chart: shapes of nodes, the nearest neighbour in a direction for the arrow
// keys. Positions come from the server (0..1000), so that the chart is the same each time.
import type { ChartEdge, ChartNode, ItemKind } from './api/types';
import { grouped } from './words';

export const kWidth = 1400;
export const kHeight = 700;
const kMargin = 60;

export function at(node: ChartNode): { x: number; y: number } {
  return {
    x: kMargin + (node.x / 1000) * (kWidth - 2 * kMargin),
    y: kMargin + (node.y / 1000) * (kHeight - 2 * kMargin - 30),
  };
}

/** Person circle, group rounded square, place house, numbers and other things a small diamond. */
export function shape_of(kind: ItemKind): 'circle' | 'square' | 'house' | 'diamond' | 'page' {
  if (kind === 'person' || kind === 'staff') return 'circle';
  if (kind === 'group' || kind === 'organisation') return 'square';
  if (kind === 'place') return 'house';
  if (kind === 'report' || kind === 'incident' || kind === 'note') return 'page';
  return 'diamond';
}

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** The nearest node within 60 degrees of the direction; what lies aside counts double. */
export function neighbour(
  nodes: ChartNode[],
  from: ChartNode,
  way: Direction,
): ChartNode | undefined {
  const here = at(from);
  let best: ChartNode | undefined;
  let least = Infinity;
  for (const node of nodes) {
    if (node.id === from.id) continue;
    const there = at(node);
    const across = way === 'ArrowLeft' || way === 'ArrowRight';
    const sign = way === 'ArrowLeft' || way === 'ArrowUp' ? -1 : 1;
    const ahead = sign * (across ? there.x - here.x : there.y - here.y);
    const aside = Math.abs(across ? there.y - here.y : there.x - here.x);
    if (ahead <= 0 || aside > ahead * 1.75) continue;
    const far = ahead + 2 * aside;
    if (far < least) {
      least = far;
      best = node;
    }
  }
  return best;
}

/** A label no longer than the chart can hold beside its neighbours. */
export function short(title: string, most = 26): string {
  const letters = [...title];
  return letters.length <= most ? title : `${letters.slice(0, most - 1).join('')}…`;
}

export function line_words(line: ChartEdge['line']): string {
  switch (line) {
    case 'solid':
      return 'recorded';
    case 'dashed':
      return 'worked out';
    case 'dotted':
      return 'weakly graded';
    case 'double':
      return 'keep apart';
    case 'crossed':
      return 'hostile';
  }
}

/** What stands on a line: the sentence without the names at its two ends, the count apart. */
export function predicate(words: string, a: string, b: string): string {
  let text = words;
  for (const end of [a, b, grouped(a), grouped(b)]) {
    if (end && text.startsWith(`${end} `)) text = text.slice(end.length + 1);
  }
  for (const end of [a, b, grouped(a), grouped(b)]) {
    const from = end ? text.indexOf(` ${end}`) : -1;
    if (from > 0) text = text.slice(0, from);
  }
  return text;
}
