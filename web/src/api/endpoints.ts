/** One function per endpoint, so that a page never writes a path. Those of lessons that are on are in `live.ts`, which the classroom loads alone. */
import { call, edit, first, held, text } from './client'
import type * as of from './types'

export * from './live'

const at = encodeURIComponent
const query = (given: Record<string, string | null | undefined>) => new URLSearchParams(Object.entries(given).filter((one): one is [string, string] => Boolean(one[1]))).toString()

export const session = {
  open: (username: string, password: string) => call<of.Me>('POST', '/api/session', { username, password }),
  get: () => call<of.Me>('GET', '/api/session'),
  close: () => call<void>('DELETE', '/api/session'),
  ways: () => call<of.SignInWays>('GET', '/api/session/ways'),
}

/** Bytes that say nothing, so that the page can time its own line. They are random: what can be packed would go faster than a picture. */
export const uplinkChecks = {
  send: (bytes: number, signal: AbortSignal) => call<of.UplinkCheck>('POST', '/api/uplink-checks', new Blob(noise(bytes)), signal),
}

/** `getRandomValues` gives 64 KiB at a time. */
function noise(bytes: number): Uint8Array<ArrayBuffer>[] {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let left = bytes; left > 0; left -= 65_536) parts.push(crypto.getRandomValues(new Uint8Array(Math.min(left, 65_536))))
  return parts
}

export const codes = {
  look: (code: string) => call<of.CodeOwner>('POST', '/api/access-codes/look', { code }),
  redeem: (code: string, password: string) => call<of.Me>('POST', '/api/access-codes/redeem', { code, password }),
}

/** The devices of the schools that one looks after. */
export const fleet = {
  list: (q: string, cursor?: string | null) => call<of.Fleet>('GET', `/api/devices?${query({ q, cursor, limit: '100' })}`),
  place: (given: { code: string; room_id: string; class_id: string | null; name: string }) => call<of.FleetDevice>('POST', '/api/devices', given),
  revoke: (id: string) => call<of.FleetDevice>('POST', `/api/devices/${at(id)}/revoke`),
}

export const people = {
  list: (q: string, cursor?: string | null) => call<of.PersonList>('GET', `/api/people?${query({ q, cursor, limit: '100' })}`),
  invite: (given: of.PersonIn) => call<of.Invited>('POST', '/api/people', given),
  code: (id: string) => call<of.Code>('POST', `/api/people/${at(id)}/codes`, {}),
  deactivate: (id: string) => call<of.PersonRow>('POST', `/api/people/${at(id)}/deactivate`),
  activate: (id: string) => call<of.PersonRow>('POST', `/api/people/${at(id)}/activate`),
}

/** What a city keeps of its schools, as far as a form needs it. */
export const places = {
  schools: (q: string) => call<{ items: of.Named[] }>('GET', `/api/organisation/schools?${query({ q, limit: '100' })}`),
  rooms: (school: string) => call<{ items: of.Named[] }>('GET', `/api/organisation/rooms?${query({ school_id: school, limit: '100' })}`),
  classes: (school: string) => call<{ items: of.Named[] }>('GET', `/api/organisation/classes?${query({ school_id: school, limit: '100' })}`),
}

type Rows<T> = { items: T[]; next_cursor: string | null }

/** One collection of the organisation. */
function kept<T extends { id: string }>(name: string) {
  const path = `/api/organisation/${name}`
  return {
    page: (asked: Record<string, string | null | undefined>) => call<Rows<T>>('GET', `${path}?${query({ limit: '200', ...asked })}`),
    /** Every row of a question whose answer a person can look through. */
    all: async (asked: Record<string, string | null | undefined>): Promise<T[]> => {
      const items: T[] = []
      let cursor: string | null = null
      do {
        const page: Rows<T> = await call<Rows<T>>('GET', `${path}?${query({ limit: '200', ...asked, cursor })}`)
        items.push(...page.items)
        cursor = page.next_cursor
      } while (cursor)
      return items
    },
    one: (id: string) => call<T>('GET', `${path}/${at(id)}`),
    create: (given: Omit<T, 'id'>) => call<T>('POST', path, given),
    replace: (row: T) => call<T>('PUT', `${path}/${at(row.id)}`, { ...row, id: undefined }),
    remove: (id: string) => call<void>('DELETE', `${path}/${at(id)}`),
  }
}

export const organisation = {
  cities: () => call<Rows<of.City>>('GET', '/api/organisation/cities?limit=200'),
  districts: kept<of.District>('districts'),
  schools: kept<of.School>('schools'),
  rooms: kept<of.Room>('rooms'),
  classes: kept<of.SchoolClass>('classes'),
  bells: kept<of.Bells>('bells'),
  calendar: kept<of.CalendarEntry>('calendar'),
  terms: kept<of.Term>('terms'),
  textbooks: kept<of.Textbook>('textbooks'),
  days: (school: string, first: string, last: string) => call<{ items: of.SchoolDay[] }>('GET', `/api/organisation/schools/${at(school)}/days?${query({ first, last })}`),
  load: (city: string, file: File, dryRun: boolean) => call<of.ImportReport>('POST', `/api/organisation/imports?${query({ city_id: city, name: file.name, dry_run: String(dryRun) })}`, file),
  loads: (city: string) => call<{ items: of.ImportRun[] }>('GET', `/api/organisation/imports?${query({ city_id: city, limit: '20' })}`),
  undo: (id: string) => call<of.ImportRun>('POST', `/api/organisation/imports/${at(id)}/undo`),
  templatePath: (sheet: string) => `/api/organisation/template${sheet ? `?sheet=${at(sheet)}` : ''}`,
  exportPath: (city: string, school?: string) => `/api/organisation/export?${query({ city_id: city, school_id: school })}`,
}

const change = (id: string, what: string) => `/api/timetables/lessons/${at(id)}/${what}`

/** Changes by hand; `dry_run` only says what stands in their way. */
export const timetables = {
  week: (school: string, day: string) => call<of.SchoolWeek>('GET', `/api/timetables/week?${query({ school_id: school, day })}`),
  cancel: (id: string, given: { reason: string; dry_run: boolean }) => call<of.Lesson>('POST', change(id, 'cancel'), given),
  move: (id: string, given: { reason: string; starts_at: string; dry_run: boolean }) => call<of.Lesson>('POST', change(id, 'move'), given),
  substitute: (id: string, given: { reason: string; teacher_id: string; dry_run: boolean }) => call<of.Lesson>('POST', change(id, 'substitute'), given),
  takeBack: (id: string) => call<of.Lesson>('POST', change(id, 'take-back')),
  swap: (given: { one_id: string; other_id: string; reason: string; dry_run: boolean }) => call<of.Lesson[]>('POST', '/api/timetables/swaps', given),
  makeUp: (given: { entry_id: string; day: string; starts_at: string; dry_run: boolean }) => call<of.Lesson>('POST', '/api/timetables/make-ups', given),
  courses: (term: string, school: string) => call<Rows<of.Course>>('GET', `/api/timetables/courses?${query({ term_id: term, school_id: school })}`),
  changeCourse: (id: string, given: of.CourseChange) => call<of.Course>('PUT', `/api/timetables/courses/${at(id)}`, given),
  missing: (term: string, school: string) => call<{ items: of.Missing[]; owed: number }>('GET', `/api/timetables/missing?${query({ term_id: term, school_id: school })}`),
}

export const ledger = {
  path: (by: string, first: string, last: string, format: string) => `/api/ledger/reports/${by}?${query({ first_day: first, last_day: last, format })}`,
  report: (by: string, first: string, last: string) => call<of.LedgerReport>('GET', ledger.path(by, first, last, 'json')),
  verify: () => call<of.ChainState>('GET', '/api/ledger/verification'),
  certificatePath: (person: string, first: string, last: string) => `/api/ledger/certificates/${at(person)}?${query({ first_day: first, last_day: last, format: 'xlsx' })}`,
}

export const retention = {
  overview: () => call<of.Retention>('GET', '/api/retention'),
  erasures: () => call<Rows<of.Erasure>>('GET', '/api/erasures'),
  ask: (lesson: string, reason: string) => call<of.Erasure>('POST', `/api/recordings/${at(lesson)}/erasures`, { reason }),
  hold: (lesson: string, reason: string) => call<void>('POST', `/api/recordings/${at(lesson)}/hold`, { reason }),
  release: (lesson: string) => call<void>('DELETE', `/api/recordings/${at(lesson)}/hold`),
  agree: (id: string) => call<of.Erasure>('POST', `/api/erasures/${at(id)}/approval`),
  refuse: (id: string) => call<of.Erasure>('POST', `/api/erasures/${at(id)}/refusal`),
  machineGone: (id: string, archiver: string, reason: string) => call<of.Erasure>('POST', `/api/erasures/${at(id)}/machine-gone`, { archiver, reason }),
  takeBack: (id: string, reason: string) => call<of.Erasure>('POST', `/api/erasures/${at(id)}/return`, { reason }),
  certificatePath: (id: string) => `/api/erasures/${at(id)}/certificate`,
}

/** The day of the schools in one's care. */
export const overview = { get: () => call<of.DayOverview>('GET', '/api/overview') }

export const recordings = {
  /** `wanted`: what narrows the list, by the names of the API. */
  search: (wanted: Readonly<Record<string, string>>, cursor?: string | null, limit = 48) =>
    call<of.RecordingPage>('GET', `/api/recordings?${query({ ...wanted, cursor, limit: String(limit) })}`),
  these: (lesson: readonly string[]) => call<of.RecordingPage>('GET', `/api/recordings?${lesson.map(one => `lesson=${at(one)}`).join('&')}`),
  get: (lesson: string) => call<of.Recording>('GET', `/api/recordings/${at(lesson)}`),
  /** Whether the download may begin; else the problem says why not. A browser that fetches a file cannot say it. */
  mayDownload: (lesson: string, tracks: readonly string[]) => first(downloadPath(lesson, tracks)),
}

/** What the library says of a recording, and its way from draft to the district. */
export const details = {
  get: (lesson: string) => held<of.Details>(`/api/recordings/${at(lesson)}/details`),
  /** `tag`: of what was read. */
  change: (lesson: string, given: of.DetailsIn, tag: string) => edit<of.Details>(`/api/recordings/${at(lesson)}/details`, given, tag),
  /** Publishing and sending back are the reviewer's; the other steps the teacher's and the school's. */
  move: (lesson: string, step: of.PublicationStep, reason: string) =>
    call<of.Details>('POST', `/api/recordings/${at(lesson)}/${step === 'publish' || step === 'send_back' ? 'review' : 'publication'}`, { step, reason }),
}

export const libraryChoices = () => call<of.LibraryChoices>('GET', '/api/library/choices')

/** What people add to a recording, and the slides that were found in it. */
export const captions = {
  list: (lesson: string) => call<of.CaptionList>('GET', `/api/recordings/${at(lesson)}/captions`),
  text: (address: string) => text(address),
  add: (lesson: string, label: string, file: File) => call<of.CaptionList>('POST', `/api/recordings/${at(lesson)}/captions?${query({ label })}`, file),
  remove: (address: string) => call<void>('DELETE', address),
}

export const comments = {
  list: (lesson: string) => call<of.CommentList>('GET', `/api/recordings/${at(lesson)}/comments`),
  add: (lesson: string, at_ms: number, said: string) => call<of.CommentList>('POST', `/api/recordings/${at(lesson)}/comments`, { at_ms, text: said }),
  change: (lesson: string, id: string, said: string) => call<of.CommentList>('PATCH', `/api/recordings/${at(lesson)}/comments/${at(id)}`, { text: said }),
  remove: (lesson: string, id: string) => call<of.CommentList>('DELETE', `/api/recordings/${at(lesson)}/comments/${at(id)}`),
  score: (lesson: string, points: Partial<Record<of.Criterion, number>>) => call<of.CommentList>('PUT', `/api/recordings/${at(lesson)}/rubric`, { points }),
}

export const chapters = (lesson: string) => call<{ chapters: of.Chapter[] }>('GET', `/api/recordings/${at(lesson)}/chapters`)

/** Where a whole recording comes from as one MP4; `tracks` chooses some of it. The browser fetches it, shows the progress and goes on after a break. */
export function downloadPath(lesson: string, tracks: readonly string[] = []): string {
  const query = tracks.map(id => `track=${encodeURIComponent(id)}`).join('&')
  return `/api/recordings/${encodeURIComponent(lesson)}/download.mp4${query ? `?${query}` : ''}`
}

export const alignment = {
  overview: () => call<of.AlignmentOverview>('GET', '/api/alignment'),
  problems: () => call<of.RowProblems>('GET', '/api/alignment/problems'),
  start: (seconds: number) => call<of.Run>('POST', '/api/alignment/runs', { seconds }),
  stop: (run: string) => call<of.Run>('POST', `/api/alignment/runs/${at(run)}/stop`),
  result: (proposal: string) => call<of.AlignmentResult>('GET', `/api/alignment/proposals/${at(proposal)}`),
  explain: (proposal: string, demand: string) => call<of.Explanation>('GET', `/api/alignment/proposals/${at(proposal)}/explanations/${at(demand)}`),
  /** No demands: everything that is not accepted yet. */
  accept: (proposal: string, demands: string[], replace: boolean) => call<of.Acceptance>('POST', `/api/alignment/proposals/${at(proposal)}/accept`, { demands, replace }),
  /** Where a lesson could go, with what forbids it; changes nothing. */
  options: (proposal: string, moved: of.Place) => call<{ items: of.Option[] }>('POST', `/api/alignment/proposals/${at(proposal)}/options`, { demand: moved.demand, moved }),
  edit: (proposal: string, remove: of.Place[], add: of.Place[]) => call<of.Proposal>('POST', `/api/alignment/proposals/${at(proposal)}/edits`, { remove, add }),
  compare: (first: string, second: string) => call<of.Comparison>('GET', `/api/alignment/proposals/${at(first)}/against/${at(second)}`),
  repair: (proposal: string, lost: of.RepairIn) => call<of.Repaired>('POST', `/api/alignment/proposals/${at(proposal)}/repairs`, lost),
  /** Demands and offers of an XLSX or CSV file; a dry run only says what is wrong with it. */
  load: (file: File, dryRun: boolean) =>
    call<of.RowsReport>('POST', `/api/alignment/imports?${new URLSearchParams({ name: file.name, dry_run: String(dryRun) }).toString()}`, file),
  /** Schools' own timetables: XLSX or CSV rows that name their school, or the FET file of one school. */
  loadTimetable: (file: File, school: string, dryRun: boolean) =>
    call<of.RowsReport>('POST', `/api/alignment/timetables?${query({ name: file.name, school_id: school, dry_run: String(dryRun) })}`, file),
  undo: (acceptance: string) => call<of.Acceptance>('POST', `/api/alignment/acceptances/${at(acceptance)}/undo`),
}
