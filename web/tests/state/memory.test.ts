import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { recall, recallPosition, remember, rememberPosition } from '../../src/state/memory'

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

test('a position is kept per lesson and forgotten with null', () => {
  rememberPosition('a', 61.5)
  rememberPosition('b', 3)
  rememberPosition('b', null)
  expect(recallPosition('a')).toBe(61.5)
  expect(recallPosition('b')).toBeNull()
})

test('another program\'s nonsense under our key is nothing', () => {
  shelf.kept.set('tongke.language', '{broken')
  shelf.kept.set('tongke.replay.position.a', '"far"')
  expect(recall('language')).toBeNull()
  expect(recallPosition('a')).toBeNull()
})

test('a full or missing store forgets without a word', () => {
  shelf.full = true
  remember('language', 'en')
  expect(recall('language')).toBeNull()
  vi.stubGlobal('localStorage', undefined)
  remember('language', 'en')
  expect(recall('language')).toBeNull()
})
