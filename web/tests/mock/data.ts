// Invented answers for the page tests, typed by the API's own types. Nobody here exists.
import type * as api from '../../src/lib/api/types';

export const kMarking = { marking: 'OFFICIAL-SENSITIVE', partial: false };
export const id = (number: number) => `01M0CK${String(number).padStart(20, '0')}`;

type Tag = api.Source['tag'];
const kAgencies: Record<Tag, string> = {
  POL: 'northmoor-police',
  PRI: 'estmere-prisons',
  PRO: 'estmere-probation',
  REG: 'estmere-regional',
};
export function source(tag: Tag, title: string, record: number, kind: api.ItemKind = 'person') {
  return { record: id(record), kind, agency: kAgencies[tag], tag, title };
}
export function item(
  number: number,
  kind: api.ItemKind,
  title: string,
  subtitle: string,
  tags: string[],
): api.Item {
  return { id: id(number), kind, title, subtitle, tags };
}
export function says(from: api.Source, grade?: string, grade_words?: string): api.Telling {
  return { source: from, grade, grade_words, recorded: '2026-10-12', age: '3 days old' };
}
function value(
  property: string,
  words: string,
  given: string,
  from: api.Source,
  more: Partial<api.Value> = {},
): api.Value {
  return {
    property,
    words,
    value: given,
    ...says(from),
    certainty: 'recorded',
    ...more,
  };
}
function field(values: api.Value[]): api.Field {
  const first = values[0] as api.Value;
  return {
    property: first.property,
    words: first.words,
    values,
    differ: new Set(values.map((one) => one.value)).size > 1,
  };
}
export const time = (at: string, local: string): api.Time => ({ at, local });
const to = (one: api.Item): api.Segment => ({ text: one.title, id: one.id, kind: one.kind });

export const kessell = item(1, 'person', 'Martha Kessell', 'born 4 Mar 1989', ['POL', 'PRO']);
export const ransome = item(2, 'person', 'Victor Ransome', 'born 11 Jan 1974', ['POL', 'PRO']);
export const prill = item(3, 'person', 'Owen Prill', 'Z9012ZB, born 2 Jun 1991', ['PRI']);
export const renn = item(4, 'person', 'Tobias Renn', 'Z9011ZA, born 19 Jul 1986', ['POL', 'PRI']);
export const dzurik = item(5, 'person', 'Kamil Dzurik', 'Z9021ZC, born 8 Feb 1990', ['POL', 'PRI']);
export const durik = item(6, 'person', 'Camille Durik', 'Z8877ZD, born 8 Feb 1990', ['PRI']);
export const samir = item(7, 'person', 'سامر الخطيب', 'born 1 Jan 1993', ['POL']);
export const ashlar = item(20, 'group', 'Ashlar Street', '991/0010112', ['POL']);
export const dockline = item(21, 'group', 'Dockline', '991/0010140', ['POL']);
export const wexmoor = item(30, 'place', 'Wexmoor', 'local prison', ['PRI']);
export const wing = item(31, 'place', 'Wexmoor B', 'wing', ['PRI']);
export const cell = item(32, 'place', 'B2-13', 'cell, Wexmoor', ['PRI']);
export const cell_renn = item(33, 'place', 'B1-05', 'cell, Wexmoor', ['PRI']);
export const saltpan = item(34, 'place', '6 Saltpan Row', 'address', ['POL', 'PRO']);
export const phone = item(40, 'phone', '07700900417', 'mobile', ['POL', 'PRI']);
export const hostel = item(41, 'phone', '01632960144', 'public line', ['PRI']);
export const vehicle = item(42, 'vehicle', 'QZ21 KLN', 'van, grey', ['POL']);
export const report = item(50, 'report', 'NMP/2026/000091', '2 Sep 2026', ['POL']);
export const find = item(51, 'incident', 'Find, cell B2-14', 'Fri 9 Oct 2026', ['PRI']);

const pa1 = source('POL', 'Report NMP/2026/000091', 50, 'report');
const roll = source('PRI', 'Prison roll', 3);
const case_file = source('PRO', 'Probation case', 2);
const calls = source('PRI', 'Calls', 3);
const visits = source('PRI', 'Visitor register', 8);
const mapping = source('POL', 'Group mapping', 4);

const kSessionOff = {
  signed_in: false,
  setup_needed: false,
  practice: true,
  duty_number: '01632 960101',
};
export function session(on: boolean): api.Session {
  if (!on) return kSessionOff;
  return {
    ...kSessionOff,
    signed_in: true,
    user: 'dana.whitlock',
    display_name: 'Dana Whitlock',
    agency: 'northmoor-police',
    unit: 'PIO, Wexmoor',
    csrf: 'mock-csrf',
    codes_left: 10,
    may: ['search', 'judge', 'report', 'note', 'import'],
    purposes: ['prison_security', 'policing'],
    business_now: time('2026-10-15T06:00:00Z', 'Thu 15 Oct 2026 07:00'),
  };
}

export const feeds: api.Feeds = {
  feeds: [
    {
      name: 'roll',
      title: 'Roll',
      agency: 'estmere-prisons',
      tag: 'PRI',
      age: '06:10',
      late: false,
      rejected: 0,
      last: time('2026-10-15T05:10:00Z', 'Thu 15 Oct 2026 06:10'),
    },
    {
      name: 'moves',
      title: 'Moves',
      agency: 'estmere-prisons',
      tag: 'PRI',
      age: '06:10',
      late: false,
      rejected: 2,
      last: time('2026-10-15T05:10:00Z', 'Thu 15 Oct 2026 06:10'),
    },
    {
      name: 'mapping',
      title: 'Police groups',
      agency: 'northmoor-police',
      tag: 'POL',
      age: '3 days old',
      late: true,
      rejected: 0,
      last: time('2026-10-12T08:00:00Z', 'Mon 12 Oct 2026 09:00'),
    },
    {
      name: 'cases',
      title: 'Probation cases',
      agency: 'estmere-probation',
      tag: 'PRO',
      age: '1 day old',
      late: false,
      rejected: 0,
      last: time('2026-10-14T05:00:00Z', 'Wed 14 Oct 2026 06:00'),
    },
  ],
};

export function search(q: string): api.SearchAnswer {
  const hits: Record<string, api.Hit[]> = {
    People: [
      {
        ...kessell,
        why: ['surname Kessel: one letter off', 'uses 07700 900417'],
        where_tonight: [{ text: 'Outside, ' }, to(saltpan)],
        newest: '3 days old',
      },
      {
        ...prill,
        why: ['called 07700 900417 23 times'],
        where_tonight: [{ text: 'Wexmoor ' }, to(cell)],
        newest: '6 hours old',
      },
      { ...samir, why: ['alias in Latin letters: Samir Khatib'], newest: '40 days old' },
    ],
    Numbers: [{ ...phone, why: ['number ends 900417'], newest: '1 day old', users: [kessell] }],
    Groups: [{ ...ashlar, why: ['has a member above'], newest: '3 days old' }],
    Places: [{ ...saltpan, why: ['home of Kessell'], newest: '9 days old' }],
    Reports: [{ ...report, why: ['text holds the number'], newest: '43 days old' }],
  };
  const nothing = /haddow|zzz/i.test(q);
  return {
    ...kMarking,
    understood: /\d{6}/.test(q)
      ? ['number 900417']
      : q.split(' ').map((word) => `name ${word}`),
    groups: nothing ? [] : Object.entries(hits).map(([title, found]) => ({ title, hits: found })),
  };
}

export const entries: api.TimelineEntry[] = [
  {
    id: id(60),
    lane: 'custody',
    what: 'Licence',
    time: time('2026-09-10T08:00:00Z', 'Thu 10 Sep 2026 09:00'),
    words: [{ text: 'Curfew of Aron Speight changed: out until 23:00 on Thursdays' }],
    told: [says(case_file)],
  },
  {
    id: id(61),
    lane: 'contacts',
    what: 'Call',
    time: time('2026-09-24T21:02:00Z', 'Thu 24 Sep 2026 22:02'),
    words: [{ text: '07700 900702 called ' }, to(phone)],
    told: [says(source('POL', 'Billing', 40, 'phone'))],
    gap: '14 days later',
  },
  {
    id: id(62),
    lane: 'incidents',
    what: 'Incident',
    time: time('2026-09-24T21:20:00Z', 'Thu 24 Sep 2026 22:20'),
    words: [to(vehicle), { text: ' stopped 900 m from ' }, to(wexmoor)],
    told: [says(source('POL', 'Stop', 42, 'vehicle'))],
    gap: '18 minutes later',
  },
  {
    id: id(63),
    lane: 'incidents',
    what: 'Incident',
    time: time('2026-10-09T05:30:00Z', 'Fri 9 Oct 2026 06:30'),
    words: [to(find), { text: ': telephone and SIM, intelligence-led' }],
    told: [says(source('PRI', 'Incident', 51, 'incident'))],
    gap: '14 days later',
  },
];

const contact = (one: api.Item, words: string): api.Contact => ({
  item: one,
  words: [{ text: `${words} ` }, to(one)],
  ids: [id(61)],
  told: [says(roll)],
  first: '16 Sep 2026',
  last: '14 Oct 2026',
});

function person(who: api.Item, more: Partial<api.PersonPage>): api.PersonPage {
  return {
    ...kMarking,
    self: who.id,
    title: who.title,
    reference: `Person ${who.id.slice(-6)}`,
    numbers: [],
    do: [],
    do_not: [],
    summary: [],
    fields: [],
    memberships: [],
    under_pressure: [],
    keep_aparts: [],
    custody: [],
    contacts: [],
    phones: [],
    vehicles: [],
    money: [],
    visits: [],
    incidents: [],
    reports: [],
    records: [],
    same_person: { joined: 0, proposals: 0, may_be: [] },
    ...more,
  };
}
export const people: Record<string, api.PersonPage> = {
  [kessell.id]: person(kessell, {
    numbers: [value('pnc_number', 'PNC', '14/112233X', mapping)],
    where_tonight: [{ text: 'Outside. Lives at ' }, to(saltpan)],
    where_age: '9 days old',
    do: [[{ text: 'Ask probation before any visit to ' }, to(saltpan)]],
    do_not: [[{ text: 'tell her that the number is known' }]],
    summary: [
      [
        { text: 'Uses ' },
        to(phone),
        { text: ', by a police report graded ' },
        { text: '1 A P', id: report.id, kind: 'report' },
      ],
      [{ text: 'Emergency contact of ' }, to(ransome), { text: ', who lives at the same address' }],
      [{ text: 'The number was called 23 times in 30 days by ' }, to(prill)],
      [{ text: 'On no group list' }],
    ],
    fields: [
      field([
        value('name', 'Name', 'Martha Kessell', pa1, {
          grade: '1 A P',
          grade_words: 'reliable; known directly to the source',
        }),
        value('name', 'Name', 'M Kessell', case_file),
      ]),
      field([
        value('born', 'Born', '4 Mar 1989', pa1, { raw: '04.03.1989' }),
        value('born', 'Born', '3 Apr 1989', visits, { raw: '03.04.1989', age: '112 days old' }),
      ]),
      field([
        value('address', 'Address', '6 Saltpan Row', case_file),
        value('address', 'Address', '11 Cooperage Lane', visits, { to: '2025-05-01' }),
      ]),
    ],
    contacts: [contact(ransome, 'Emergency contact of'), contact(prill, 'Was called 23 times by')],
    phones: [contact(phone, 'Uses')],
    reports: [report],
    records: [
      {
        id: id(1),
        source: pa1,
        key: 'NMP/2026/000091#1',
        recorded: '2 Sep 2026',
        age: '43 days old',
      },
      {
        id: id(9),
        source: case_file,
        key: 'X112233/ec',
        recorded: '6 Oct 2026',
        age: '9 days old',
      },
    ],
    same_person: {
      joined: 2,
      proposals: 1,
      may_be: [{ person: item(8, 'person', 'Marta Kessel', '', ['PRI']), do: [], do_not: [] }],
    },
  }),
  [prill.id]: person(prill, {
    numbers: [value('prison_number', 'Prison number', 'Z9012ZB', roll)],
    where_tonight: [{ text: 'Wexmoor, wing B, cell ' }, to(cell)],
    where_age: '6 hours old',
    summary: [
      [{ text: 'Wing cleaner; no alert' }],
      [{ text: 'Called ' }, to(phone), { text: ' 23 times in 30 days' }],
    ],
    fields: [field([value('name', 'Name', 'Owen Prill', roll)])],
    phones: [contact(phone, 'Called 23 times')],
    custody: [
      {
        id: id(64),
        lane: 'custody',
        what: 'Licence',
        time: time('2026-03-01T10:00:00Z', 'Sun 1 Mar 2026 10:00'),
        words: [{ text: 'Received at ' }, to(wexmoor)],
        told: [says(roll)],
      },
    ],
    records: [
      { id: id(3), source: roll, key: 'Z9012ZB', recorded: '15 Oct 2026', age: '6 hours old' },
    ],
    same_person: { joined: 1, proposals: 0, may_be: [] },
  }),
  [renn.id]: person(renn, {
    numbers: [value('prison_number', 'Prison number', 'Z9011ZA', roll)],
    where_tonight: [{ text: 'Wexmoor, wing B, cell ' }, to(cell_renn)],
    where_age: '6 hours old',
    do_not: [[{ text: 'place on a wing with ' }, to(durik), { text: ' (Z8877ZD)' }]],
    summary: [[{ text: 'Significant member of ' }, to(ashlar), { text: ', recorded by police' }]],
    memberships: [
      {
        group: ashlar,
        link: id(70),
        standing: 'Significant',
        role: '',
        status: 'ACT',
        status_words: 'Active',
        evidence: [value('band', 'band', '2b', mapping)],
        ...says(mapping),
        from: '2025-02-01',
      },
    ],
    keep_aparts: [
      {
        link: id(71),
        other: durik,
        level: 'Wing',
        reason: 'VIOLENCE',
        reason_words: 'Violence',
        status: 'open',
        other_tonight: [{ text: 'Arrives at Wexmoor 18:30, if the same as ' }, to(dzurik)],
        ...says(source('PRI', 'Non-association', 6)),
        words: [{ text: 'Recorded on number Z8877ZD, possible same person as ' }, to(dzurik)],
      },
    ],
    same_person: { joined: 2, proposals: 0, may_be: [] },
  }),
  [samir.id]: person(samir, {
    summary: [[{ text: 'Stopped once with ' }, to(vehicle)]],
    fields: [
      field([
        value('name', 'Name', 'سامر الخطيب', mapping),
        value('name', 'Name', 'Samir Khatib', mapping),
      ]),
    ],
    same_person: { joined: 1, proposals: 0, may_be: [] },
  }),
};
for (const other of [ransome, dzurik, durik]) {
  people[other.id] = person(other, {
    summary: [[{ text: 'Recorded by one agency' }]],
    fields: [field([value('name', 'Name', other.title, mapping)])],
  });
}

export const proposal: api.Evidence = {
  a: kessell.id,
  b: id(8),
  a_title: 'Martha Kessell',
  b_title: 'Marta Kessel',
  by: 'model',
  bits: 14,
  for: [
    'surname one letter shorter',
    'first name one letter shorter',
    'day and month of birth exchanged',
  ],
  against: ['another address'],
  missing: ['telephone'],
  sides: [
    { words: 'Name', a: ['Martha Kessell'], b: ['Marta Kessel'], how: 'differ' },
    {
      words: 'Date of birth',
      a: ['4 Mar 1989'],
      b: ['3 Apr 1989'],
      how: 'differ',
      note: 'day and month exchanged',
    },
    { words: 'Sex', a: ['Female'], b: ['Female'], how: 'same' },
  ],
  do: [],
  do_not: [],
  would_join: [[{ text: 'Approved visitor of a cousin at Eldersby, never came' }]],
};
export const arrival_proposal: api.Evidence = {
  a: dzurik.id,
  b: durik.id,
  a_title: 'Kamil Dzurik Z9021ZC',
  b_title: 'Camille Durik Z8877ZD',
  by: 'model',
  bits: 11,
  for: ['same date of birth', 'surname one letter shorter', 'first name is a known alias'],
  against: ['another prison number'],
  missing: ['PNC number'],
  do: [],
  do_not: [[{ text: 'Do not place with ' }, to(renn), { text: ' (Cell, landing and wing)' }]],
  would_join: [],
};
export function identity(of: string): api.IdentityPage {
  const page = people[of];
  const first = page ?? (people[kessell.id] as api.PersonPage);
  const joined: api.Evidence = {
    ...proposal,
    b: id(9),
    b_title: 'M Kessell',
    bits: 22,
    for: ['same date of birth', 'same address'],
    against: [],
    would_join: [],
  };
  return {
    ...kMarking,
    self: of,
    title: first.title,
    members: [
      {
        id: id(1),
        title: 'Martha Kessell',
        source: pa1,
        fields: first.fields.map((one) => ({ ...one, values: one.values.slice(0, 1) })),
      },
      {
        id: id(9),
        title: 'M Kessell',
        source: case_file,
        fields: first.fields.map((one) => ({ ...one, values: one.values.slice(-1) })),
      },
    ],
    edges: [joined],
    proposals: of === dzurik.id ? [arrival_proposal] : [proposal],
    different: [],
    weakest: joined,
  };
}
