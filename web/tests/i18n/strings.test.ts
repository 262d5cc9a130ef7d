/// <reference types="vite/client" />
import { describe, expect, test } from 'vitest'
import { zhClassroom } from '../../src/i18n/classroom.zh'
import { common } from '../../src/i18n/common'
import { en } from '../../src/i18n/en'
import { zhLogin } from '../../src/i18n/login.zh'
import { airZh } from '../../src/i18n/air.zh'
import { preflightZh } from '../../src/i18n/preflight.zh'
import { replayZh } from '../../src/i18n/replay.zh'
import { zh as staff } from '../../src/i18n/zh'
import { zhSchool } from '../../src/i18n/school.zh'

const zh = { ...common, ...zhClassroom, ...zhLogin, ...staff, ...replayZh, ...preflightZh, ...airZh, ...zhSchool }
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()
const keys = Object.keys(zh) as (keyof typeof zh)[]

describe('the two languages', () => {
  test('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort())
  })

  test('have the same placeholders under each key', () => {
    const different = keys.filter(key => holes(zh[key]).join() !== holes(en[key]).join())
    expect(different).toEqual([])
  })

  test('leave nothing empty and nothing untranslated', () => {
    const symbols = new Set(['what.and', 'keys.arrows', 'keys.updown', 'keys.rate', 'keys.f', 'keys.m', 'keys.digits', 'keys.help', 'keys.chapters', 'keys.c'])
    for (const key of keys) {
      expect(zh[key].trim(), key).not.toBe('')
      expect(en[key].trim(), key).not.toBe('')
      if (!symbols.has(key)) expect(/[\u4e00-\u9fff]/.test(zh[key]), `${key} has no Chinese`).toBe(true)
      expect(/[\u4e00-\u9fff]/.test(en[key]), `${key} in English has Chinese`).toBe(false)
    }
  })

  test('uses Chinese punctuation in Chinese sentences', () => {
    const wrong = keys.filter(key => /[\u4e00-\u9fff][,.!?;:]/.test(zh[key]))
    expect(wrong).toEqual([])
  })
})

describe('the strings of the first loads', () => {
  const both: Record<string, string> = import.meta.glob(['../../src/ui/{BrandMark,LanguageSwitch,NoticeBar,StatusLight}.vue', '../../src/ui/{talk,words}.ts'], { query: '?raw', import: 'default', eager: true })
  const login: Record<string, string> = import.meta.glob(['../../src/pages/login/*', '../../src/pages/*.vue', '../../src/ui/StaffFrame.vue', '../../src/i18n/when.ts'], { query: '?raw', import: 'default', eager: true })
  const classroom: Record<string, string> = import.meta.glob('../../src/pages/classroom/*', { query: '?raw', import: 'default', eager: true })
  const said = (text: string) => [...text.matchAll(/\bt\(['`]([a-zA-Z.]+)(\$\{)?/g)].flatMap(([, start, open]) => keys.filter(key => (open ? key.startsWith(start!) : key === start)))

  test.each([
    ...Object.entries(both).map(([file, text]) => [file, text, common] as const),
    ...Object.entries(login).map(([file, text]) => [file, text, { ...common, ...zhLogin }] as const),
    ...Object.entries(classroom).map(([file, text]) => [file, text, { ...common, ...zhClassroom }] as const),
  ])('%s says nothing that comes later', (_file, text, there) => {
    expect(said(text).filter(key => !(key in there))).toEqual([])
  })

  test('have no key twice', () => {
    expect(Object.keys({ ...common, ...zhLogin, ...zhClassroom }).filter(key => key in staff)).toEqual([])
    expect(keys.length).toBe([common, zhClassroom, zhLogin, staff, replayZh, preflightZh, airZh, zhSchool].reduce((sum, one) => sum + Object.keys(one).length, 0))
  })
})
