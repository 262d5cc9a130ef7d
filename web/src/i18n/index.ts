import { shallowRef } from 'vue'
import { recall, remember } from '../state/memory'
import { common } from './common'
import type { zhClassroom } from './classroom.zh'
import type { zhLogin } from './login.zh'
import type { airZh } from './air.zh'
import type { preflightZh } from './preflight.zh'
import type { replayZh } from './replay.zh'
import type { zh } from './zh'
import type { zhSchool } from './school.zh'

export type Key = keyof typeof common | keyof typeof zhClassroom | keyof typeof zhLogin | keyof typeof zh | keyof typeof replayZh | keyof typeof preflightZh | keyof typeof airZh | keyof typeof zhSchool
export type Strings = Record<Key, string>
export type Language = 'zh' | 'en'

export const language = shallowRef<Language>('zh')
const strings = shallowRef<Partial<Strings>>(common)
let chinese: Partial<Strings> = common

/** The string of `key` in the page's language, with `{name}` replaced. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return fill(strings.value[key] ?? key, values)
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}

/** Add Chinese strings that not every page needs; each entry does for its own (`login.ts`, `classroom.ts`), `staff.ts` for whoever shows a staff page, the replay pages for themselves. */
export function include(more: Partial<Strings>): void {
  chinese = { ...chinese, ...more }
  if (language.value === 'zh') strings.value = chinese
}

/** Chinese comes with the pages; English, whole, when somebody asks for it. */
export async function speak(wanted: Language): Promise<void> {
  strings.value = wanted === 'en' ? (await import('./en')).en : chinese
  language.value = wanted
  remember('language', wanted)
}

export async function restoreLanguage(): Promise<void> {
  if (recall('language') === 'en') await speak('en')
}
