/// <reference types="vite/client" />
import { describe, expect, test } from 'vitest'
import { common } from '../../src/i18n/common'
import { en } from '../../src/i18n/en'
import { replayZh } from '../../src/i18n/replay.zh'
import { zh as staff } from '../../src/i18n/zh'
import { zhSchool } from '../../src/i18n/school.zh'

const zh = { ...common, ...staff, ...replayZh, ...zhSchool }
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
  const files: Record<string, string> = import.meta.glob(['../../src/pages/{classroom,login}/*', '../../src/pages/*.vue', '../../src/ui/{BrandMark,LanguageSwitch,NoticeBar,StatusLight}.vue', '../../src/ui/{talk,words}.ts', '../../src/i18n/when.ts'], { query: '?raw', import: 'default', eager: true })

  test.each(Object.entries(files))('%s says nothing that comes later', (_file, text) => {
    const said = [...text.matchAll(/\bt\(['`]([a-zA-Z.]+)(\$\{)?/g)]
    const late = said.flatMap(([, start, open]) => keys.filter(key => (open ? key.startsWith(start!) : key === start))).filter(key => !(key in common))
    expect(late).toEqual([])
  })

  test('have no key twice', () => {
    expect(Object.keys(common).filter(key => key in staff)).toEqual([])
  })
})
