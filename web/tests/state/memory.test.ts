import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { recall, recallBegun, remember, rememberBegun } from '../../src/state/memory'

class Shelf {
  readonly kept = new Map<string, string>()
  full = false
  getItem(key: string) { return this.kept.get(key) ?? null }
  setItem(key: string, value: string) {
    if (this.full) throw new Error('QuotaExceededError')
    this.kept.set(key, value)
  }
  removeItem(key: string) { this.kept.delete(key) }
}

let shelf: Shelf
beforeEach(() => {
  shelf = new Shelf()
  vi.stubGlobal('localStorage', shelf)
})
afterEach(() => vi.unstubAllGlobals())

test('what was remembered is recalled', () => {
  remember('studio.devices', { camera: 'c1', microphone: null })
  expect(recall('studio.devices')).toEqual({ camera: 'c1', microphone: null })
  expect(recall('language')).toBeNull()
})

test('what was begun is kept per person and forgotten when nothing is left', () => {
  rememberBegun('lin', [{ lesson: 'a' }])
  rememberBegun('he', [{ lesson: 'b' }])
  rememberBegun('he', [])
  expect(recallBegun('lin')).toEqual([{ lesson: 'a' }])
  expect(recallBegun('he')).toBeNull()
})

test('another program\'s nonsense under our key is nothing', () => {
  shelf.kept.set('tongke.language', '{broken')
  shelf.kept.set('tongke.replay.begun.lin', '[')
  expect(recall('language')).toBeNull()
  expect(recallBegun('lin')).toBeNull()
})

test('a full or missing store forgets without a word', () => {
  shelf.full = true
  remember('language', 'en')
  expect(recall('language')).toBeNull()
  vi.stubGlobal('localStorage', undefined)
  remember('language', 'en')
  expect(recall('language')).toBeNull()
})
