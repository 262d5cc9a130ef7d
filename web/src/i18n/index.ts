import { shallowRef } from 'vue'
import { recall, remember } from '../state/memory'
import { zh } from './zh'

export type Key = keyof typeof zh
export type Strings = Record<Key, string>
export type Language = 'zh' | 'en'

export const language = shallowRef<Language>('zh')
const strings = shallowRef<Strings>(zh)

/** The string of `key` in the page's language, with `{name}` replaced. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return fill(strings.value[key], values)
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}

/** Chinese is in the first load; English comes when somebody asks for it. */
export async function speak(wanted: Language): Promise<void> {
  strings.value = wanted === 'en' ? (await import('./en')).en : zh
  language.value = wanted
  remember('language', wanted)
}

export async function restoreLanguage(): Promise<void> {
  if (recall('language') === 'en') await speak('en')
}
