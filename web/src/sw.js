// Keeps the classroom page showing while the server is away: network first, the stored shell when there is no network.
// The build fills in the two constants; a new release gets a new cache and drops the old ones.
const RELEASE = '__RELEASE__', SHELL = ['__SHELL__']
self.addEventListener('install', event => event.waitUntil(caches.open(RELEASE).then(cache => cache.addAll(SHELL)).then(() => self.skipWaiting())))
self.addEventListener('activate', event => event.waitUntil(caches.keys().then(names => Promise.all(names.filter(name => name !== RELEASE).map(name => caches.delete(name)))).then(() => self.clients.claim())))
self.addEventListener('fetch', event => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return
  if (event.request.mode === 'navigate') event.respondWith(fetch(event.request).then(answer => answer.status < 500 ? answer : caches.match('/classroom'), () => caches.match('/classroom')))
  else if (SHELL.includes(url.pathname)) event.respondWith(caches.match(event.request).then(stored => stored || fetch(event.request)))
})
