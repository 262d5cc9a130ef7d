// A gate at the level of Chromium 80, which the classroom, the log-in and the player must run in: syntax is lowered by the build,
// but calls and style rules that are missing there are not. Looks at the built files; prints each finding and exits 1.
// Our own calls are already held to ES2020 by tsconfig's `lib`; this also looks into the libraries.
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../dist/assets/', import.meta.url)
// Each with the version of Chromium that brought it.
const CALLS = [['.replaceAll(', 85], ['.at(-', 92], ['Object.hasOwn(', 93], ['structuredClone(', 98], ['randomUUID(', 92], ['AbortSignal.timeout', 103], ['.findLast(', 97], ['.toSorted(', 110], ['.toReversed(', 110], ['Promise.any(', 85], ['new WeakRef(', 84], ['Array.fromAsync', 121], ['??=', 85], ['||=', 85]]
const RULES = [[/\binset:/, 87], [/aspect-ratio:/, 88], [/:is\(/, 88], [/:where\(/, 88], [/:has\(/, 105], [/color-mix\(/, 111], [/\d(dvh|svh|lvh)\b/, 108], [/@container/, 105], [/@layer/, 99]]
// Vue wraps these array methods for whoever calls them, and never calls them itself; hls.js catches the missing randomUUID.
const GUARDED = { base: ['.toSorted(', '.toReversed('], ReplayPage: ['randomUUID('] }
const findings = []
for (const file of readdirSync(folder)) {
  const text = readFileSync(new URL(file, folder), 'utf8')
  if (file.endsWith('.js')) for (const [call, since] of CALLS) if (text.includes(call) && !GUARDED[file.split('-')[0]]?.includes(call)) findings.push(`${file}: ${call} needs Chromium ${since}`)
  if (file.endsWith('.css')) {
    for (const [rule, since] of RULES) if (rule.test(text)) findings.push(`${file}: ${rule} needs Chromium ${since}`)
    for (const block of text.match(/\{[^{}]*\}/g) ?? []) if (/display:(inline-)?flex/.test(block) && /(^|[;{])(row-|column-)?gap:/.test(block)) findings.push(`${file}: gap in a flex box needs Chromium 84: ${block.slice(0, 80)}`)
  }
}
for (const finding of findings) console.error(finding)
console.log(`floor: ${findings.length} findings above Chromium 80`)
process.exit(findings.length ? 1 : 0)
