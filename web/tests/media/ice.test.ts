import { expect, test } from 'vitest'
import { iceServers } from '../../src/media/ice'

test('null is left out: browsers refuse a credential of null', () => {
  expect(iceServers([{ urls: ['stun:a'], username: null, credential: null }, { urls: ['turn:b'], username: 'u', credential: 'c' }])).toEqual([{ urls: ['stun:a'] }, { urls: ['turn:b'], username: 'u', credential: 'c' }])
})
