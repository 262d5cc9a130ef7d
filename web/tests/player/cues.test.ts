import { expect, test } from 'vitest'
import { cuesOf, shownAt } from '../../src/player/cues'

const VTT = 'WEBVTT 美术\n\nNOTE 00:01.000 is no cue\n\n1\n00:01.000 --> 00:04.000 align:start\n<v 林老师>同学们<b>好</b>\n\n01:00:03.000 --> 01:00:05.500\nA &amp; B &lt;x&gt;\n第二行\n'

test('cues with their seconds, without marks', () => {
  expect(cuesOf(VTT)).toEqual([
    { from: 1, to: 4, text: '同学们好' },
    { from: 3603, to: 3605.5, text: 'A & B <x>\n第二行' },
  ])
  expect(cuesOf(VTT.replace(/\n/g, '\r\n'))).toHaveLength(2)
  expect(cuesOf('WEBVTT')).toEqual([])
})

test('what holds at a second is shown, from its start until just before its end', () => {
  const cues = [{ from: 1, to: 4, text: 'a' }, { from: 3, to: 5, text: 'b' }]
  expect([0.9, 1, 3.5, 4, 5].map(time => shownAt(cues, time))).toEqual(['', 'a', 'a\nb', 'b', ''])
})
