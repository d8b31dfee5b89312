// A SMART backend service: it knows the FHIR base, its own id and its private key, and finds out the rest.
// HUSKY_URL is the base, HUSKY_CLIENT the id, HUSKY_KEY a private JWK with its alg; one JSON report goes to stdout.
import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, importJWK, jwtVerify, SignJWT } from 'jose';

const base = process.env.HUSKY_URL;
const client = process.env.HUSKY_CLIENT;
const jwk = JSON.parse(process.env.HUSKY_KEY);

const smart = await (await fetch(`${base}/.well-known/smart-configuration`)).json();

const assertion = await new SignJWT({})
  .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid, typ: 'JWT' })
  .setIssuer(client)
  .setSubject(client)
  .setAudience(smart.token_endpoint)
  .setJti(randomUUID())
  .setExpirationTime('4m')
  .sign(await importJWK(jwk));

const form = new URLSearchParams({
  grant_type: 'client_credentials',
  scope: 'system/*.rs',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});
const granted = await fetch(smart.token_endpoint, { method: 'POST', body: form });
const token = await granted.json();
const again = await fetch(smart.token_endpoint, { method: 'POST', body: form });

const headers = { Authorization: `Bearer ${token.access_token}` };
const found = await (await fetch(`${base}/Patient?name=munoz&_count=1`, { headers })).json();
const id = found.entry[0].resource.id;
const read = await (await fetch(`${base}/Patient/${id}`, { headers })).json();

// Anyone can verify the token by the published keys.
const { payload, protectedHeader } = await jwtVerify(token.access_token, createRemoteJWKSet(new URL(smart.jwks_uri)), { issuer: base });

console.log(JSON.stringify({
  algorithms: smart.token_endpoint_auth_signing_alg_values_supported,
  granted: { status: granted.status, type: token.token_type.toLowerCase(), expires: token.expires_in <= 300, scope: token.scope },
  again: { status: again.status, error: (await again.json()).error },
  read: { type: read.resourceType, same: read.id === id },
  verified: { client: payload.client_id === client, alg: protectedHeader.alg, typ: protectedHeader.typ },
}));
