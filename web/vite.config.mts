import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Write `sw.js`: the classroom's shell is what kiosk.html loads, its name is a hash of that list. */
function serviceWorker(): Plugin {
  return {
    name: 'tongke-service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const shell = new Set<string>(['/classroom', '/favicon.svg'])
      const visit = (file: string) => {
        const chunk = bundle[file]
        if (!chunk || shell.has(`/${file}`)) return
        shell.add(`/${file}`)
        if (chunk.type !== 'chunk') return
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next)
        for (const style of chunk.viteMetadata?.importedCss ?? []) shell.add(`/${style}`)
      }
      for (const [file, chunk] of Object.entries(bundle)) {
        if (chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'kiosk') visit(file)
      }
      const list = JSON.stringify([...shell].sort())
      const release = createHash('sha256').update(list).digest('hex').slice(0, 12)
      const source = readFileSync(here('src/sw.js'), 'utf8').replace("'__RELEASE__'", JSON.stringify(release)).replace("['__SHELL__']", list)
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  }
}

/**
 * Write `ahead.json`: for each path of the router the scripts and styles that its page needs beside the entry's. The server names them in the
 * HTML, so that a browser fetches all at once; on a line of 150 ms each file that it finds out about later is felt.
 */
function ahead(): Plugin {
  return {
    name: 'tongke-ahead',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(one => one.type === 'chunk')
      const visit = (file: string, found: Set<string>) => {
        const chunk = bundle[file]
        if (chunk?.type !== 'chunk' || found.has(file)) return found
        found.add(file)
        for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style)
        for (const next of chunk.imports) visit(next, found)
        return found
      }
      const entry = visit(chunks.find(one => one.isEntry && one.name === 'staff')?.fileName ?? '', new Set())
      const routes = readFileSync(here('src/pages/router.ts'), 'utf8').matchAll(/path: '([^']+)', component: \(\) => import\('\.\/([^']+)'\)/g)
      const pages: Record<string, string[]> = {}
      for (const [, path, page] of routes) {
        const chunk = chunks.find(one => one.facadeModuleId === here(`src/pages/${page}`))
        if (!chunk) throw new Error(`router.ts names ${page}, the build has no such page`)
        if (!path!.includes('(')) pages[path!] = [...visit(chunk.fileName, new Set())].filter(file => !entry.has(file))
      }
      this.emitFile({ type: 'asset', fileName: 'ahead.json', source: JSON.stringify(pages) })
    },
  }
}

export default defineConfig({
  plugins: [vue(), serviceWorker(), ahead()],
  define: { __VERSION__: JSON.stringify((JSON.parse(readFileSync(here('package.json'), 'utf8')) as { version: string }).version), __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  build: {
    // Smart boards of 2020 run Chromium 80; Vite's default target is a blank page there.
    target: 'chrome80',
    cssTarget: 'chrome80',
    manifest: true,
    // Nothing is inlined: the content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
    rollupOptions: { input: { staff: here('staff.html'), kiosk: here('kiosk.html') } },
  },
  server: { proxy: { '/api': { target: process.env.TONGKE_URL ?? 'http://127.0.0.1:8000', ws: true }, '/whip': process.env.TONGKE_URL ?? 'http://127.0.0.1:8000', '/whep': process.env.TONGKE_URL ?? 'http://127.0.0.1:8000' } },
  test: { include: ['tests/**/*.test.ts'], setupFiles: ['src/i18n/staff.ts', 'src/i18n/login.ts', 'src/i18n/classroom.ts'], environment: 'node', css: { include: [/tokens\.css/] } },
} as Parameters<typeof defineConfig>[0])
