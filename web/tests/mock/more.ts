// The other invented answers: groups, places, things, reports, paths, charts, arrivals, imports.
import type * as api from '../../src/lib/api/types';
import {
  arrival_proposal,
  ashlar,
  cell,
  cell_renn,
  dockline,
  durik,
  dzurik,
  entries,
  feeds,
  find,
  hostel,
  id,
  kessell,
  kMarking,
  people,
  phone,
  prill,
  ransome,
  renn,
  report,
  saltpan,
  says,
  source,
  time,
  vehicle,
  wexmoor,
  wing,
} from './data';

const mapping = source('POL', 'Group mapping', 4);
const roll = source('PRI', 'Prison roll', 3);
const to = (one: api.Item): api.Segment => ({ text: one.title, id: one.id, kind: one.kind });
const fields = (people[kessell.id] as api.PersonPage).fields;

export const group: api.GroupPage = {
  ...kMarking,
  self: ashlar.id,
  title: ashlar.title,
  reference: '991/0010112',
  definition:
    'Three or more people who act, or agree to act, together for crime (Serious Crime ' +
    'Act 2015 s.45).',
  fields: fields.slice(0, 1),
  members: [
    {
      person: ransome,
      standing: 'Principal',
      role: '',
      status: 'ACT',
      status_words: 'Active',
      link: id(72),
      where_tonight: [{ text: 'Outside, on licence' }],
      told: [says(mapping, '2 B C', 'untested; known indirectly to the source')],
    },
    {
      person: renn,
      standing: 'Significant',
      role: '',
      status: 'ACT',
      status_words: 'Active',
      link: id(70),
      where_tonight: [{ text: 'Wexmoor ' }, to(cell_renn)],
      told: [says(mapping)],
    },
  ],
  where_members_are: [{ place: 'Wexmoor', wing: 'B', count: 1, people: [renn] }],
  relations: [
    {
      words: [{ text: 'Hostile to ' }, to(dockline), { text: ' since 22 Aug' }],
      group: dockline,
      relation: 'hostile_to',
      ...says(source('POL', 'Report NMP/2026/000102', 50, 'report'), '1 B C'),
      from: '22 Aug 2026',
    },
  ],
  under_pressure: [],
  reports: [report],
};

export const place: api.PlacePage = {
  ...kMarking,
  self: wing.id,
  title: 'Wexmoor B',
  reference: 'WEX-B',
  fields: fields.slice(2, 3),
  parents: [wexmoor],
  children: [
    { place: cell_renn, people: 1 },
    { place: cell, people: 1 },
  ],
  tonight: [
    {
      person: renn,
      cell: cell_renn,
      since: time('2026-09-02T10:00:00Z', 'Wed 2 Sep 2026 11:00'),
      words: [{ text: 'Keep apart from ' }, to(durik), { text: ', wing' }],
    },
    {
      person: prill,
      cell,
      since: time('2026-08-30T10:00:00Z', 'Sun 30 Aug 2026 11:00'),
      words: [{ text: 'Wing cleaner' }],
    },
  ],
  incidents: entries.slice(3),
};

function thing(of: api.Item, more: Partial<api.ThingPage>): api.ThingPage {
  return {
    ...kMarking,
    self: of.id,
    kind: of.kind,
    title: of.title,
    reference: `Thing ${of.id.slice(-6)}`,
    fields: [],
    contacts: [],
    contacts_from: 0,
    contacts_all: more.contacts?.length ?? 0,
    timeline: [],
    timeline_older: 0,
    reports: [],
    ...more,
  };
}
export const things: Record<string, api.ThingPage> = {
  [phone.id]: thing(phone, {
    contacts: [
      {
        item: kessell,
        words: [{ text: 'Used by ' }, to(kessell)],
        ids: [id(50)],
        told: [says(mapping)],
      },
      {
        item: prill,
        words: [{ text: 'Called 23 times by ' }, to(prill)],
        ids: [id(61)],
        told: [says(roll)],
        first: '16 Sep 2026',
        last: '14 Oct 2026',
      },
    ],
    timeline: entries.slice(1, 2),
    reports: [report],
    fields: fields.slice(0, 1),
  }),
  [hostel.id]: thing(hostel, { shared_by: 63 }),
  [vehicle.id]: thing(vehicle, { timeline: entries.slice(2, 3) }),
  [find.id]: thing(find, { timeline: entries.slice(3) }),
};

export const report_page: api.ReportPage = {
  ...kMarking,
  self: report.id,
  title: 'Report NMP/2026/000091',
  reference: 'NMP/2026/000091',
  scheme: '3x5x2',
  grade: '1 A P',
  grade_words: 'reliable; known directly to the source',
  handling: 'P',
  conditions: ['Not to local wings'],
  originator: 'Edda Moran',
  agency: 'northmoor-police',
  agency_words: 'Northmoor police',
  date: '2 Sep 2026',
  text: 'The number 07700 900417 is used by Martha KESSELL, born 04.03.1989, of 6 Saltpan Row.',
  says: [{ words: [to(kessell), { text: ' uses ' }, to(phone)], ids: [id(1)] }],
  same_origin: [],
  fields: fields.slice(0, 1),
};
export const standard =
  'OFFICIAL-SENSITIVE\nNMP/2026/000091  2 Sep 2026  3x5x2  1 A P\n\n' +
  report_page.text +
  '\n\nOFFICIAL-SENSITIVE\n';

const case_file = source('PRO', 'Probation case', 2);
const pa1 = source('POL', 'Report NMP/2026/000091', 50, 'report');
const calls = source('PRI', 'Calls', 3);
export const path: api.PathAnswer = {
  ...kMarking,
  paths: [
    {
      steps: [
        {
          from: ransome,
          to: kessell,
          words: [to(ransome), { text: ' gave as emergency contact ' }, to(kessell)],
          told: [says(case_file)],
          tag: 'PRO',
        },
        {
          from: kessell,
          to: phone,
          words: [to(kessell), { text: ' uses ' }, to(phone)],
          told: [says(pa1)],
          tag: 'POL',
          grade: '1 A P',
        },
        {
          from: phone,
          to: prill,
          words: [to(phone), { text: ' was called 23 times by ' }, to(prill)],
          told: [says(calls)],
          tag: 'PRI',
        },
      ],
    },
  ],
  without: [[{ text: 'Without ' }, to(kessell), { text: ' these halves do not meet.' }]],
  rests_on: [case_file, pa1, calls],
};

const node = (
  of: api.Item,
  x: number,
  y: number,
  custody: api.ChartNode['custody'],
  more: Partial<api.ChartNode> = {},
): api.ChartNode => ({ ...of, x, y, custody, seed: false, ...more });
const edge = (
  a: api.Item,
  b: api.Item,
  kind: string,
  words: string,
  line: api.ChartEdge['line'],
  tag: string,
  count = 1,
): api.ChartEdge => ({
  a: a.id,
  b: b.id,
  kind,
  words,
  line,
  tag,
  count,
  ids: [id(50)],
  told: [says(mapping)],
});
export const neighbourhood: api.Neighbourhood = {
  ...kMarking,
  nodes: [
    node(ransome, 100, 300, 'out', { seed: true }),
    node(kessell, 350, 400, 'not known'),
    node(phone, 600, 400, 'not known'),
    node(prill, 880, 300, 'in', { seed: true }),
    node(ashlar, 250, 40, 'not known'),
    node(dockline, 620, 60, 'not known'),
    node(renn, 480, 160, 'in'),
    node(durik, 860, 60, 'not known'),
    node(hostel, 720, 850, 'not known', { hub: '63 people' }),
    node(saltpan, 180, 850, 'not known'),
  ],
  edges: [
    edge(ransome, kessell, 'emergency_contact', 'emergency contact', 'solid', 'PRO'),
    edge(kessell, phone, 'uses', 'uses', 'solid', 'POL'),
    edge(prill, phone, 'call', 'called', 'solid', 'PRI', 23),
    edge(ransome, ashlar, 'member_of', 'member', 'solid', 'POL'),
    edge(renn, ashlar, 'member_of', 'member', 'dotted', 'POL'),
    edge(ashlar, dockline, 'hostile_to', 'hostile to', 'crossed', 'POL'),
    edge(renn, durik, 'keep_apart', 'keep apart', 'double', 'PRI'),
    edge(renn, hostel, 'call', 'called', 'solid', 'PRI', 4),
    edge(ransome, saltpan, 'resides_at', 'lives at', 'solid', 'PRO'),
    edge(kessell, saltpan, 'resides_at', 'lives at', 'dashed', 'PRO'),
  ],
  counts: [
    { kind: 'call', words: 'calls', count: 41 },
    { kind: 'visit', words: 'visits', count: 3 },
  ],
};

export const arrivals: api.Arrivals = {
  ...kMarking,
  day: 'Thu 15 Oct 2026',
  arrivals: [
    {
      person: dzurik,
      from: { ...wexmoor, id: id(35), title: 'Ostrey' },
      to: wexmoor,
      time: time('2026-10-15T17:30:00Z', '18:30'),
      planned_cell: 'B1-09',
      movement: id(80),
      conflicts: [
        {
          kind: 'keep apart',
          words: [
            { text: 'Not on a wing with ' },
            to(renn),
            { text: ': prison non-association on number Z8877ZD, possible same person' },
          ],
          possible_same: { a: arrival_proposal.a, b: arrival_proposal.b },
        },
        {
          kind: 'hostile groups',
          words: [{ text: 'His group and ' }, to(ashlar), { text: ' are hostile' }],
        },
      ],
    },
    {
      person: { ...prill, id: id(10), title: 'Jonah Reyes-Holt', subtitle: 'Z9060ZJ' },
      to: wexmoor,
      time: time('2026-10-15T18:00:00Z', '19:00'),
      planned_cell: 'A1-02',
      movement: id(81),
      conflicts: [],
    },
  ],
};

export const together: api.Together[] = [
  {
    person: durik,
    because: 'to be kept apart',
    nearness: 'wing',
    words: [{ text: 'Martha Kessell and ' }, to(durik), { text: ' were on Wexmoor B wing' }],
    from: time('2026-09-12T10:00:00Z', 'Sat 12 Sep 2026 11:00'),
    until: time('2026-09-20T10:00:00Z', 'Sun 20 Sep 2026 11:00'),
    told: [says(roll)],
  },
  {
    person: renn,
    because: 'also in Ashlar Street',
    nearness: 'landing',
    words: [{ text: 'Martha Kessell and ' }, to(renn), { text: ' were on Wexmoor B1 landing' }],
    from: time('2026-10-01T10:00:00Z', 'Thu 1 Oct 2026 11:00'),
    told: [says(roll)],
  },
];

const { feeds: kFeeds } = feeds;
export const today: api.Today = {
  ...kMarking,
  at: time('2026-10-15T06:00:00Z', 'Thu 15 Oct 2026 07:00'),
  places: [wexmoor],
  arrivals: arrivals.arrivals,
  releases: [
    {
      person: { ...prill, id: id(11), title: 'Colm Varley', subtitle: 'Z9031ZE' },
      place: wexmoor,
      day: time('2026-10-15T23:00:00Z', 'Fri 16 Oct 2026 00:00'),
      planned: true,
      release: id(82),
      told: says(roll),
    },
  ],
  matches: [
    {
      person: dzurik,
      why: 'arrives 18:30',
      may_be: {
        person: durik,
        do: [],
        do_not: [[{ text: 'Do not place with ' }, to(renn), { text: ' (Cell, landing and wing)' }]],
      },
      others: 1,
    },
  ],
  matches_more: 3,
  news: {
    since: time('2026-10-14T21:10:00Z', 'Wed 14 Oct 2026 22:10'),
    lines: [
      {
        about: renn,
        why: 'here, B1-05',
        words: [{ text: 'Keep apart from ' }, to(durik), { text: ': Cell, landing and wing' }],
      },
      { about: report, words: [{ text: 'Speaks of ' }, to(prill)] },
    ],
    more: 2,
  },
  feeds: kFeeds,
};
export const empty_today: api.Today = {
  ...kMarking,
  at: today.at,
  places: [],
  arrivals: [],
  releases: [],
  matches: [],
  matches_more: 0,
  feeds: kFeeds.filter((feed) => !feed.late).slice(0, 2),
};

export const done: api.ImportState = {
  id: id(90),
  file: 'moves-15-oct.csv',
  feed: 'moves',
  agency: 'estmere-prisons',
  by: 'dana.whitlock',
  at: time('2026-10-15T05:10:00Z', 'Thu 15 Oct 2026 06:10'),
  rows: 1240,
  taken: 1190,
  unchanged: 48,
  rejected: 2,
  refused: 17,
  committed: true,
  rejects: [
    {
      row: 17,
      field: 'date',
      value: '31/02/2026',
      expected: 'a day that exists',
      problem: 'Write the day again as day/month/year',
    },
  ],
};
export const alike: api.AlikeReports = {
  ...kMarking,
  more: 0,
  lines: [
    {
      number: 'NMP/2026/000777',
      other: report,
      likeness: 'text',
      words: [{ text: 'The same text came as ' }, to(report), { text: ' on 2 Sep 2026' }],
    },
  ],
};
export const dry: api.ImportState = {
  ...done,
  id: id(91),
  committed: false,
  dry_run: true,
  new_records: 12,
  alike: alike.lines,
  changes: [{ key: 'Z9012ZB', property: 'cell', before: 'B2-11', after: 'B2-13' }],
};
export const retraction: api.Retraction = {
  records: 12,
  links: 4,
  events: 1178,
  stay: 2,
  done: false,
  judgements: [[{ text: 'Dana Whitlock said Same about ' }, to(dzurik), { text: ' on 15 Oct' }]],
  citations: [[{ text: 'Report NMP/2026/004417: ' }, to(dzurik), { text: ' uses 07700 900417' }]],
  more: 0,
};
export { roll };

export const looks: api.LogOfLooks = {
  marking: 'OFFICIAL-SENSITIVE',
  partial: true,
  older: '17',
  looks: [
    {
      at: '2026-10-15T06:58:10.000000Z',
      user: 'dana.whitlock',
      verb: 'search',
      request: '/api/search {"q":"900417"}',
      about: [],
      about_more: 0,
      purpose: 'security',
      reason: "Tonight's arrivals at Wexmoor",
      came_from: 'free search',
      session: 'a',
      shown_count: 3,
      shown: [id(40)],
      answer_digest: 'd',
    },
    {
      at: '2026-10-15T06:59:02.000000Z',
      user: 'dana.whitlock',
      verb: 'person',
      request: `/api/people/${id(1)}`,
      about: [{ id: id(1), words: 'Martha Kessell', kind: 'person' }],
      about_more: 0,
      purpose: 'security',
      reason: 'came from search',
      came_from: 'search:page',
      session: 'a',
      shown_count: 21,
      shown: [id(1)],
      answer_digest: 'd',
    },
    {
      at: '2026-10-15T06:59:40.000000Z',
      user: 'kerstin.vale',
      verb: 'person',
      request: `/api/people/${id(77)}`,
      about: [{ id: id(77), words: 'a record you may not see' }],
      about_more: 0,
      purpose: 'security',
      reason: 'LANTERN review',
      came_from: 'free search',
      session: 'b',
      shown_count: 4,
      shown: [id(77)],
      answer_digest: 'd',
    },
  ],
};
