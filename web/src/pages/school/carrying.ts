/** Carrying a lesson over the grid: the server is asked about every place where it rests, and only a free one takes it. */
import { onBeforeUnmount, ref } from 'vue'
import { timetables } from '../../api/endpoints'
import type { WeekLesson } from '../../api/types'
import { t } from '../../i18n'
import { isoDay, shanghai } from '../../state/shanghai'
import { words } from '../../ui/words'
import { clockOf, snapped, stepped, type Place } from './carry'
import { momentOf } from './week'

export type Answer = 'asking' | 'free' | 'clash' | 'home'
export interface Carried extends Place { item: WeekLesson; minutes: number; answer: Answer; why: string }
export interface Grid { dates: readonly string[]; first: number; last: number; bells: readonly number[] }
/** What was moved, so that it can be put back. */
export interface Moved { id: string; title: string; from: string }

/** Milliseconds that a lesson rests before the server is asked. */
const REST_MS = 180

const placeOf = (moment: string): Place => {
  const { hour, minute } = shanghai(Date.parse(moment))
  return { day: isoDay(Date.parse(moment)), start: hour * 60 + minute }
}

export function useCarrying(grid: () => Grid, landed: (moved: Moved) => void | Promise<void>, failed: (why: string) => void) {
  const carried = ref<Carried>()
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Answers to older questions are not heard. */
  let asked = 0

  function lift(item: WeekLesson): boolean {
    if (!item.changeable || item.lesson.state !== 'planned') return false
    const minutes = Math.round((Date.parse(item.lesson.ends_at) - Date.parse(item.lesson.starts_at)) / 60_000)
    carried.value = { item, minutes, ...placeOf(item.lesson.starts_at), answer: 'home', why: '' }
    return true
  }
  function rest(place: Place) {
    const now = carried.value
    if (!now || (now.day === place.day && now.start === place.start)) return
    const home = placeOf(now.item.lesson.starts_at)
    const isHome = home.day === place.day && home.start === place.start
    carried.value = { ...now, ...place, answer: isHome ? 'home' : 'asking', why: '' }
    clearTimeout(timer)
    asked++
    if (!isHome) timer = setTimeout(() => void ask(), REST_MS)
  }
  async function ask(): Promise<void> {
    const now = carried.value
    const question = ++asked
    if (!now) return
    try {
      await timetables.move(now.item.lesson.id, { reason: t('week.carriedReason'), starts_at: momentOf(now.day, clockOf(now.start)) ?? '', dry_run: true })
      if (question === asked && carried.value) carried.value = { ...carried.value, answer: 'free' }
    } catch (error) {
      if (question === asked && carried.value) carried.value = { ...carried.value, answer: 'clash', why: words(error) }
    }
  }
  function over(day: string, minute: number) {
    const { bells, first, last } = grid()
    rest({ day, start: Math.min(last, Math.max(first, snapped(minute, bells))) })
  }
  function key(name: string): boolean {
    const now = carried.value
    const { dates, first, last } = grid()
    const next = now && stepped(now, name, dates, first, last)
    if (next) rest(next)
    return Boolean(next)
  }
  async function drop(): Promise<void> {
    clearTimeout(timer)
    if (carried.value?.answer === 'asking') await ask()
    const now = carried.value
    cancel()
    if (!now || now.answer === 'home') return
    if (now.answer === 'clash') { failed(now.why); return }
    const { id, title, starts_at: from } = now.item.lesson
    await to(id, momentOf(now.day, clockOf(now.start)) ?? '', t('week.carriedReason'), () => landed({ id, title, from }))
  }
  async function putBack(moved: Moved, then: () => void | Promise<void>) {
    await to(moved.id, moved.from, t('week.putBackReason'), then)
  }
  async function to(id: string, moment: string, reason: string, then: () => void | Promise<void>) {
    try {
      await timetables.move(id, { reason, starts_at: moment, dry_run: false })
      await then()
    } catch (error) {
      failed(words(error))
    }
  }
  function cancel() {
    clearTimeout(timer)
    asked++
    carried.value = undefined
  }
  onBeforeUnmount(cancel)
  return { carried, lift, over, key, drop, cancel, putBack }
}
