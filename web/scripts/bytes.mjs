// What the first load of each page costs, gzipped, against budgets.json. Prints a table and one JSON line; exits 1 over budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const root = new URL('../', import.meta.url)
const read = path => readFileSync(new URL(path, root))
const manifest = JSON.parse(read('dist/.vite/manifest.json'))
const budgets = JSON.parse(read('budgets.json'))

function files(key, found = new Set()) {
  const chunk = manifest[key]
  if (!chunk) throw new Error(`no "${key}" in the build's manifest`)
  if (found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const style of chunk.css ?? []) found.add(style)
  for (const next of chunk.imports ?? []) files(next, found)
  return found
}

const figures = {}
let over = false
for (const [name, { entry, also, gzip_kb: budget }] of Object.entries(budgets)) {
  const all = new Set([entry])
  for (const key of [entry, ...also]) for (const file of files(key)) all.add(file)
  const kb = [...all].reduce((sum, file) => sum + gzipSync(read(`dist/${file}`), { level: 6 }).length, 0) / 1000
  figures[`${name}_kb`] = Math.round(kb * 10) / 10
  over ||= kb > budget
  console.log(`${name.padEnd(10)}${kb.toFixed(1).padStart(8)} kB of ${String(budget).padStart(4)}${kb > budget ? '  OVER BUDGET' : ''}`)
}
figures.max_first_load_kb = Math.max(...Object.values(figures))
console.log(JSON.stringify(figures))
process.exit(over ? 1 : 0)
