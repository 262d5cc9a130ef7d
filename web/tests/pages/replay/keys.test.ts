import { describe, expect, test } from 'vitest'
import { keyAction } from '../../../src/pages/replay/keys'

const press = (key: string, more: object = {}) => keyAction({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null, ...more })

describe('keys', () => {
  test.each<[string, unknown]>([
    [' ', { do: 'toggle' }], ['ArrowLeft', { do: 'step', seconds: -5 }], ['ArrowRight', { do: 'step', seconds: 5 }], ['ArrowUp', { do: 'volume', by: 0.05 }],
    [',', { do: 'rate', by: -1 }], ['.', { do: 'rate', by: 1 }], ['f', { do: 'full' }], ['m', { do: 'mute' }], ['<', { do: 'rate', by: -1 }], ['>', { do: 'rate', by: 1 }], ['?', { do: 'help' }], ['c', { do: 'captions' }], ['n', { do: 'chapter', by: 1 }], ['P', { do: 'chapter', by: -1 }],
    ['1', { do: 'layout', layout: 'board' }], ['4', { do: 'layout', layout: 'sound' }], ['5', null], ['0', null], ['x', null], ['Tab', null],
  ])('%s', (key, action) => expect(press(key)).toEqual(action))

  test('Shift takes larger steps', () => {
    expect(press('ArrowRight', { shiftKey: true })).toEqual({ do: 'step', seconds: 30 })
  })

  test('the browser keeps its own shortcuts', () => {
    expect(press('f', { ctrlKey: true })).toBeNull()
    expect(press('ArrowLeft', { altKey: true })).toBeNull()
  })

  test('controls keep the keys that they need', () => {
    expect(press(' ', { target: { tagName: 'BUTTON' } })).toBeNull()
    expect(press('f', { target: { tagName: 'BUTTON' } })).toEqual({ do: 'full' })
    expect(press('f', { target: { tagName: 'INPUT', type: 'text' } })).toBeNull()
    expect(press(' ', { target: { tagName: 'INPUT', type: 'checkbox' } })).toBeNull()
    expect(press('f', { target: { tagName: 'INPUT', type: 'checkbox' } })).toEqual({ do: 'full' })
    expect(press(' ', { target: { tagName: 'INPUT', type: 'range', dataset: { testid: 'seek' } } })).toEqual({ do: 'toggle' })
    expect(press('ArrowUp', { target: { tagName: 'SELECT' } })).toBeNull()
    expect(press('ArrowLeft', { target: { tagName: 'INPUT', type: 'range', dataset: { testid: 'volume' } } })).toBeNull()
    expect(press('ArrowLeft', { target: { tagName: 'INPUT', type: 'range', dataset: { testid: 'seek' } } })).toEqual({ do: 'step', seconds: -5 })
  })
})
