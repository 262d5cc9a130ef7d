import { describe, expect, it } from 'vitest'
import { ENCODINGS, resting } from '../../src/media/publisher'

const costs = (slot: keyof typeof ENCODINGS) => ENCODINGS[slot].map(encoding => encoding.maxBitrate ?? 0)

describe('the layers of the studio', () => {
  it('come smallest first, each with a name of its own', () => {
    for (const slot of ['camera', 'board'] as const) {
      expect(costs(slot)).toEqual([...costs(slot)].sort((a, b) => a - b))
      expect(new Set(ENCODINGS[slot].map(encoding => encoding.rid)).size).toBe(ENCODINGS[slot].length)
    }
  })

  it('keep the board legible: its small layer has fewer pictures, not smaller ones', () => {
    expect(new Set(ENCODINGS.board.map(encoding => encoding.scaleResolutionDownBy))).toEqual(new Set([1]))
    expect(ENCODINGS.board[0]!.maxFramerate).toBeLessThan(ENCODINGS.board[1]!.maxFramerate!)
  })

  it('name a priority in the first layer only: Chromium refuses it in the others', () => {
    for (const encodings of Object.values(ENCODINGS)) {
      expect(encodings.map(encoding => encoding.priority !== undefined)).toEqual(encodings.map((_, index) => index === 0))
    }
  })

  it('send sound once', () => {
    expect(ENCODINGS.microphone).toHaveLength(1)
    expect(ENCODINGS.microphone[0]!.rid).toBeUndefined()
  })

  it('fit the smallest of everything into 512 kbit/s', () => {
    expect(costs('microphone')[0]! + costs('camera')[0]! + costs('board')[0]!).toBeLessThan(512_000)
  })
})

describe('resting layers', () => {
  const layers = () => [{ rid: 'l', active: true }, { rid: 'm', active: true }, { rid: 'h' }]
  const active = (encodings: { active?: boolean }[]) => encodings.map(one => one.active)

  it('are not sent, until they are no longer named', () => {
    const encodings = layers()
    expect(resting(encodings, ['m'])).toBe(true)
    expect(active(encodings)).toEqual([true, false, true])
    expect(resting(encodings, ['m'])).toBe(false)
    expect(resting(encodings, [])).toBe(true)
    expect(active(encodings)).toEqual([true, true, true])
  })

  it('are never all of them', () => {
    const encodings = layers()
    expect(resting(encodings, ['l', 'm', 'h'])).toBe(false)
    expect(active(encodings)).toEqual([true, true, undefined])
  })

  it('do not concern a stream without layers', () => {
    expect(resting([{ active: true }], ['l'])).toBe(false)
  })
})
