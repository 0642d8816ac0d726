// SPDX-License-Identifier: Apache-2.0
// An OpenID Connect provider for tests/web/sign_in_test.py: npm oidc-provider with its own pages for login
// and consent. The name with which somebody logs in decides the claims of the access token.
//
//   node provider.mjs SITE       SITE: the external URL of the site that people sign in to
//
// Prints its issuer and serves until its standard input ends.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const site = process.argv[2];
const CLAIMS = {
  state: { sos_role: 'state' },
  lea: { sos_role: 'lea', sos_leas: ['99600020000000'] },
  nobody: {},
  unscoped: { sos_role: 'county' },
  many: { sos_role: 'lea', sos_leas: Array.from({ length: 150 }, (_, i) => `996000${String(i + 10000)}000`) },
};
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = {
    redirect_uris: [`${site}/sign-in/callback`],
    post_logout_redirect_uris: [`${site}/`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  };
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'public-client', token_endpoint_auth_method: 'none', ...client },
      { client_id: 'secret-client', client_secret: 'p@ss:w%rd/+ &', ...client },
    ],
    cookies: { keys: [randomBytes(32).toString('hex')] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'first', use: 'sig', alg: 'RS256' }] },
    pkce: { required: () => true, methods: ['S256'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (_, token) => CLAIMS[token.accountId],
    features: {
      devInteractions: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:sos:services',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: 'sos',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  server.on('request', provider.callback());
  process.stdout.write(`${issuer}\n`);
});
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
