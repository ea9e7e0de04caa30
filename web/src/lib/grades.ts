// The four grading schemes with the definitions that stand beside the keys (College of Policing
// 3x5x2 and its 5x5x5 predecessor; Europol 4x4; Admiralty). A grade is never converted to another.
export interface Choice {
  code: string;
  words: string;
}
export interface Scheme {
  name: '3x5x2' | '5x5x5' | '4x4' | 'admiralty';
  title: string;
  source: Choice[];
  information: Choice[];
  handling: Choice[];
}

function choices(codes: string, words: string[]): Choice[] {
  return words.map((text, at) => ({ code: codes.charAt(at), words: text }));
}

export const kSchemes: Scheme[] = [
  {
    name: '3x5x2',
    title: '3x5x2 (police, current)',
    source: choices('123', ['Reliable', 'Untested', 'Not reliable']),
    information: choices('ABCDE', [
      'Known directly to the source',
      'Known indirectly to the source but corroborated',
      'Known indirectly to the source',
      'Not known',
      'Suspected to be false',
    ]),
    handling: choices('PC', [
      'Lawful sharing permitted',
      'Lawful sharing permitted with conditions',
    ]),
  },
  {
    name: '5x5x5',
    title: '5x5x5 (police, before 2016)',
    source: choices('ABCDE', [
      'Always reliable',
      'Mostly reliable',
      'Sometimes reliable',
      'Unreliable',
      'Untested source',
    ]),
    information: choices('12345', [
      'Known to be true without reservation',
      'Known personally to the source, not to the officer',
      'Not known personally to the source but corroborated',
      'Cannot be judged',
      'Suspected to be false',
    ]),
    handling: choices('12345', [
      'Police and other law enforcement in the UK',
      'Parties in the UK that do not prosecute',
      'Law enforcement abroad',
      'Only within the originating agency',
      'No further sharing: ask the originator',
    ]),
  },
  {
    name: '4x4',
    title: '4x4 (Europol)',
    source: choices('ABCX', [
      'No doubt; reliable in all instances',
      'Reliable in most instances',
      'Unreliable in most instances',
      'Reliability cannot be assessed',
    ]),
    information: choices('1234', [
      'Accuracy not in doubt',
      'Known personally to the source, not to the official passing it on',
      'Not known personally to the source but corroborated',
      'Not known personally to the source and cannot be corroborated',
    ]),
    handling: choices('0123', [
      'H0: to prevent and combat crime only',
      'H1: not in court without the provider’s permission',
      'H2: not passed on without the provider’s permission',
      'H3: other restrictions',
    ]),
  },
  {
    name: 'admiralty',
    title: 'Admiralty (6x6)',
    source: choices('ABCDEF', [
      'Completely reliable',
      'Usually reliable',
      'Fairly reliable',
      'Not usually reliable',
      'Unreliable',
      'Reliability cannot be judged',
    ]),
    information: choices('123456', [
      'Confirmed by other sources',
      'Probably true',
      'Possibly true',
      'Doubtful',
      'Improbable',
      'Truth cannot be judged',
    ]),
    handling: [],
  },
];

export interface Condition {
  code: string;
  words: string;
}
/** Ticked together, "for" conditions mean either; each is what filing takes (for:X, not:X). */
export const kConditions: Condition[] = [
  { code: 'for:security', words: 'For security departments' },
  { code: 'for:placement', words: 'For the placement desk' },
  { code: 'not:local-wings', words: 'Not to local wings' },
  { code: 'not:wing', words: 'Not to any wing' },
];

/** What a report can say about two items: kinds of link, in words from first to second. */
export const kAssertions: { kind: string; words: string }[] = [
  { kind: 'uses', words: 'uses' },
  { kind: 'member_of', words: 'is a member of' },
  { kind: 'associates_with', words: 'associates with' },
  { kind: 'family_of', words: 'is family of' },
  { kind: 'resides_at', words: 'lives at' },
  { kind: 'holds', words: 'holds' },
  { kind: 'drives', words: 'drives' },
  { kind: 'keep_apart', words: 'must be kept apart from' },
  { kind: 'hostile_to', words: 'is hostile to' },
  { kind: 'allied_with', words: 'is allied with' },
  { kind: 'supplies', words: 'supplies' },
  { kind: 'under_pressure_from', words: 'may be under pressure from' },
  { kind: 'contact_of', words: 'is a contact of' },
];
