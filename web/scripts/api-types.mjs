// Write src/api/schema.ts from the server's OpenAPI, or with --check say whether it has drifted (exit 1).
// Needs the project's Python environment: ../.venv, or the interpreter that PYTHON names.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const python = process.env.PYTHON ?? (existsSync(here('../../.venv/bin/python')) ? here('../../.venv/bin/python') : 'python3')
const document = JSON.parse(execFileSync(python, [here('openapi.py')], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 }))

const text = `// Generated from the server's OpenAPI by \`npm run generate:api\`; do not edit.\n${astToString(await openapiTS(document, { alphabetize: true, rootTypes: false }))}`
const file = here('../src/api/schema.ts')
if (!process.argv.includes('--check')) {
  writeFileSync(file, text)
  console.log('api: src/api/schema.ts written')
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('api: src/api/schema.ts does not match the server; run `npm run generate:api`')
  process.exit(1)
} else console.log('api: src/api/schema.ts matches the server')
