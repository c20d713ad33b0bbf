/* A real OpenID Connect provider on loopback, for tests: accounts and clients come from one JSON file.
 *
 * node provider.mjs CONFIG.json     CONFIG: {port, clients: [...], accounts: {name: {claim: value}}, claims: {scope: [...]}}
 * Whoever types the name of an account is that account; the file is read anew at each sign-in, so that a test can change it.
 */
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const file = process.argv[2];
const read = () => JSON.parse(readFileSync(file, "utf8"));
const start = read();
const issuer = start.issuer || `http://127.0.0.1:${start.port}`;
const provider = new Provider(issuer, {
  clients: start.clients,
  claims: start.claims,
  scopes: Object.keys(start.claims),
  conformIdTokenClaims: false, // the claims of the scope stand in the ID token, as the product needs them
  findAccount: (context, id) => {
    const known = read().accounts[id];
    return known && { accountId: id, claims: () => ({ sub: id, ...known }) };
  },
  ttl: { IdToken: start.id_token_seconds || 300, Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 300 },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["a key of the tests"] },
});
provider.on("server_error", (context, error) => console.error(error.message));
provider.listen(start.port, "127.0.0.1", () => console.log(`ready ${issuer}`));
