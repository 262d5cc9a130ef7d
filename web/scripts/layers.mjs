// Who may import whom in src/, and who may touch the page. "|" = strangers to each other. Prints each breach and exits 1.
//   pages ► ui | player ► media | protocol | api ► i18n ► state
// ui may use what is below player's level; player knows no ui.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const src = fileURLToPath(new URL('../src/', import.meta.url))
const LEVELS = [['pages'], ['ui', 'player'], ['media', 'protocol', 'api'], ['i18n'], ['state']]
const level = room => LEVELS.findIndex(rooms => rooms.includes(room))
const breaches = []

function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) walk(path)
    else if (/\.(ts|vue)$/.test(path) && !path.endsWith('.d.ts')) check(path)
  }
}

function check(path) {
  const name = relative(src, path)
  const [room, inner] = name.split(sep)
  const text = readFileSync(path, 'utf8')
  if (level(room) === -1) return
  for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const [other, page] = relative(src, resolve(dirname(path), target)).split(sep)
    if (level(other) === -1 || (other === room && room !== 'pages')) continue
    if (other === 'pages' && room === 'pages') {
      // One kind of page does not reach into another's folder; the router and the shell know them all.
      if (inner.includes('.') || page === inner || !page || page.includes('.')) continue
      breaches.push(`${name} imports ${target}: pages/${inner} and pages/${page} are strangers`)
    } else if (level(other) <= level(room)) breaches.push(`${name} imports ${target}: ${room} may not know ${other}`)
  }
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|`[^`]*`|'[^'\n]*'/gm, '')
  if (level(room) >= level('media') || room === 'player') for (const word of ['document', 'window']) if (new RegExp(`(?<![.\\w$])${word}\\s*[.[]`).test(code)) breaches.push(`${name} touches ${word}`)
}

walk(src)
for (const breach of breaches) console.error(breach)
console.log(`layers: ${breaches.length} breaches`)
process.exit(breaches.length ? 1 : 0)
