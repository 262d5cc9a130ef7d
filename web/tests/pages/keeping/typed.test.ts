import { expect, test } from 'vitest'
import type { FleetDevice } from '../../../src/api/types'
import { codeOf, failedOf, placeOf } from '../../../src/pages/keeping/typed'

test.each([['123456', '123456'], [' 123 456 ', '123456'], ['１２３　４５６', '123456'], ['123-456', '123456'], ['12345', null], ['1234567', null], ['12345a', null], ['', null]])('%s is the code %s', (text, code) => {
  expect(codeOf(text)).toBe(code)
})

test('a device names the checks that it did not pass, and nothing before its first test', () => {
  const checks = [{ name: 'camera', passed: false, detail: '没有权限' }, { name: 'clock', passed: true, detail: '' }, { name: 'speaker', passed: false, detail: '' }]
  expect(failedOf({ self_test: { passed: false, checks } } as unknown as FleetDevice, name => `<${name}>`)).toBe('<camera> 没有权限，<speaker>')
  expect(failedOf({ self_test: null } as unknown as FleetDevice, name => name)).toBe('')
})

test('a role says over which place it is held', () => {
  const role = { role: 'coordinator' as const, city: null, district: { id: 'd', name: '平武学区' }, school: null }
  expect(placeOf(role)).toBe('平武学区')
  expect(placeOf({ ...role, district: null, school: { id: 's', name: '高村小学' } })).toBe('高村小学')
})
