import { describe, expect, it } from 'vitest'
import { nextOf, Purse, REST_MS } from '../../../src/pages/overview/patrol'

describe('the patrol wall', () => {
  it('waits until what was spent is paid, and tells its average rate', () => {
    const purse = new Purse(1_000_000, 0)
    expect(purse.wait(0)).toBe(0)
    purse.spend(250_000)
    expect(purse.wait(0)).toBe(2000)
    expect(purse.wait(500)).toBe(1500)
    expect(purse.rate(2000)).toBe(1000)
    expect(purse.wait(2000)).toBe(0)
  })

  it('looks at the lesson that has waited longest, first at those never seen', () => {
    const seen = new Map([['a', 0], ['b', 1000]])
    expect(nextOf(['a', 'b', 'c'], seen, new Set(), REST_MS * 2)).toBe('c')
    expect(nextOf(['a', 'b'], seen, new Set(), REST_MS * 2)).toBe('a')
    expect(nextOf(['a', 'b'], seen, new Set(['a']), REST_MS * 2)).toBe('b')
  })

  it('rests between two looks at the same lesson', () => {
    expect(nextOf(['a'], new Map([['a', 0]]), new Set(), REST_MS - 1)).toBeNull()
    expect(nextOf([], new Map(), new Set(), 0)).toBeNull()
  })
})
