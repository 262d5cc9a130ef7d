import { expect, test } from 'vitest'
import { Strain } from '../../src/media/strain'
import type { Pressure } from '../../src/media/uplink'

const line = { kbps: 600, lossPercent: 0, roundTripMs: 40 }
const fine: Pressure = { availableKbps: 1200, limited: false, frames: 25 }
const thin: Pressure = { availableKbps: 600, limited: true, frames: 15 }

/** Let `pressure` hold from second `from` to second `to`. */
function hold(strain: Strain, pressure: Pressure, from: number, to: number, camera = true, lossPercent = 0) {
  for (let second = from; second <= to; second++) strain.observe({ ...line, lossPercent }, pressure, camera, second * 1000)
}

test('a line that is thin for a moment is no trouble', () => {
  const strain = new Strain()
  hold(strain, thin, 0, 4)
  hold(strain, fine, 5, 6)
  hold(strain, thin, 7, 11)
  expect(strain.now).toBeNull()
  expect(strain.spans).toEqual([])
})

test('a line that stays thin is told from when on and with what it carries', () => {
  const strain = new Strain()
  hold(strain, { ...thin, availableKbps: 612 }, 10, 15)
  expect(strain.now).toEqual({ trouble: 'thin', kbps: 600, lossPercent: 0, picture: 'smaller' })
  expect(strain.spans).toEqual([{ trouble: 'thin', from: 10_000, to: null, kbps: 600 }])
})

test('words do not flicker: it is over when it was good for ten seconds, and ended when it was last bad', () => {
  const strain = new Strain()
  hold(strain, thin, 0, 6)
  for (let second = 7; second < 40; second += 3) {
    hold(strain, fine, second, second + 1)
    hold(strain, thin, second + 2, second + 2)
  }
  expect(strain.spans).toHaveLength(1)
  hold(strain, fine, 40, 48)
  expect(strain.now?.trouble).toBe('thin')
  hold(strain, fine, 49, 50)
  expect(strain.now).toBeNull()
  expect(strain.spans[0]).toMatchObject({ from: 0, to: 39_000 })
})

test('a camera of which nothing goes out is paused; one that nobody sends is not', () => {
  const strain = new Strain()
  hold(strain, thin, 0, 6)
  hold(strain, { ...thin, frames: 0 }, 7, 9)
  expect(strain.now?.picture).toBe('paused')
  hold(strain, thin, 10, 10)
  expect(strain.now?.picture).toBe('smaller')
  hold(strain, { ...thin, frames: 0 }, 11, 15, false)
  expect(strain.now?.picture).toBe('none')
})

test('a limit far above what a lesson needs is none', () => {
  const strain = new Strain()
  hold(strain, { ...thin, availableKbps: 2400 }, 0, 30)
  expect(strain.spans).toEqual([])
})

test('a browser that says nothing of the line is judged by what went out', () => {
  const strain = new Strain()
  hold(strain, { ...thin, availableKbps: null }, 0, 5)
  expect(strain.now?.kbps).toBe(600)
})

test('much loss is told with its share', () => {
  const strain = new Strain()
  hold(strain, fine, 0, 5, true, 22.4)
  expect(strain.now).toMatchObject({ trouble: 'lossy', lossPercent: 22 })
})

test('a line that is gone is told at once and ends with its return', () => {
  const strain = new Strain()
  strain.gone(1000)
  strain.gone(2000)
  expect(strain.now?.trouble).toBe('gone')
  strain.back(9000)
  expect(strain.now).toBeNull()
  expect(strain.spans).toEqual([{ trouble: 'gone', from: 1000, to: 9000, kbps: 0 }])
})

test('the list is bounded, and what a reload left open is closed', () => {
  const strain = new Strain([{ trouble: 'thin', from: 5, to: null, kbps: 300 }])
  expect(strain.spans).toEqual([{ trouble: 'thin', from: 5, to: 5, kbps: 300 }])
  for (let second = 0; second < 50; second++) {
    strain.gone(second * 1000)
    strain.back(second * 1000 + 500)
  }
  expect(strain.spans).toHaveLength(20)
  expect(strain.spans[19]!.from).toBe(49_000)
})
