// What tests of signing in from outside need: a real OpenID provider in which the test decides who is signed in there and
// which answers are forged, a real directory server, and an instance of Muster that trusts both.

import { execFileSync, spawn } from 'node:child_process';
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';

export const freePort = () => new Promise((done) => {
	const server = net.createServer().listen(0, '127.0.0.1', () => {
		const { port } = server.address();
		server.close(() => done(port));
	});
});

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// A token signed by that key of node's crypto; alg decides how.
export function token(claims, { alg = 'ES256', kid, key, header = {}, text } = {}) {
	const head = base64url({ alg, kid, ...header });
	const input = `${head}.${base64url(text ?? claims)}`;
	if (alg === 'none')
		return `${input}.`;
	if (alg === 'HS256')
		return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
	const made = alg === 'ES256' ? sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
		: sign(alg === 'RS256' ? 'sha256' : null, Buffer.from(input), key);
	return `${input}.${made.toString('base64url')}`;
}

// The provider. who: the account that is signed in there, by its name in people. forge(claims) answers the next token
// request with what it returns instead of the real ID token; tamper(url) changes where the browser is sent back to.
export async function startProvider(site, people) {
	const port = await freePort();
	const issuer = `http://localhost:${port}`;
	const keys = { ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }), RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }) };
	const jwk = (alg) => ({ ...keys[alg].privateKey.export({ format: 'jwk' }), kid: `test-${alg}`, alg, use: 'sig' });
	const state = { issuer, who: 'ada', keys, secret: randomBytes(24).toString('base64url'), asked: [], fetched: 0, forge: null, tamper: null, authentications: 0, amr: ['pwd', 'otp'] };
	const provider = new Provider(issuer, {
		clients: [{
			client_id: 'muster', client_secret: state.secret, redirect_uris: [`${site}/sign-in/oidc/callback`],
			post_logout_redirect_uris: [`${site}/sign-in`], backchannel_logout_uri: `${site}/sign-in/oidc/logout`,
			backchannel_logout_session_required: true, id_token_signed_response_alg: 'ES256',
		}],
		jwks: { keys: [jwk('ES256'), jwk('RS256')] },
		cookies: { keys: [randomBytes(16).toString('hex')] },
		features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
		pkce: { methods: ['S256'], required: () => true },
		claims: { openid: ['sub', 'acr', 'amr', 'groups', 'employee_number'], profile: ['given_name', 'family_name', 'preferred_username'], email: ['email', 'email_verified'] },
		acrValues: ['urn:example:two-factors'],
		scopes: ['openid', 'profile', 'email', 'offline_access'],
		interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
		findAccount: (ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
		loadExistingGrant: async (ctx) => {
			const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
			grant.addOIDCScope('openid profile email');
			await grant.save();
			return grant;
		},
		renderError: (ctx, out, error) => { ctx.body = `${out.error} ${out.error_description} ${error.stack}`; },
	});
	provider.on('server_error', (ctx, error) => console.error(error));
	const handle = provider.callback();
	const server = http.createServer(async (rq, rs) => {
		const url = new URL(rq.url, issuer);
		if (url.pathname === '/auth')
			state.asked.push(Object.fromEntries(url.searchParams));
		if (url.pathname === '/jwks')
			state.fetched++;
		if (url.pathname.startsWith('/interaction/')) {
			state.authentications++;
			return provider.interactionFinished(rq, rs, { login: { accountId: state.who, amr: state.amr, acr: 'urn:example:two-factors' } });
		}
		if (url.pathname === '/token' && state.forge) {
			const now = Math.floor(Date.now() / 1000);
			const made = state.forge({ iss: issuer, aud: 'muster', sub: state.who, exp: now + 300, iat: now, auth_time: now, nonce: state.asked.at(-1).nonce, ...people[state.who] });
			rs.writeHead(made.status ?? 200, { 'content-type': 'application/json' });
			return rs.end(made.text ?? JSON.stringify({ token_type: 'Bearer', access_token: 'x', ...made }));
		}
		const set = rs.setHeader.bind(rs);
		rs.setHeader = (name, value) => set(name, state.tamper && /^location$/i.test(name) && value.includes('/callback?') ? state.tamper(value) : value);
		return handle(rq, rs);
	}).listen(port, '127.0.0.1');
	state.sign = (claims, more = {}) => token(claims, { kid: 'test-ES256', key: keys.ES256.privateKey, ...more });
	state.publicPem = createPublicKey(createPrivateKey(keys.RS256.privateKey.export({ type: 'pkcs8', format: 'pem' }))).export({ type: 'spki', format: 'pem' });
	state.stop = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
	return state;
}

// A directory with TLS: people below ou=people, groups below ou=groups. entries: LDIF without its version line.
export async function startDirectory(entries) {
	const folder = mkdtempSync(join(tmpdir(), 'muster-ldap.'));
	const port = await freePort();
	const securePort = await freePort();
	const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
	openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority');
	openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
	writeFileSync(join(folder, 'names.cnf'), 'subjectAltName=IP:127.0.0.1\n');
	openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'server.pem', '-days', '2', '-extfile', 'names.cnf');
	openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'other.key', '-out', 'other.pem', '-days', '2', '-subj', '/CN=Other authority');
	mkdirSync(join(folder, 'db'));
	writeFileSync(join(folder, 'slapd.conf'), `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
TLSCACertificateFile ${folder}/ca.pem
TLSCertificateFile ${folder}/server.pem
TLSCertificateKeyFile ${folder}/server.key
sizelimit 100
database mdb
directory ${folder}/db
maxsize 16777216
suffix "dc=example,dc=com"
rootdn "cn=reader,dc=example,dc=com"
rootpw readers-secret
index objectClass,uid,member eq
`);
	const slapadd = spawn('/usr/sbin/slapadd', ['-f', join(folder, 'slapd.conf'), '-q'], { stdio: ['pipe', 'inherit', 'inherit'] });
	slapadd.stdin.end(entries);
	await new Promise((done, fail) => slapadd.on('exit', (code) => (code ? fail(new Error(`slapadd: ${code}`)) : done())));
	const server = spawn('/usr/sbin/slapd', ['-f', join(folder, 'slapd.conf'), '-h', `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${securePort}`, '-d', '0'], { stdio: 'ignore' });
	for (let waited = 0; waited < 100; waited++) {
		const reached = await new Promise((done) => {
			const socket = net.connect(securePort, '127.0.0.1', () => { socket.end(); done(true); }).on('error', () => done(false));
		});
		if (reached)
			break;
		await new Promise((done) => setTimeout(done, 100));
	}
	return {
		folder, plain: `ldap://127.0.0.1:${port}`, secure: `ldaps://127.0.0.1:${securePort}`,
		modify: (ldif) => execFileSync('ldapmodify', ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', 'cn=reader,dc=example,dc=com', '-w', 'readers-secret'], { input: ldif, stdio: ['pipe', 'ignore', 'inherit'] }),
		stop: async () => {
			server.kill('SIGTERM');
			await new Promise((done) => (server.exitCode === null ? server.on('exit', done) : done()));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

// An instance of its own with these settings (MUSTER_...), without the demo organisation.
export async function startInstance(port, more) {
	const folder = mkdtempSync(join(tmpdir(), 'muster-outside.'));
	const settings = { ...process.env, MUSTER_VAR: folder, MUSTER_PORT: String(port), MUSTER_DEMO: 'off', ...more };
	const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input, env: settings });
	mkdirSync(join(folder, 'secret'), { mode: 0o700 });
	for (const [name, text] of Object.entries(more.files ?? {}))
		writeFileSync(join(folder, name), text, { mode: 0o600 });
	service(['start']);
	return {
		folder, service,
		sql: (text) => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim(),
		restart: (changed) => { service(['stop']); Object.assign(settings, changed); service(['start']); },
		stop: () => { service(['stop']); rmSync(folder, { recursive: true, force: true }); },
	};
}

// One FastCGI request to a program's socket (a path, or a port); the answer's head as text.
export function fastcgi(where, params) {
	const record = (type, content) => {
		const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
		return Buffer.concat([head, content]);
	};
	const pair = ([name, value]) => Buffer.concat([Buffer.from([name.length]), Buffer.from([0x80 | value.length >> 24, value.length >> 16 & 255, value.length >> 8 & 255, value.length & 255]), Buffer.from(name + value)]);
	return new Promise((done, fail) => {
		const socket = net.connect(where);
		const parts = [];
		socket.on('error', fail).on('data', (part) => parts.push(part)).on('close', () => {
			const all = Buffer.concat(parts);
			let text = '';
			for (let at = 0; at + 8 <= all.length;) {
				const length = all.readUInt16BE(at + 4);
				if (all[at + 1] === 6)
					text += all.subarray(at + 8, at + 8 + length).toString('utf8');
				at += 8 + length + all[at + 6];
			}
			done(text);
		});
		socket.write(Buffer.concat([
			record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
			record(4, Buffer.concat(Object.entries(params).map(pair))), record(4, Buffer.alloc(0)), record(5, Buffer.alloc(0)),
		]));
	});
}
