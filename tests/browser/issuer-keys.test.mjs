// Tokens of an outside issuer whose keys come by its address: a real OpenID provider that gives access tokens to other systems
// and rotates its keys, and stand-ins that answer as nobody should.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import http from 'node:http';
import { after, before, test } from 'node:test';
import Provider from 'oidc-provider';
import { freePort, startInstance, token } from './outside.mjs';

const audience = 'https://muster.example.com/api';
const login = 'ann@works.example';
let site, issuer, port, server, instance, provider, secret, fetched = 0;

const keyPair = (kid) => ({ kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
const privateJwk = (key) => ({ ...key.privateKey.export({ format: 'jwk' }), kid: key.kid, alg: 'ES256', use: 'sig' });
const publicSet = (...keys) => JSON.stringify({ keys: keys.map((key) => ({ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, alg: 'ES256', use: 'sig' })) });
const said = (more) => {
	const now = Math.floor(Date.now() / 1000);
	return { iss: issuer, aud: audience, email: login, scope: 'incidents:read', iat: now, exp: now + 300, ...more };
};

// The provider with these keys, of which the first signs. It answers on the same port as the one before.
function publish(...keys) {
	provider = new Provider(issuer, {
		clients: [{ client_id: 'robot', client_secret: secret, grant_types: ['client_credentials'], response_types: [], redirect_uris: [], id_token_signed_response_alg: 'ES256' }],
		jwks: { keys: keys.map(privateJwk) },
		cookies: { keys: [randomBytes(16).toString('hex')] },
		extraTokenClaims: () => ({ email: login }),
		features: {
			devInteractions: { enabled: false }, clientCredentials: { enabled: true },
			resourceIndicators: {
				enabled: true, defaultResource: () => audience, useGrantedResource: () => true,
				getResourceServerInfo: () => ({ scope: 'incidents:read', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
			},
		},
	}).callback();
}

// answer: what stands in for the provider; undefined: the provider itself.
let answer;
async function issued() {
	const rs = await fetch(`${issuer}/token`, {
		method: 'POST', headers: { authorization: `Basic ${Buffer.from(`robot:${secret}`).toString('base64')}` },
		body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'incidents:read', resource: audience }),
	});
	const body = await rs.json();
	assert.equal(rs.status, 200, JSON.stringify(body));
	return body.access_token;
}

const me = async (bearer) => {
	const rs = await fetch(`${site}/api/v1/me`, { headers: { authorization: `Bearer ${bearer}` } });
	return { status: rs.status, body: await rs.json(), headers: rs.headers };
};

// As if that many minutes had gone by since the address was asked.
const later = (minutes) => instance.sql(`UPDATE issuer_keys SET tried_at = tried_at - INTERVAL ${minutes} MINUTE`);
const row = (column) => instance.sql(`SELECT COALESCE(${column}, '') FROM issuer_keys`);
const first = keyPair('first'), second = keyPair('second'), third = keyPair('third');

before(async () => {
	secret = randomBytes(24).toString('base64url');
	port = await freePort();
	issuer = `http://localhost:${port}`;
	publish(first);
	server = http.createServer((rq, rs) => {
		if (rq.url === '/jwks') {
			fetched++;
			if (answer)
				return answer(rq, rs);
		}
		return provider(rq, rs);
	}).listen(port, '127.0.0.1');
	const own = await freePort();
	site = `http://localhost:${own}`;
	instance = await startInstance(own, { MUSTER_API_ISSUER: issuer, MUSTER_API_ISSUER_AUDIENCE: audience, MUSTER_API_ISSUER_KEYS_URL: `${issuer}/jwks` });
	instance.service(['exec', 'muster', 'organization', 'add', 'works', 'Works', '--zone', 'America/New_York']);
	instance.sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
		SELECT id, UUID(), 'A-1', 'Ann', 'Admin', '${login}', NOW(6), NOW(6) FROM organization WHERE code = 'works'`);
	instance.service(['exec', 'muster', 'user', 'add', '--organization', 'works', '--employee', 'A-1', '--password-stdin', '--role', 'administrator'], 'correct horse battery\n');
});

after(async () => {
	instance?.stop();
	server?.closeAllConnections();
	server?.close();
});

test('a token of the provider stands for its account, and many cost one request for keys', async () => {
	const bearer = await issued();
	const { status, body } = await me(bearer);
	assert.equal(status, 200, JSON.stringify(body));
	assert.match(JSON.stringify(body), /Ann Admin/);
	const before = fetched;
	for (let i = 0; i < 20; i++)
		assert.equal((await me(bearer)).status, 200);
	assert.equal(fetched, before);
});

test('the worker fetches the keys when their time has run out, and not before', async () => {
	instance.sql("UPDATE issuer_keys SET next_due_at = NOW(6) + INTERVAL 1 HOUR, tried_at = NOW(6) - INTERVAL 1 HOUR");
	let before = fetched;
	instance.service(['exec', 'worker', '--once']);
	assert.equal(fetched, before);
	instance.sql("UPDATE issuer_keys SET next_due_at = NOW(6) - INTERVAL 1 SECOND");
	before = fetched;
	for (let waited = 0; waited < 40 && fetched === before; waited++)
		await new Promise((done) => setTimeout(done, 500));
	assert.ok(fetched > before);
});

test('a key of a rotation is fetched when a token names it', async () => {
	publish(second, first);
	later(5);
	const bearer = await issued();
	assert.equal((await me(bearer)).status, 200);
	assert.equal((await me(token(said(), { kid: 'first', key: first.privateKey }))).status, 200, 'the older key still counts');
});

test('a key that the issuer has taken back counts no longer', async () => {
	publish(second);
	instance.sql("UPDATE issuer_keys SET next_due_at = NOW(6) - INTERVAL 1 SECOND, tried_at = NOW(6) - INTERVAL 1 HOUR");
	for (let waited = 0; waited < 40 && row('document').includes('"first"'); waited++)
		await new Promise((done) => setTimeout(done, 500));
	// Processes look at what is kept every half minute; a key that they lack makes them look at once.
	await me(token(said(), { kid: 'never', key: third.privateKey }));
	assert.equal((await me(token(said(), { kid: 'first', key: first.privateKey }))).status, 401);
	assert.equal((await me(await issued())).status, 200);
});

test('keys that are made up are 401, and cost one request a minute', async () => {
	later(5);
	const before = fetched;
	for (let i = 0; i < 15; i++)
		assert.equal((await me(token(said(), { kid: `made-up-${i}`, key: third.privateKey }))).status, 401);
	assert.ok(fetched - before <= 1, `${fetched - before} requests`);
	assert.equal((await me(token(said({ iss: 'https://other.example.com' }), { kid: 'x', key: third.privateKey }))).status, 401);
	assert.equal((await me(token(said(), { kid: 'second', key: third.privateKey }))).status, 401, 'forged');
	assert.equal((await me(token(said({ exp: Math.floor(Date.now() / 1000) - 300 }), { kid: 'second', key: second.privateKey }))).status, 401);
	assert.equal((await me(token(said({ aud: 'https://else.example.com' }), { kid: 'second', key: second.privateKey }))).status, 401);
});

const strange = {
	'a huge body': [(rq, rs) => { rs.writeHead(200, { 'content-type': 'application/json' }); rs.end(`{"keys":[],"pad":"${'x'.repeat(3_000_000)}"}`); }, /too large/],
	'a redirect to itself': [(rq, rs) => { rs.writeHead(302, { location: `${issuer}/jwks?again` }); rs.end(); }, /HTTP 302/],
	'a page': [(rq, rs) => { rs.writeHead(200, { 'content-type': 'text/html' }); rs.end(publicSet(third)); }, /no JSON/],
	'a JSON text': [(rq, rs) => { rs.writeHead(200, { 'content-type': 'application/json' }); rs.end('"keys"'); }, /no key/],
	'keys that are numbers': [(rq, rs) => { rs.writeHead(200, { 'content-type': 'application/json' }); rs.end('{"keys":[1,{"kty":7},null]}'); }, /no key/],
	'secrets instead of keys': [(rq, rs) => { rs.writeHead(200, { 'content-type': 'application/json' }); rs.end('{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"third","alg":"HS256"}]}'); }, /no key/],
	'a fault': [(rq, rs) => { rs.writeHead(500); rs.end('no'); }, /HTTP 500/],
	'drops': [(rq, rs) => { rs.writeHead(200, { 'content-type': 'application/json' }); const timer = setInterval(() => rs.write(' '), 300); rs.on('close', () => clearInterval(timer)); }, /./],
	'nothing': [(rq) => rq.socket.destroy(), /./],
};
for (const [name, [stand, why]] of Object.entries(strange))
	test(`an issuer that answers with ${name}: what is kept counts, what nobody can tell is 503`, async () => {
		answer = stand;
		later(5);
		const began = Date.now();
		const { status, body, headers } = await me(token(said(), { kid: 'third', key: third.privateKey }));
		const took = Date.now() - began, failure = row('failure');
		answer = undefined;
		assert.equal(status, 503);
		assert.match(body.detail, /keys of the issuer/);
		assert.ok(headers.get('retry-after'));
		assert.ok(took < 6000, `${took} ms`);
		assert.match(failure, why);
		assert.equal((await me(token(said(), { kid: 'second', key: second.privateKey }))).status, 200);
	});

test('keys that could not be had again for too long count no longer, and come back', async () => {
	answer = (rq) => rq.socket.destroy();
	instance.sql("UPDATE issuer_keys SET fetched_at = fetched_at - INTERVAL 25 HOUR, tried_at = NOW(6) - INTERVAL 1 HOUR, next_due_at = NOW(6) + INTERVAL 1 HOUR");
	await me(token(said(), { kid: 'third', key: third.privateKey }));
	assert.equal((await me(token(said(), { kid: 'second', key: second.privateKey }))).status, 503);
	let doctor = '';
	try {
		instance.service(['exec', 'muster', 'doctor']);
	} catch (error) {
		doctor = error.stdout;
	}
	assert.match(doctor, /FAIL\s+outside token issuer: its keys cannot be fetched/);
	answer = undefined;
	later(5);
	assert.equal((await me(token(said(), { kid: 'second', key: second.privateKey }))).status, 200);
});
