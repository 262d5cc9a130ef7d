import { describe, expect, it } from 'vitest'
import type { Course } from '../../../src/api/types'
import { changeOf, formOf, minuteOf } from '../../../src/pages/school/course'

const named = (id: string) => ({ id, name: id })
const course: Course = {
  id: 'c', term_id: 'autumn', kind: 'dedicated', title: '音乐', subject: '音乐', grade: 3, hub_school: named('hub'), hub_room: named('studio'), hub_class: null,
  teacher: named('lin'), edition: '人音版', recorded: true, receivers: [{ room: named('a'), school: named('village'), class_name: '三年级', class_id: 'class-a' }],
  entries: [
    { id: 'e2', weekday: 4, start_minute: 930, end_minute: 970, weeks: 'odd' },
    { id: 'e1', weekday: 2, start_minute: 485, end_minute: 525, weeks: 'every' },
  ],
}

describe('a course in the form', () => {
  it('shows its times in the order of the week and comes back as it was', () => {
    const form = formOf(course)
    expect(form.rows.map(one => [one.weekday, one.start, one.end])).toEqual([[2, '08:05', '08:45'], [4, '15:30', '16:10']])
    const change = changeOf(course, form, true)
    expect(change?.entries.map(one => one.id)).toEqual(['e1', 'e2'])
    expect(change?.receivers).toEqual([{ room_id: 'a', class_id: 'class-a' }])
    expect([change?.title, change?.teacher_id, change?.edition, change?.dry_run]).toEqual(['音乐', 'lin', '人音版', true])
  })

  it.each([['', '08:40'], ['8点', '08:40'], ['08:40', '08:40'], ['09:00', '08:40'], ['23:30', '24:10']])('is not sent with the time %s to %s', (start, end) => {
    expect(changeOf(course, { ...formOf(course), rows: [{ id: null, weekday: 1, start, end, weeks: 'every' }] }, false)).toBeNull()
  })

  it('is not sent without a name or without a time', () => {
    expect(changeOf(course, { ...formOf(course), title: ' ' }, false)).toBeNull()
    expect(changeOf(course, { ...formOf(course), rows: [] }, false)).toBeNull()
  })

  it('reads clocks of 24 hours', () => {
    expect([minuteOf('8:05'), minuteOf('15:40'), minuteOf('15:60'), minuteOf('25:00'), minuteOf('x')]).toEqual([485, 940, null, null, null])
  })
})
