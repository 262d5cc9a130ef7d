"""What of a page stands in somebody's way: what axe-core finds, what is cut off, what the keyboard cannot reach or does not show."""

from typing import Any

from playwright.sync_api import Page

from tests.support.peers_wrtc import AXE

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
USUAL = (1366, 768)
ZOOMED = (USUAL[0] // 2, USUAL[1] // 2)
"""The same window at 200 %: half as many of the page's pixels each way."""

_CUT = """() => {
  const found = []
  const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (beyond > 0) found.push(`${beyond} px wider than the window`)
  const text = element => element.textContent.trim().slice(0, 30)
  const rolls = element => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || rolls(element.parentElement))
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element)
    if (!element.clientWidth || style.visibility === 'hidden' || element.closest('.visually-hidden, .skip, svg')) continue
    const place = element.getBoundingClientRect()
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    if ((own || element.matches('button, input, select')) && (place.left < -1 || place.right > innerWidth + 1) && !rolls(element))
      found.push(`beyond the window: <${element.localName}> ${text(element)}`)
    if (own && /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1 && !element.closest('[title]'))
      found.push(`cut, and nothing says it in full: <${element.localName}> ${text(element)}`)
  }
  return found
}"""
_KEYS = """() => {
  const found = []
  const name = element => `<${element.localName}> ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)} ${element.dataset.testid ?? ''}`
  const before = document.activeElement
  const reached = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(one => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length && one.checkVisibility({ visibilityProperty: true }))
    .filter(one => !document.querySelector('dialog[open]') || one.closest('dialog[open]'))
  const open = (document.querySelector('dialog[open]') ?? document).querySelectorAll('*')
  for (const one of open) if (one.tabIndex > 0) found.push(`out of order: ${name(one)}`)
  for (const one of reached) {
    one.focus()
    if (document.activeElement !== one) { found.push(`takes no focus: ${name(one)}`); continue }
    const rings = [one, one.parentElement].map(each => getComputedStyle(each))
    if (!rings.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2))
      found.push(`shows no focus: ${name(one)}`)
    const place = one.getBoundingClientRect()
    if (place.bottom <= 0 || place.top >= innerHeight || place.right <= 0 || place.left >= innerWidth)
      found.push(`focus out of sight: ${name(one)}`)
  }
  for (const one of open) {
    if (getComputedStyle(one).cursor !== 'pointer' || !one.getClientRects().length) continue
    // A click on a film plays and halts it, as its button and its key do.
    if (one.matches('video') || one.querySelector('video')) continue
    if (!one.closest('a[href], button, input, select, summary, label, [tabindex]') && !one.querySelector('input'))
      found.push(`for the mouse alone: ${name(one)}`)
  }
  before?.focus?.()
  return found
}"""


def axe_findings(page: Page) -> list[str]:
    """Return what axe-core says of a page, a line for each rule."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", list(RULES)
    )
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: "
        + "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        for violation in result["violations"]
    ]


def cut_off(page: Page) -> list[str]:
    """Return what is wider than the window, outside of it, or shortened without a word of it anywhere."""
    found: list[str] = page.evaluate(_CUT)
    return list(dict.fromkeys(found))


def lost_to_the_keyboard(page: Page) -> list[str]:
    """Return what takes or shows no focus, is focused out of sight or out of order, or answers the mouse alone."""
    # A ring is shown to whoever has pressed a key; the rest is asked at once, because each press takes its time.
    page.keyboard.press("Tab")
    found: list[str] = page.evaluate(_KEYS)
    return found
