import { describe, expect, test } from 'vitest'
import { CHECKS, isBlack, lightOf, verdicts, worst, type Findings } from '../../../src/pages/studio/checks'

const good: Findings = {
  preparing: false, camera: true, microphone: true, faults: { camera: null, microphone: null }, light: { mean: 120, brightest: 240 }, heard: { peak: 0.6, loudSeconds: 0, seconds: 9 },
  line: { kbps: 4000, atMost: false }, clockAhead: 0.4, echo: 1, raw: false,
}
const judged = (given: Partial<Findings>) => verdicts({ ...good, ...given }, kbps => `${kbps} kbit/s`)

test('where all is well, everything says so', () => {
  const all = judged({})
  expect(CHECKS.map(name => all[name].tone)).toEqual(CHECKS.map(() => 'good'))
  expect(worst(all)).toBe('good')
})

test('the worst verdict stands above; what is not known yet stands above what is good', () => {
  expect(worst(judged({ clockAhead: 90 }))).toBe('warn')
  expect(worst(judged({ clockAhead: 90, light: { mean: 0, brightest: 0 } }))).toBe('bad')
  expect(worst(judged({ echo: null }))).toBe('none')
})

describe('camera and microphone', () => {
  test('name the fault, in words that say what to do', () => {
    expect(judged({ camera: false, faults: { camera: 'denied', microphone: null } }).camera).toEqual({ tone: 'bad', says: 'fault.camera.denied' })
    expect(judged({ microphone: false, faults: { camera: null, microphone: 'ended' } }).microphone).toEqual({ tone: 'bad', says: 'fault.microphone.missing' })
    expect(judged({ microphone: false, preparing: true }).microphone.tone).toBe('none')
  })

  test('ask for a word, then say that it was quiet, dead or too loud', () => {
    const heard = (peak: number, seconds: number, loudSeconds = 0) => judged({ heard: { peak, seconds, loudSeconds } }).microphone
    expect(heard(0, 2)).toEqual({ tone: 'none', says: 'check.microphone.say' })
    expect(heard(0, 6)).toEqual({ tone: 'bad', says: 'check.microphone.dead' })
    expect(heard(0.1, 6)).toEqual({ tone: 'warn', says: 'check.microphone.quiet' })
    expect(judged({ heard: null }).microphone).toEqual({ tone: 'none', says: 'check.microphone.click' })
    expect(heard(1, 6, 2)).toEqual({ tone: 'warn', says: 'check.microphone.loud' })
  })
})

describe('the picture', () => {
  const pixels = (...grey: number[]) => grey.flatMap(one => [one, one, one, 255])
  test('is black under a lid, and not in a dark room with a window', () => {
    expect(isBlack(lightOf(pixels(2, 3, 9, 4)))).toBe(true)
    expect(isBlack(lightOf(pixels(2, 3, 200, 4)))).toBe(false)
    expect(lightOf(pixels(100, 200))).toEqual({ mean: expect.closeTo(150), brightest: expect.closeTo(200) })
  })
  test('waits for the camera', () => {
    expect(judged({ light: null }).picture.tone).toBe('none')
  })
})

test('the uplink says what it carries, and at most so much where nothing arrived', () => {
  expect(judged({ line: { kbps: 600, atMost: false } }).uplink).toEqual({ tone: 'warn', says: 'check.uplink.smaller', values: { rate: '600 kbit/s' } })
  expect(judged({ line: { kbps: 102, atMost: true } }).uplink).toEqual({ tone: 'bad', says: 'check.uplink.slow', values: { rate: '102 kbit/s' } })
  expect(judged({ line: 'failed' }).uplink.tone).toBe('bad')
  expect(judged({ line: 'running' }).uplink.tone).toBe('none')
})

test('the clock may be half a minute wrong, and not a day', () => {
  expect(judged({ clockAhead: 29 }).clock.tone).toBe('good')
  expect(judged({ clockAhead: -180 }).clock).toEqual({ tone: 'warn', says: 'check.clock.slow', values: { minutes: 3 } })
  expect(judged({ clockAhead: 90_000 }).clock.tone).toBe('bad')
})

test('an echo is worse the more it stands out, and music is told of headphones', () => {
  expect(judged({ echo: 12 }).echo).toEqual({ tone: 'warn', says: 'check.echo.heard' })
  expect(judged({ echo: 40 }).echo.tone).toBe('bad')
  expect(judged({ echo: 40, raw: true }).echo.says).toBe('check.echo.music')
  expect(judged({ echo: null }).echo).toEqual({ tone: 'none', says: 'check.echo.untried' })
})
