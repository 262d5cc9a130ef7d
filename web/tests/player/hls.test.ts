import { expect, test } from 'vitest'
import { spanOfPlaylist } from '../../src/player/hls'

const fragments = (...all: [number, boolean?][]) => {
  let start = 0
  return all.map(([duration, gap]) => {
    const one = { start, duration, gap: gap ?? false }
    start += duration
    return one
  })
}

test('the first gap is a late start, later ones are holes', () => {
  expect(spanOfPlaylist({ fragments: fragments([1.5, true], [2], [2], [6, true], [2]), edge: 13.5 })).toEqual({ from: 1.5, to: 13.5, holes: [{ from: 5.5, to: 11.5 }] })
})

test('a playlist of gaps alone holds nothing yet', () => {
  expect(spanOfPlaylist({ fragments: fragments([4, true]), edge: 4 })).toEqual({ from: Infinity, to: 0, holes: [] })
})
