/** What the line went through, in words. Pure but for the language. */
import { t } from '../../i18n'
import type { Now, Span } from '../../media/strain'
import { rateText } from '../../ui/reception'

/** What holds now; a line that is gone has its own notice. */
export function strainText(now: Now): string {
  if (now.trouble === 'gone') return ''
  if (now.trouble === 'lossy') return t('strain.lossy', { percent: now.lossPercent })
  return t(`strain.thin.${now.picture}`, { rate: rateText(now.kbps) })
}

export function spanText(span: Span): string {
  return span.trouble === 'thin' ? t('trace.thin', { rate: rateText(span.kbps) }) : t(`trace.${span.trouble}`)
}
