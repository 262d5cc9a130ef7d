/** What people type into these pages, and what the pages say of devices and roles. Pure. */
import type { FleetDevice, PersonRow } from '../../api/types'

/** The six digits that a classroom shows, also with spaces or from a Chinese keyboard (１２３); null: not six digits yet. */
export function codeOf(text: string): string | null {
  const digits = text.replace(/[\uff10-\uff19]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

/** "时钟 -90 s，编码": the checks that a device did not pass, as `nameOf` calls them. */
export function failedOf(device: FleetDevice, nameOf: (check: string) => string): string {
  return device.self_test?.checks.filter(check => !check.passed).map(check => `${nameOf(check.name)} ${check.detail ?? ''}`.trim()).join('，') ?? ''
}

/** The place that a role is held over: exactly one of the three is named. */
export function placeOf(role: PersonRow['roles'][number]): string {
  return role.city?.name ?? role.district?.name ?? role.school?.name ?? ''
}
