import { Problem, Unreachable } from '../api/client'
import { t } from '../i18n'
import { SignallingError } from '../protocol/whip'

/** One sentence for the person at the screen. The server's own sentences come first: they know more. */
export function words(error: unknown): string {
  if (error instanceof Problem) return error.detail || t('error.status', { status: error.status })
  if (error instanceof SignallingError) return error.detail || (error.status === 503 ? t('error.node') : t('error.status', { status: error.status }))
  if (error instanceof Unreachable || error instanceof TypeError) return t('error.offline')
  return t('error.unknown')
}
