// A bureau's identity server for tests: oidc-provider on a free port of 127.0.0.1. `argv[2]` is JSON:
// {redirects: [...], leaves: [...], names: {login: claims}}. Prints {"issuer"}; a line on stdin changes its keys.
// Source: https://github.com/panva/node-oidc-provider (the sign-in pages are its own).
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import Provider from 'oidc-provider'

const { redirects, leaves, names } = JSON.parse(process.argv[2])
let answer
const server = createServer((request, response) => answer(request, response))
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const begin = () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() }
    const provider = new Provider(issuer, {
      jwks: { keys: [key] },
      clients: [{ client_id: 'tongke', client_secret: 'secret of: tongke', redirect_uris: redirects, post_logout_redirect_uris: leaves }],
      claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email', 'email_verified'] },
      pkce: { required: () => true },
      cookies: { keys: ['the same for all keys'] },
      ttl: { Session: 600, Grant: 600, IdToken: 600, AccessToken: 600, Interaction: 600 },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `subject of ${id}`, ...names[id] }) }),
    })
    answer = provider.callback()
  }
  begin()
  createInterface(process.stdin).on('line', () => {
    begin()
    console.log('{"changed":true}')
  })
  console.log(JSON.stringify({ issuer }))
})
