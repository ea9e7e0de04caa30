// The shapes of the HTTP API: what src/api writes and the pages read. Served as /api/openapi.json.
// Principles: ids are 26 letters and digits (Crockford base32) or opaque tokens; no name is ever in
// an address; searches are POST; nothing says a position or a count of what is hidden. Dates are
// "2026-10-15"; times are UTC with `local` as the page shows them. Sentences come ready made, cut
// into segments so that each part opens its evidence. Lists are sorted by the server.

export type Id = string;

/** Part of a sentence; with an id it opens that item. */
export interface Segment {
  text: string;
  id?: Id;
  kind?: ItemKind;
}
export type Sentence = Segment[];

export type ItemKind =
  | 'person' | 'group' | 'place' | 'phone' | 'account' | 'email' | 'vehicle' | 'parcel' | 'drone'
  | 'document' | 'organisation' | 'report' | 'incident' | 'device' | 'note' | 'staff' | 'unknown';

export interface Time {
  at: string; // UTC, ISO
  local: string; // "Thu 24 Sep 2026 22:02"
}

/** Where a value comes from. */
export interface Source {
  record: Id; // opens it: the record, or the report it rests on
  kind: ItemKind;
  agency: string; // "northmoor-police"
  tag: 'POL' | 'PRI' | 'PRO' | 'REG';
  title: string; // "Prison roll", "Report NMP/2026/004417"
}

/** On whose word something is: what opens, how good it is, how old. */
export interface Telling {
  source: Source;
  grade?: string; // "2 C P"
  grade_words?: string; // "untested; known indirectly to the source"
  recorded: string;
  age: string; // "3 days old"
}

export interface Value extends Telling {
  property: string; // "surname"
  words: string; // "Surname"
  value: string;
  meaning?: string; // of a code, in words
  raw?: string; // as the source wrote it, when different
  certainty: 'recorded' | 'assessed' | 'alleged' | 'worked out';
  from?: string;
  to?: string;
}

/** All values of one property; `differ` when the sources do not agree. */
export interface Field {
  property: string;
  words: string;
  values: Value[];
  differ: boolean;
}

/** A thing in a list: enough to show and to open. */
export interface Item {
  id: Id;
  kind: ItemKind;
  title: string;
  subtitle: string; // numbers, birth, place: one line
  tags: string[]; // agencies that hold it: POL PRI PRO REG
}

/** On every answer about people, things and reports. */
export interface Marked {
  marking: string; // highest marking on it: "OFFICIAL-SENSITIVE"
  partial: boolean; // a limit cut it short
}

// -- signing in ------------------------------------------------------------------------------

/** POST /api/setup {token, user, display_name, passphrase}: the first administrator. */
export interface SetupRequest {
  token: string; user: string; display_name: string; passphrase: string;
}
/** POST /api/session. The answer sets the cookie. `code` = one printed one-time code. */
export interface SignInRequest {
  user: string; passphrase: string; code?: string;
}
/** GET, POST /api/session; DELETE signs out. */
export interface Session {
  signed_in: boolean;
  setup_needed: boolean;
  practice: boolean;
  user?: string; // "dana.whitlock"
  display_name?: string;
  agency?: string;
  unit?: string;
  may?: string[]; // search judge report note import relabel ...
  purposes?: string[];
  purpose?: string; // for what one looks now
  reason?: string; // last reason given
  reason_good_until?: Time; // a free search asks again after this
  business_now?: Time; // the story clock, or the wall's
  csrf?: string; // send as X-CSRF on every POST and DELETE
  codes_left?: number;
  duty_number: string;
}
/** POST /api/session/reason: asked once for free searches, repeated by Enter for 30 minutes. */
export interface ReasonRequest {
  purpose: string;
  reason: string;
}
/** POST /api/session/clock (practice stores only): "2026-10-15T22:00". */
export interface ClockRequest {
  business_now: string;
}
/** POST /api/session/codes {passphrase}: ten new one-time codes, shown once. */
export interface Codes {
  codes: string[];
}
// Every request about people, things or reports may carry  X-Came-From: kind:id  with kind one of
// arrival person group place report thing path search import timeline today; without one, and
// without a reason given in the last 30 minutes, the answer is problem 204 (status 428,
// "reason-needed").

// -- search ----------------------------------------------------------------------------------

/** POST /api/search, POST /api/suggestions */
export interface SearchRequest {
  q: string; kinds?: ItemKind[]; limit?: number;
}
export interface Hit extends Item {
  why: string[]; // "surname Kessel: one letter off"
  where_tonight?: Sentence;
  newest?: string; // age of the newest fact: "3 days old"
  users?: Item[]; // of a number: who uses it
}
export interface SearchAnswer extends Marked {
  groups: { title: string; hits: Hit[] }[]; // People, Numbers, Groups, Places, Things, Reports
  understood: string[]; // "born 4 Mar 1989", "name kessel"
}

// -- a person --------------------------------------------------------------------------------

export interface Membership extends Telling {
  group: Item;
  link: Id;
  standing: string;
  role: string;
  status: string;
  status_words: string; // "Active"
  evidence: Value[]; // band and extents of the group
  from?: string;
  to?: string;
}
export interface KeepApart extends Telling {
  link: Id;
  other: Item;
  level: string; // "Cell, landing and wing"
  reason: string;
  reason_words: string; // "Gang related"
  status: string;
  other_tonight?: Sentence;
  words: Sentence;
}
export interface Contact {
  item: Item;
  words: Sentence; // "Called 23 times between ..."
  ids: Id[]; // evidence
  told: Telling[];
  first?: string;
  last?: string;
}
export interface TimelineEntry {
  id: Id;
  lane: 'custody' | 'contacts' | 'money' | 'incidents' | 'reports';
  what: string; // "Cell", "Call"
  time: Time;
  until?: Time;
  words: Sentence;
  told: Telling[]; // each source once
  gap?: string; // "9 days later", from the entry before
}
export interface Pressure extends Telling {
  words: Sentence;
}
/** What came since this user looked when he was signed in before; absent when he has not. */
export interface Changed {
  since: Time;
  lines: Sentence[];
  more: number; // lines left off
}
/** GET /api/people/{id} */
export interface PersonPage extends Marked {
  self: Id;
  title: string;
  reference: string; // for the browser's title: never a name
  numbers: Value[];
  where_tonight?: Sentence;
  where_age?: string;
  do: Sentence[];
  do_not: Sentence[];
  summary: Sentence[]; // five sentences that open their evidence
  changed?: Changed;
  fields: Field[];
  memberships: Membership[];
  under_pressure: Pressure[];
  keep_aparts: KeepApart[];
  custody: TimelineEntry[];
  contacts: Contact[]; phones: Contact[]; vehicles: Contact[];
  money: Contact[]; visits: Contact[]; incidents: Contact[];
  reports: Item[];
  records: { id: Id; source: Source; key: string; recorded: string; age: string }[];
  same_person: { joined: number; proposals: number; may_be: MayBe[] };
}
/** A record that may be this person, for somebody to decide; and what is to be done with it. */
export interface MayBe {
  person: Item;
  do: Sentence[];
  do_not: Sentence[];
}
/** GET /api/people/{id}/identity: why these are one person. */
export interface IdentityPage extends Marked {
  self: Id;
  title: string;
  members: { id: Id; title: string; source: Source; fields: Field[] }[];
  edges: Evidence[];
  proposals: Evidence[]; // for a person to decide: S D U
  different: Evidence[];
  weakest?: Evidence;
}
export interface Evidence {
  a: Id; b: Id; a_title: string; b_title: string;
  by: 'model' | 'identifier' | 'person';
  bits: number; // shown on request only
  for: string[]; against: string[]; missing: string[];
  judgement?: { id: Id; verdict: Verdict; by: string; reason: string; recorded: string };
  // of a proposal: the two records, and what is to be done and not done with the other one
  sides?: SideLine[];
  do: Sentence[];
  do_not: Sentence[];
  would_join: Sentence[]; // what else comes with it: memberships
}
/** One line of two records side by side, as people read them. */
export interface SideLine {
  words: string; // "Date of birth"
  a: string[];
  b: string[];
  how: 'same' | 'near' | 'part' | 'differ' | 'one'; // one: only one of the two has it
  note?: string; // "day and month exchanged", "nearly the same (one letter)"
}
export type Verdict = 'same' | 'different' | 'unsure';
/** POST /api/judgements; undo: POST /api/judgements/{id}/undo {reason}. Answer: Receipt. */
export interface JudgementRequest {
  a: Id;
  b: Id;
  verdict: Verdict;
  reason: string;
}
/** What every change answers; the token is sealed and says nothing to its holder. */
export interface Receipt {
  id: Id;
  receipt: string;
}
/** GET /api/people/{id}/timeline; POST /api/timelines {ids, from?, to?} */
export interface Timeline extends Marked {
  entries: TimelineEntry[];
  together?: Together[]; // of one person: who that matters to him was near, by beginning
}
/** Worked out from cells and movements: the two could meet. */
export interface Together {
  person: Item;
  because: string; // "to be kept apart", "also in Dockline"
  nearness: 'cell' | 'landing' | 'wing';
  words: Sentence;
  from: Time;
  until?: Time; // absent: still so
  told: Telling[];
}
export interface TimelineRequest {
  ids: Id[]; from?: string; to?: string;
}

// -- groups, places, things, reports -----------------------------------------------------------

export interface Relation extends Telling {
  words: Sentence;
  group: Item;
  relation: string;
  from?: string;
  to?: string;
}
/** GET /api/groups/{id} */
export interface GroupPage extends Marked {
  self: Id;
  title: string;
  reference: string;
  definition: string;
  fields: Field[];
  members: {
    person: Item; standing: string; role: string; status: string; status_words: string;
    where_tonight?: Sentence; told: Telling[]; link: Id;
  }[];
  where_members_are: { place: string; wing: string; count: number; people: Item[] }[];
  relations: Relation[];
  under_pressure: { person: Item; words: Sentence; told: Telling[] }[]; // by right; never members
  reports: Item[];
}
/** GET /api/places/{id} */
export interface PlacePage extends Marked {
  self: Id;
  title: string;
  reference: string;
  fields: Field[];
  parents: Item[];
  children: { place: Item; people: number }[];
  tonight: { person: Item; cell: Item; since: Time; words: Sentence }[];
  incidents: TimelineEntry[];
}
/** GET /api/things/{id}: phone, account, e-mail, vehicle, device, organisation, incident */
export interface ThingPage extends Marked {
  self: Id;
  kind: ItemKind;
  title: string;
  reference: string;
  fields: Field[];
  shared_by?: number; // a shared number: this many visible people
  contacts: Contact[]; // 50 at most; GET ?from=50 gives the next
  contacts_from: number; // which of all it begins with
  contacts_all: number;
  timeline: TimelineEntry[]; // the newest 200 at most
  timeline_older: number; // left off
  reports: Item[];
}
/** GET /api/reports/{id}; GET /api/reports/{id}/standard gives text/plain */
export interface ReportPage extends Marked {
  self: Id;
  title: string;
  reference: string; // the URN
  scheme: string;
  grade: string;
  grade_words: string;
  handling: string;
  handling_words?: string; // "Lawful sharing permitted"
  conditions: string[]; // in words
  originator: string;
  agency: string;
  agency_words: string; // "Northmoor police"
  date?: string;
  text: string;
  says: { words: Sentence; ids: Id[] }[]; // what it asserts
  same_origin: Item[];
  fields: Field[];
}
/** Reports known again by number or by text, in the reader's own view: offered, never joined. */
export interface AlikeReports extends Marked {
  more: number; // lines left off
  lines: AlikeLine[];
}
export interface AlikeLine {
  number: string; // of the report asked about
  other?: Item; // the one that is there; absent: another of the same file
  likeness: 'number' | 'text' | 'nearly';
  words: Sentence;
}
/** POST /api/reports/alike: before a report is filed */
export interface AlikeRequest {
  urn?: string;
  text: string;
}
/** POST /api/reports. Answer: Receipt (id = the report). */
export interface ReportRequest {
  urn: string;
  date: string;
  scheme: '3x5x2' | '5x5x5' | '4x4' | 'admiralty';
  source: string;
  information: string;
  handling: string;
  conditions: string[]; // for:security not:local-wings
  releasable_to?: string[];
  originator: string;
  text: string;
  asserts: {
    kind: string; a: Id; b: Id; from?: string; to?: string; role?: string; standing?: string;
  }[];
  idempotency_key: string;
}

// -- connections -------------------------------------------------------------------------------

/** POST /api/paths */
export interface PathRequest {
  from: Id; to: Id; max_steps?: number;
}
export interface PathStep {
  from: Item;
  to: Item;
  words: Sentence;
  told: Telling[]; // what to open, each once
  tag: string; // agency of the record it rests on
  grade?: string;
}
export interface PathAnswer extends Marked {
  paths: { steps: PathStep[] }[]; // shortest, best graded first
  without: Sentence[]; // "Without Kessell these halves do not meet."
  rests_on: Source[];
  stopped?: string; // of a search that stopped early: how far it looked
}
/** POST /api/neighbourhoods */
export interface NeighbourhoodRequest {
  ids: Id[];
  depth?: 1 | 2;
  kinds?: string[];
  limit?: number;
}
export interface ChartNode extends Item {
  x: number; // 0..1000
  y: number;
  custody: 'in' | 'out' | 'not known';
  hub?: string; // "63 people": collapsed, leads nowhere
  seed: boolean;
}
export interface ChartEdge {
  a: Id;
  b: Id;
  kind: string;
  words: string;
  line: 'solid' | 'dashed' | 'dotted' | 'double' | 'crossed';
  count: number;
  ids: Id[];
  told: Telling[]; // what to open, each once
  tag: string;
}
export interface Neighbourhood extends Marked {
  nodes: ChartNode[];
  edges: ChartEdge[];
  counts: { kind: string; words: string; count: number }[]; // before expanding further
}

// -- arrivals ------------------------------------------------------------------------------------

/** POST /api/arrivals {place?, day?} */
export interface ArrivalsRequest {
  place?: Id;
  day?: string;
}
export interface Arrival {
  person: Item;
  from?: Item;
  to: Item;
  time: Time;
  planned_cell?: string;
  movement: Id;
  conflicts: {
    words: Sentence;
    kind: 'keep apart' | 'hostile groups' | 'own group';
    possible_same?: { a: Id; b: Id };
  }[];
}
export interface Arrivals extends Marked {
  day: string;
  arrivals: Arrival[];
}

// -- today ---------------------------------------------------------------------------------------

/** GET /api/today: what needs me now, in the places my account works at. One look. */
export interface Today extends Marked {
  at: Time;
  places: Item[]; // empty: everywhere
  arrivals: Arrival[]; // tonight
  releases: Release[]; // today and tomorrow
  matches: TodayMatch[];
  matches_more: number; // left off
  news?: TodayNews; // absent in a first shift
  feeds: FeedState[];
}
export interface Release {
  person: Item; place: Item; day: Time; planned: boolean; release: Id; told: Telling;
}
/** Somebody who is here or comes, and a record that may be the same person. */
export interface TodayMatch {
  person: Item;
  why: string; // "arrives 18:30", "here, B1-05"
  may_be: MayBe;
  others: number; // records beside this one
}
export interface TodayNews {
  since: Time; // the last look of my last shift
  lines: { about: Item; why?: string; words: Sentence }[];
  more: number; // left off
}

// -- feeds and imports -----------------------------------------------------------------------

/** GET /api/feeds */
export interface Feeds {
  feeds: FeedState[];
}
export interface FeedState {
  name: string; title: string; agency: string; tag: string;
  last?: Time; age: string; late: boolean; rejected: number;
}
/** GET /api/imports, GET /api/imports/{id};
 * POST /api/imports?name=&agency=&feed=&dry_run= (raw body) */
export interface ImportState {
  id: Id;
  file: string;
  feed: string;
  agency: string;
  by: string;
  at: Time;
  rows?: number; // the totals of the file: told to whoever brought it
  taken?: number;
  unchanged?: number;
  rejected: number;
  refused: number; // legal or confidential: counted, nothing kept
  committed: boolean;
  retracted?: string;
  brought?: { records: number; links: number; events: number }; // that you may see
  dry_run?: boolean;
  new_records?: number;
  changes?: { key: string; property: string; before: string; after: string }[];
  rejects?: { row: number; field: string; value: string; expected: string; problem: string }[];
  alike?: AlikeLine[]; // reports that a dry run knows again
}
/** GET /api/imports/{id}/alike: the reports of an import that are known again. AlikeReports */
/** GET /api/imports/{id}/rejected: the rejected rows as a file to mend and send again. */
/** POST /api/imports/{id}/retraction {confirm: false} shows what rests on it;
 * {confirm: true, reason} undoes it. */
export interface Retraction {
  records: number;
  links: number;
  events: number;
  stay: number; // records that stay, because others speak of them
  judgements: Sentence[]; // on what it brought
  citations: Sentence[]; // what reports say of what it brought
  more: number; // lines left off
  done: boolean;
}

/** POST /api/exports: what stands around some things, as one file that may leave */
export interface ExportRequest {
  ids: Id[];
  format: 'csv' | 'ftm' | 'jsonl';
  depth?: number; // 1 or 2
  limit?: number;
}
export interface ExportedFile {
  marking: string;
  things: number;
  ties: number;
  partial: boolean;
  content: string;
}
/** POST /api/looks, for auditors: who looked at what, for what reason; oldest first, the newest
 * page unless `before` says what another page gave as `older` */
export interface LogRequest {
  user?: string;
  record?: Id;
  limit?: number;
  before?: string;
}
export interface LogOfLooks {
  marking: string; // of what is told in words
  partial: boolean;
  older?: string;
  looks: {
    at: string; user: string; verb: string; request: string;
    about: LookedAt[]; // the first of what was asked for by its id
    about_more: number; // left off
    purpose: string; reason: string;
    came_from: string; session: string; shown_count: number; shown: Id[]; answer_digest: string;
  }[];
}
/** A record that a look asked for: in words where the reader may see it now. */
export interface LookedAt {
  id: Id;
  words: string; // "Kamil Dzurik", else "a record you may not see"
  kind?: ItemKind; // of one that may be seen: it opens
}

/** GET /api/vocabularies/{name}; GET /api/vocabularies lists names */
export interface Vocabulary {
  name: string;
  title: string;
  version: string;
  codes: { code: string; words: string; from?: string; to?: string; note?: string }[];
}
/** RFC 9457 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: number;
  detail?: string;
  advice: string;
  places?: { file?: string; row?: number; field?: string; value?: string; expected?: string }[];
}
