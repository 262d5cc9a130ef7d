import { describe, expect, test } from 'vitest'
import css from '../../src/ui/tokens.css?raw'

const tokens = new Map([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(match => [match[1]!, match[2]!]))

/** Relative luminance. Source: WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright! + 0.05) / (dark! + 0.05)
}
const of = (name: string) => {
  const colour = tokens.get(name)
  if (!colour) throw new Error(`no colour --${name}`)
  return colour
}

const tones = [...tokens.keys()].filter(name => name.startsWith('tone-'))

describe('text has at least 4.5 : 1', () => {
  test.each([
    ...['ink', 'ink-soft', 'ink-faint', 'primary', 'good', 'warn', 'bad'].flatMap(text => ['surface', 'paper'].map(ground => [text, ground])),
    ...['ink', 'ink-soft', 'ink-faint'].map(text => [text, 'sunken']),
    ['primary', 'primary-wash'], ['good', 'good-wash'], ['warn', 'warn-wash'], ['bad', 'bad-wash'], ['calm', 'calm-wash'], ['ink-soft', 'calm-wash'], ['ink-faint', 'calm-wash'],
    ['on-primary', 'primary'], ['on-primary', 'primary-deep'], ['surface', 'live'], ['surface', 'live-deep'],
    ...tones.map(tone => ['surface', tone]),
    ...['moon', 'moon-soft', 'moon-faint', 'night-primary', 'night-good', 'night-warn', 'night-bad'].flatMap(text => ['night', 'night-raised', 'night-high'].map(ground => [text, ground])),
  ] as [string, string][])('%s on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5)
  })
})

test('the focus ring and the edges of controls have at least 3 : 1', () => {
  expect(contrast(of('focus'), of('paper'))).toBeGreaterThanOrEqual(3)
  expect(contrast(of('night-focus'), of('night'))).toBeGreaterThanOrEqual(3)
  expect(contrast(of('edge'), of('surface'))).toBeGreaterThanOrEqual(3)
})

test('there are subjects to tell apart', () => expect(tones.length).toBeGreaterThanOrEqual(8))
