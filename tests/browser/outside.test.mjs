// Signing in with what an organization has already, against real outside implementations: an OpenID provider (also one whose
// answers are forged), a directory server with TLS, and the web server's word over the program's own socket.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { fastcgi, freePort, startDirectory, startInstance, startProvider, token } from './outside.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const password = 'correct horse battery';
const year = new Date().getFullYear() - 1;
const people = {
	ada: { preferred_username: 'ada', given_name: 'Ada', family_name: 'Outside', email: 'ada@works.example', email_verified: true, groups: ['staff', 'safety'] },
	mia: { preferred_username: 'mia', given_name: 'Mia', family_name: 'Known', email: 'mia@works.example', email_verified: true, employee_number: 'E-77', groups: ['staff'] },
	eve: { preferred_username: 'eve', given_name: 'Eve', family_name: 'Else', email: 'mia@works.example', email_verified: false, employee_number: 'E-78', groups: [] },
};
const entries = `dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people

dn: ou=groups,dc=example,dc=com
objectClass: organizationalUnit
ou: groups

${[['lin', 'Lin', 'Ledger', 'L-1'], ['oto', 'Oto', 'Off', 'L-2'], ['pat', 'Pat', 'Plain', 'L-3']].map(([uid, given, family, number]) => `dn: uid=${uid},ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: ${uid}
cn: ${given} ${family}
givenName: ${given}
sn: ${family}
mail: ${uid}@works.example
employeeNumber: ${number}
userPassword: ${uid}-secret-word
`).join('\n')}
dn: cn=night shift,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: night shift
member: uid=lin,ou=people,dc=example,dc=com

dn: cn=leads,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: leads
member: cn=night shift,ou=groups,dc=example,dc=com
member: cn=leads,ou=groups,dc=example,dc=com
${Array.from({ length: 520 }, (_, i) => `
dn: cn=crew ${i},ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: crew ${i}
member: uid=pat,ou=people,dc=example,dc=com
`).join('')}`;
let site, port, provider, directory, instance, browser;

before(async () => {
	port = await freePort();
	site = `http://localhost:${port}`;
	provider = await startProvider(site, people);
	directory = await startDirectory(entries);
	instance = await startInstance(port, {
		files: { 'secret/oidc.secret': provider.secret, 'secret/ldap.password': 'readers-secret\n' },
		MUSTER_SIGN_IN_CREATE: 'on', MUSTER_SIGN_IN_HEADER: 'on', MUSTER_SIGN_IN_HEADER_REALM: 'EXAMPLE.COM', MUSTER_SIGN_IN_MATCH: 'number,email',
		MUSTER_OIDC_ISSUER: provider.issuer, MUSTER_OIDC_NAME: 'Works ID', MUSTER_OIDC_CLIENT_SECRET_FILE: 'secret/oidc.secret',
		MUSTER_LDAP_URL: directory.secure, MUSTER_LDAP_CA_FILE: `${directory.folder}/ca.pem`, MUSTER_LDAP_BIND_DN: 'cn=reader,dc=example,dc=com',
		MUSTER_LDAP_PASSWORD_FILE: 'secret/ldap.password', MUSTER_LDAP_BASE: 'dc=example,dc=com', MUSTER_LDAP_GROUP_BASE: 'ou=groups,dc=example,dc=com',
		MUSTER_LDAP_FILTER: '(&(objectClass=inetOrgPerson)(uid=%s))',
	});
	instance.service(['exec', 'muster', 'organization', 'add', 'works', 'Works', '--zone', 'America/New_York']);
	instance.sql(`INSERT INTO establishment (organization_id, uuid, code, name, company_name, ein, street, city, state, zip, naics_code, naics_vintage,
		industry_description, ownership, zone, keeps_records, created_at, updated_at) SELECT id, UUID(), 'REC1', 'Plant', 'Works Inc',
		'123456789', '1 Main Street', 'Dayton', 'OH', '45402', '332710', 2022, 'Machine shops', 'private', 'America/New_York', 'yes', NOW(6), NOW(6)
		FROM organization WHERE code = 'works'`);
	for (const [number, given, family] of [['A-1', 'Ann', 'Admin'], ['E-77', 'Mia', 'Known'], ['B-1', 'Bea', 'Break']])
		instance.sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
			SELECT id, UUID(), '${number}', '${given}', '${family}', '${given.toLowerCase()}@works.example', NOW(6), NOW(6) FROM organization WHERE code = 'works'`);
	for (const [number, role] of [['A-1', 'administrator'], ['B-1', 'administrator']])
		instance.service(['exec', 'muster', 'user', 'add', '--organization', 'works', '--employee', number, '--password-stdin', '--role', role], `${password}\n`);
	browser = await chromium.launch({ executablePath: process.env.MUSTER_TEST_CHROMIUM ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(async () => {
	await browser?.close();
	instance?.stop();
	await directory?.stop();
	await provider?.stop();
});

async function open({ width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...more });
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	page.violations = [];
	await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective}`)));
	page.on('console', (message) => message.text().startsWith('CSP') && page.violations.push(message.text()));
	return page;
}

async function type(page, login, word) {
	await page.goto(`${site}/sign-in?next=/account`);
	await page.fill('[name=login]', login);
	await page.fill('[name=password]', word);
	await page.click('form[action="/sign-in"] button[type=submit]');
}

async function cross(page, who, next = '/account') {
	provider.who = who;
	await page.goto(`${site}/sign-in?next=${encodeURIComponent(next)}`);
	await page.getByRole('link', { name: 'Sign in with Works ID' }).click();
}

async function look(page, name) {
	for (const width of [390, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await page.evaluate(axe);
		const { violations } = await page.evaluate(() => globalThis.axe.run());
		assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes[0].html}`), [], name);
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} scrolls sideways at ${width}`);
		if (process.env.MUSTER_SHOTS)
			await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/${name}-${width}.png`, fullPage: true });
	}
	assert.deepEqual(page.violations, [], name);
}

const path = (page) => new URL(page.url()).pathname;
const main = (page) => page.textContent('main');
const rolesOf = (login) => instance.sql(`SELECT GROUP_CONCAT(CONCAT(g.role, IF(g.mapping_id IS NULL, '', '*')) ORDER BY g.role)
	FROM account a LEFT JOIN role_grant g ON g.account_id = a.id WHERE a.login = '${login}'`);
const refusals = () => instance.sql(`SELECT JSON_VALUE(changes, '$.reason[1]') FROM audit_entry WHERE action = 'session.outside_refused' ORDER BY id DESC LIMIT 1`);
const mapGroup = (source, group, role) => instance.sql(`INSERT INTO role_mapping (organization_id, source, group_name, role, created_at)
	SELECT id, '${source}', '${group}', '${role}', NOW(6) FROM organization WHERE code = 'works'`);
// Whether this browser is signed in.
async function isIn(page) {
	const answer = await page.request.get(`${site}/account`, { maxRedirects: 0 });
	return answer.status() === 200;
}

test('groups get roles on the administration page, and every change is audited', async () => {
	const page = await open();
	await type(page, 'ann@works.example', password);
	await page.goto(`${site}/admin/sign-in`);
	assert.match(await main(page), new RegExp(provider.issuer));
	assert.doesNotMatch(await main(page), new RegExp(provider.secret));
	await look(page, 'admin-sign-in');
	const give = async (source, group, role) => {
		await page.locator('details > summary', { hasText: 'Give a group a role' }).click();
		await page.selectOption('[name=source]', source);
		await page.fill('[name=group_name]', group);
		await page.selectOption('[name=role]', role);
		await page.locator('form[action="/admin/sign-in/groups"] [name=reason]').fill('as agreed');
		await page.locator('form[action="/admin/sign-in/groups"] button[type=submit]').click();
	};
	await give('oidc', 'safety', 'ehs_specialist');
	assert.match(await main(page), /The group has its role/);
	await give('oidc', 'watchers', 'auditor');
	assert.match(await page.textContent('body'), /needs a last day/);
	await page.goto(`${site}/admin/sign-in`);
	await give('ldap', 'cn=leads, ou=groups,dc=example,dc=com', 'supervisor');
	await give('oidc', 'wrong', 'operator');
	await look(page, 'admin-sign-in-groups');
	const row = page.locator('li', { hasText: 'wrong' });
	await row.locator('summary').click();
	await row.locator('[name=reason]').fill('a mistake');
	await row.getByRole('button', { name: 'Take away' }).click();
	assert.equal(await page.locator('li', { hasText: 'wrong' }).count(), 0);
	assert.equal(instance.sql("SELECT GROUP_CONCAT(action, ' ', reason ORDER BY id SEPARATOR '; ') FROM audit_entry WHERE subject = 'role_mapping'"),
		'role_mapping.added as agreed; role_mapping.added as agreed; role_mapping.added as agreed; role_mapping.removed a mistake');
	await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
	test(`the whole way to the provider and back, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
		const page = await open({ javaScriptEnabled });
		await page.goto(`${site}/sign-in`);
		if (javaScriptEnabled)
			await look(page, 'sign-in-ways');
		await cross(page, 'ada');
		assert.equal(path(page), '/account');
		assert.match(await main(page), /Ada Outside/);
		const asked = provider.asked.at(-1);
		assert.equal(asked.code_challenge_method, 'S256');
		assert.ok(asked.code_challenge.length === 43 && asked.state.length >= 40 && asked.nonce.length >= 40);
		assert.deepEqual(page.violations, []);
		await page.context().close();
	});
}

test('an identity leads to one account, and its groups to roles beside those given by hand', async () => {
	assert.equal(instance.sql("SELECT COUNT(*) FROM account WHERE login = 'ada'"), '1');
	assert.equal(rolesOf('ada'), 'ehs_specialist*,employee');
	assert.equal(instance.sql(`SELECT CONCAT(issuer, ' ', subject) FROM identity_link l JOIN account a ON a.id = l.account_id WHERE a.login = 'ada'`),
		`${provider.issuer} ada`);
	instance.sql("INSERT INTO role_grant (organization_id, account_id, role, created_at) SELECT organization_id, id, 'investigator', NOW(6) FROM account WHERE login = 'ada'");
	const page = await open();
	people.ada.groups = ['staff'];
	await cross(page, 'ada');
	assert.equal(rolesOf('ada'), 'employee,investigator');
	people.ada.groups = ['safety'];
	await page.context().clearCookies();
	await cross(page, 'ada');
	assert.equal(rolesOf('ada'), 'ehs_specialist*,employee,investigator');
	// More groups than a token holds: none are believed.
	delete people.ada.groups;
	await page.context().clearCookies();
	await cross(page, 'ada');
	assert.equal(rolesOf('ada'), 'employee,investigator');
	people.ada.groups = ['staff', 'safety'];
	assert.equal(instance.sql("SELECT COUNT(*) FROM audit_entry WHERE action = 'account.role_taken' AND reason = 'the groups were not said'"), '1');
	await page.context().close();
});

test('somebody known is found by number, never by an address that is not proven', async () => {
	const page = await open();
	await cross(page, 'mia');
	assert.match(await main(page), /Mia Known/);
	assert.equal(instance.sql("SELECT p.employee_number FROM account a JOIN person p ON p.id = a.person_id WHERE a.login = 'mia'"), 'E-77');
	await page.context().clearCookies();
	await cross(page, 'eve');
	assert.equal(instance.sql("SELECT p.employee_number FROM account a JOIN person p ON p.id = a.person_id WHERE a.login = 'eve'"), 'E-78');
	assert.equal(instance.sql("SELECT COUNT(*) FROM person WHERE email = 'mia@works.example'"), '1');
	await page.context().close();
});

const forgeries = {
	nonce: (claims) => ({ id_token: provider.sign({ ...claims, nonce: 'another' }) }),
	iss: (claims) => ({ id_token: provider.sign({ ...claims, iss: 'https://else.example' }) }),
	aud: (claims) => ({ id_token: provider.sign({ ...claims, aud: 'another' }) }),
	azp: (claims) => ({ id_token: provider.sign({ ...claims, aud: ['muster', 'another'] }) }),
	exp: (claims) => ({ id_token: provider.sign({ ...claims, exp: claims.iat - 61 }) }),
	iat: (claims) => ({ id_token: provider.sign({ ...claims, iat: claims.iat + 120 }) }),
	'alg none': (claims) => ({ id_token: token(claims, { alg: 'none', kid: 'test-ES256' }) }),
	'alg HS256 with the public key': (claims) => ({ id_token: token(claims, { alg: 'HS256', kid: 'test-RS256', key: provider.publicPem }) }),
	'kid of another key': (claims) => ({ id_token: token(claims, { alg: 'RS256', kid: 'test-ES256', key: provider.keys.RS256.privateKey }) }),
	'kid unknown': (claims) => ({ id_token: provider.sign(claims, { kid: 'nobody' }) }),
	signature: (claims) => ({ id_token: provider.sign(claims).slice(0, -8) + 'AAAAAAAA' }),
	'claim twice': (claims) => ({ id_token: provider.sign(claims, { text: `{"sub":"eve",${JSON.stringify(claims).slice(1)}` }) }),
	'critical header': (claims) => ({ id_token: provider.sign(claims, { header: { crit: ['b64'], b64: false } }) }),
	'no subject': ({ sub, ...claims }) => ({ id_token: provider.sign(claims) }),
	'no token': () => ({}),
	'no JSON': () => ({ text: '<html>' }),
	'an error': () => ({ status: 400, error: 'invalid_grant' }),
	'a fault': () => ({ status: 500, error: 'server_error' }),
};
for (const [name, forge] of Object.entries(forgeries)) {
	test(`a forged answer is refused calmly: ${name}`, async () => {
		const page = await open();
		const before = provider.fetched;
		provider.forge = forge;
		await cross(page, 'ada');
		provider.forge = null;
		assert.equal(path(page), '/sign-in/oidc/callback');
		assert.match(await main(page), name === 'a fault' ? /cannot be reached/ : /could not be accepted/);
		assert.equal(await isIn(page), false);
		assert.ok(provider.fetched - before <= 4, 'keys are fetched at most once for each process');
		if (name in { nonce: 1, iss: 1, aud: 1, azp: 1, exp: 1, iat: 1 })
			assert.equal(refusals(), name);
		if (name === 'nonce')
			await look(page, 'sign-in-failed');
		await page.context().close();
	});
}

test('an answer belongs to the browser that asked, once', async () => {
	const page = await open();
	await page.goto(`${site}/sign-in/oidc/callback?code=x&state=y`);
	assert.match(await main(page), /could not be accepted/);
	assert.equal(refusals(), 'state');
	let callback;
	page.on('request', (request) => { if (request.url().includes('/callback?')) callback = request.url(); });
	await cross(page, 'ada');
	assert.ok(await isIn(page));
	const other = await open();
	await other.goto(callback);
	assert.equal(await isIn(other), false);
	await page.goto(callback);
	assert.match(await main(page), /could not be accepted/);
	// Another state, as an attacker's link would have.
	provider.tamper = (url) => url.replace(/state=[^&]*/, 'state=mine');
	await cross(other, 'ada');
	assert.equal(await isIn(other), false);
	// And an answer in the name of somebody else.
	provider.tamper = (url) => url.replace(/iss=[^&]*/, 'iss=https%3A%2F%2Felse.example');
	await cross(other, 'ada');
	provider.tamper = null;
	assert.equal(await isIn(other), false);
	assert.equal(refusals(), 'iss');
	await other.context().close();
	await page.context().close();
});

test('no address elsewhere comes next', async () => {
	for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
		const page = await open();
		await cross(page, 'ada', next);
		assert.equal(page.url(), `${site}/`);
		await page.context().close();
	}
});

test('who may not come in is told so', async () => {
	instance.sql("UPDATE account SET is_active = FALSE WHERE login = 'eve'");
	const page = await open();
	await cross(page, 'eve');
	assert.match(await main(page), /switched off/);
	assert.equal(await isIn(page), false);
	instance.sql("UPDATE account SET is_active = TRUE WHERE login = 'eve'");
	provider.tamper = (url) => url.replace(/code=[^&]*/, 'error=access_denied');
	await page.goto(`${site}/sign-in/oidc`);
	provider.tamper = null;
	assert.match(await main(page), /cancelled or refused/);
	await page.context().close();
});

test('a form whose session has ended survives the way to the provider', async () => {
	const page = await open();
	await cross(page, 'ada');
	await page.goto(`${site}/account`);
	instance.sql('DELETE FROM session');
	await page.selectOption('[name=locale]', 'es');
	await page.locator('form[action="/account/language"] button').click();
	assert.match(await main(page), /Your session has ended/);
	await page.getByRole('button', { name: 'Sign in with Works ID' }).click();
	await page.getByRole('link', { name: 'Go on to Works ID' }).click();
	assert.match(await main(page), /Your form has not been sent yet/);
	await page.locator('main form button[type=submit]').click();
	assert.equal(await page.getAttribute('html', 'lang'), 'es');
	instance.sql("UPDATE account SET locale = NULL, version = version + 1 WHERE login = 'ada'");
	assert.equal(instance.sql('SELECT COUNT(*) FROM kept_form'), '0');
	await page.context().close();
});

test('a signature takes a fresh authentication of the same person, and keeps how it was made', async () => {
	const page = await open();
	await cross(page, 'ada', `/osha/REC1/${year}/summary`);
	await page.fill('[name=annual_average_employees]', '120');
	await page.fill('[name=total_hours_worked]', '240000');
	await page.fill('[name=peak_employees]', '130');
	await page.click('form[action$="/figures"] button[type=submit]');
	const sign = async () => {
		await page.fill('[name=executive]', 'Chris Chief');
		await page.selectOption('[name=executive_standing]', 'officer');
		await page.fill('[name=title]', 'Vice President');
		await page.fill('[name=phone]', '937-555-0100');
		if (await page.locator('[name=accepts_policy]').count())
			await page.check('[name=accepts_policy]', { force: true });
		await page.click('form[action$="/certification"] button[type=submit]');
	};
	assert.equal(await page.locator('form[action$="/certification"] [name=password]').count(), 0);
	await sign();
	assert.match(await main(page), /asks you to sign in anew/);
	await look(page, 'sign-once-more');
	assert.equal(await page.locator('#certifications').count(), 0);
	// Somebody else at the same desk.
	provider.who = 'mia';
	await page.getByRole('link', { name: 'Go on to Works ID' }).click();
	assert.match(await main(page), /somebody else/);
	// A session there that is not renewed is no signature. (The provider ends hers when somebody else signs in there.)
	await page.context().clearCookies();
	await cross(page, 'ada', `/osha/REC1/${year}/summary`);
	await sign();
	provider.forge = (claims) => ({ id_token: provider.sign({ ...claims, auth_time: claims.iat - 200 }) });
	await page.getByRole('link', { name: 'Go on to Works ID' }).click();
	provider.forge = null;
	assert.match(await main(page), /could not be accepted/);
	assert.equal(refusals(), 'auth_time');
	// The real thing.
	await page.goto(`${site}/osha/REC1/${year}/summary`);
	await sign();
	const authentications = provider.authentications;
	await page.getByRole('link', { name: 'Go on to Works ID' }).click();
	assert.equal(provider.authentications, authentications + 1);
	assert.equal(provider.asked.at(-1).prompt, 'login');
	assert.equal(provider.asked.at(-1).max_age, '0');
	assert.match(await main(page), /Sending the form now is your signature/);
	await look(page, 'sign-now');
	const proof = await page.inputValue('[name=signing_proof]');
	await page.locator('main form button[type=submit]').click();
	assert.match(await page.textContent('#certifications'), /Chris Chief/);
	assert.equal(instance.sql("SELECT CONCAT_WS('|', auth_method, acr, amr) FROM signature WHERE kind = 'osha_certification'"),
		'oidc|urn:example:two-factors|pwd otp');
	// It counts once.
	await page.fill('[name=executive]', 'Chris Chief');
	await page.selectOption('[name=executive_standing]', 'officer');
	await page.evaluate((value) => {
		const field = document.createElement('input');
		field.name = 'signing_proof';
		field.value = value;
		document.querySelector('form[action$="/certification"]').append(field);
	}, proof);
	await page.fill('[name=title]', 'Vice President');
	await page.fill('[name=phone]', '937-555-0100');
	await page.click('form[action$="/certification"] button[type=submit]');
	assert.match(await main(page), /asks you to sign in anew/);
	assert.equal(instance.sql("SELECT COUNT(*) FROM signature WHERE kind = 'osha_certification'"), '1');
	await page.context().close();
});

test('signing out here leads to the logout there', async () => {
	const page = await open();
	await cross(page, 'ada');
	await page.locator('details.menu summary').click();
	await page.getByRole('button', { name: 'Sign out' }).click();
	assert.equal(await isIn(page), false);
	await look(page, 'signed-out');
	await page.getByRole('link', { name: 'Sign out at Works ID' }).click();
	await page.locator('button[name=logout]').click();
	assert.equal(path(page), '/sign-in');
	await page.context().close();
});

test('a logout there ends the session here', async () => {
	const page = await open();
	await cross(page, 'ada');
	assert.ok(await isIn(page));
	const elsewhere = await open();
	await cross(elsewhere, 'ada');
	// The provider itself tells us (back-channel).
	const ended = () => Number(instance.sql("SELECT COUNT(*) FROM audit_entry WHERE action = 'session.ended_outside'"));
	const before = ended();
	const away = await page.context().newPage();
	await away.goto(`${provider.issuer}/session/end?client_id=muster`);
	await away.locator('button[name=logout]').click();
	await away.waitForLoadState();
	for (let waited = 0; waited < 50 && await isIn(page); waited++)
		await new Promise((done) => setTimeout(done, 100));
	assert.equal(await isIn(page), false);
	assert.ok(await isIn(elsewhere), 'another session of the same person goes on');
	assert.equal(ended(), before + 1);

	const now = Math.floor(Date.now() / 1000);
	const claims = { iss: provider.issuer, aud: 'muster', iat: now, exp: now + 60, jti: randomBytes(8).toString('hex'), sub: 'ada', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
	const post = async (value) => (await elsewhere.request.post(`${site}/sign-in/oidc/logout`, { form: { logout_token: value } })).status();
	assert.equal(await post(provider.sign({ ...claims, nonce: 'n' })), 400);
	assert.equal(await post(provider.sign({ ...claims, events: {} })), 400);
	assert.equal(await post(provider.sign({ ...claims, aud: 'another' })), 400);
	assert.equal(await post(provider.sign({ ...claims, sub: undefined })), 400);
	assert.equal(await post(token(claims, { alg: 'none', kid: 'test-ES256' })), 400);
	assert.equal(await post('x'), 400);
	assert.ok(await isIn(elsewhere));
	assert.equal(await post(provider.sign(claims)), 200);
	assert.equal(await isIn(elsewhere), false);
	await cross(elsewhere, 'ada');
	assert.equal(await post(provider.sign(claims)), 400, 'a logout token works once');
	assert.ok(await isIn(elsewhere));
	await page.context().close();
	await elsewhere.context().close();
});

test('the directory lets people in by the ordinary form', async () => {
	const page = await open();
	await type(page, 'lin', 'lin-secret-word');
	assert.equal(path(page), '/account');
	assert.match(await main(page), /Lin Ledger/);
	// By a group in a group that is in itself.
	assert.equal(rolesOf('lin'), 'employee,supervisor*');
	assert.equal(instance.sql("SELECT method FROM session s JOIN account a ON a.id = s.account_id WHERE a.login = 'lin'"), 'ldap');
	await page.context().close();
	for (const [login, word] of [['lin', 'lin-secret-wore'], ['nobody', 'lin-secret-word'], ['*', 'lin-secret-word'], ['lin)(uid=*', 'lin-secret-word']]) {
		const other = await open();
		await type(other, login, word);
		assert.equal(path(other), '/sign-in');
		assert.match(await other.textContent('#problems'), /not right/, login);
		await other.context().close();
	}
	assert.equal(instance.sql("SELECT failures FROM account WHERE login = 'lin'"), '1');
	assert.doesNotMatch(readFileSync(`${instance.folder}/log/portal.log`, 'utf8'), /secret-wor/);
});

test('guessing at names that only the directory knows comes to an end', async () => {
	const page = await open();
	await page.goto(`${site}/sign-in`);
	const answers = await page.evaluate(async () => {
		const seen = [];
		for (let n = 0; n < 22; n++)
			seen.push((await fetch('/sign-in', { method: 'POST', body: new URLSearchParams({ login: 'oscar', password: `guess number ${n}` }) })).status);
		return seen;
	});
	assert.equal(answers[0], 422);
	assert.equal(answers.at(-1), 429);
	await page.context().close();
});

test('somebody whom the directory has switched off stays out, and a group that was left takes its role', async () => {
	const page = await open();
	directory.modify('dn: cn=night shift,ou=groups,dc=example,dc=com\nchangetype: modify\nadd: member\nmember: uid=pat,ou=people,dc=example,dc=com\n-\ndelete: member\nmember: uid=lin,ou=people,dc=example,dc=com\n');
	await type(page, 'lin', 'lin-secret-word');
	assert.equal(rolesOf('lin'), 'employee');
	directory.modify('dn: uid=oto,ou=people,dc=example,dc=com\nchangetype: modify\nadd: objectClass\nobjectClass: extensibleObject\n-\nadd: userAccountControl\nuserAccountControl: 514\n');
	const other = await open();
	await type(other, 'oto', 'oto-secret-word');
	assert.match(await other.textContent('#problems'), /not right/);
	await page.context().close();
	await other.context().close();
});

test('StartTLS lets people in as well', async () => {
	mapGroup('ldap', 'cn=crew 519,ou=groups,dc=example,dc=com', 'operator');
	instance.restart({ MUSTER_LDAP_URL: directory.plain });
	const page = await open();
	await type(page, 'pat', 'pat-secret-word');
	assert.equal(path(page), '/account');
	assert.match(await main(page), /your organization's sign-in lets you in/);
	await look(page, 'account-without-password');
	await page.context().close();
});

test('the web server is believed over its socket and at its address only', async () => {
	const ask = (where, more) => fastcgi(where, { REQUEST_METHOD: 'GET', REQUEST_URI: '/sign-in/header?next=/account', HTTP_HOST: `localhost:${port}`, REMOTE_ADDR: '127.0.0.1', ...more });
	const socket = `${instance.folder}/run/portal.sock`;
	const entered = await ask(socket, { REMOTE_USER: 'pat@EXAMPLE.COM' });
	assert.match(entered, /Status: 303/);
	assert.match(entered, /Location: \/account\r/);
	assert.match(entered, /Set-Cookie: __Host-muster=/);
	// Among more groups than one page of the directory holds.
	assert.equal(rolesOf('pat'), 'employee,operator*,supervisor*');
	assert.equal(instance.sql("SELECT method FROM session s JOIN account a ON a.id = s.account_id WHERE a.login = 'pat' ORDER BY s.id DESC LIMIT 1"), 'header');
	for (const name of ['pat@OTHER.COM', 'pat', 'HTTP/host@EXAMPLE.COM', 'nobody@EXAMPLE.COM', '*@EXAMPLE.COM']) {
		const answer = await ask(socket, { REMOTE_USER: name });
		assert.match(answer, /Status: 403/, name);
		assert.doesNotMatch(answer, /__Host-muster=[^;]/);
	}
	assert.doesNotMatch(await ask(socket, { REMOTE_USER: 'pat@EXAMPLE.COM', REQUEST_URI: '/account' }), /Pat Plain/);
	// Headers of the browser are no word of the web server.
	const page = await open();
	for (const headers of [{ 'Remote-User': 'pat@EXAMPLE.COM', REMOTE_USER: 'pat@EXAMPLE.COM', 'X-Remote-User': 'pat@EXAMPLE.COM', 'X-Forwarded-User': 'pat@EXAMPLE.COM' },
		{ Authorization: `Basic ${Buffer.from('pat@EXAMPLE.COM:x').toString('base64')}` }]) {
		const answer = await page.request.get(`${site}/sign-in/header`, { headers, maxRedirects: 0 });
		assert.equal(answer.status(), 403);
	}
	assert.equal(await isIn(page), false);
	await page.context().close();
	// Nor is anything that comes over a port.
	const tcp = await freePort();
	const settings = { ...process.env, MUSTER_CONFIG: `${instance.folder}/secret/portal.ini`, MUSTER_PATHS_VAR: instance.folder, MUSTER_DATABASE_SOCKET: `${instance.folder}/run/db.sock`, MUSTER_SIGN_IN_HEADER: 'on', MUSTER_SIGN_IN_HEADER_REALM: 'EXAMPLE.COM' };
	const program = spawn('spawn-fcgi', ['-n', '-a', '127.0.0.1', '-p', String(tcp), '--', `${process.env.MUSTER_BIN ?? 'bin'}/portal`], { env: settings, stdio: 'ignore' });
	try {
		let answer;
		for (let waited = 0; waited < 50 && !answer; waited++) {
			await new Promise((done) => setTimeout(done, 100));
			answer = await ask({ host: '127.0.0.1', port: tcp }, { REMOTE_USER: 'pat@EXAMPLE.COM' }).catch(() => '');
		}
		assert.match(answer, /Status: 403/);
		assert.doesNotMatch(answer, /__Host-muster=[^;]/);
	} finally {
		program.kill('SIGTERM');
	}
});

test('an administrator takes an outside identity away', async () => {
	const page = await open();
	const eve = await open();
	await cross(eve, 'eve');
	assert.ok(await isIn(eve));
	await type(page, 'ann@works.example', password);
	await page.goto(`${site}/admin/accounts/${instance.sql("SELECT id FROM account WHERE login = 'eve'")}`);
	await look(page, 'account-admin-outside');
	const row = page.locator('li', { hasText: provider.issuer });
	await row.locator('summary').click();
	await row.locator('[name=reason]').fill('left the company');
	await row.getByRole('button', { name: 'Take away' }).click();
	assert.match(await main(page), /leads here no more/);
	assert.equal(await isIn(eve), false);
	const links = () => instance.sql("SELECT COUNT(*) FROM identity_link l JOIN account a ON a.id = l.account_id WHERE a.login = 'eve'");
	assert.equal(links(), '0');
	// It comes back the way it first came: by the employee number.
	await cross(eve, 'eve');
	assert.equal(links(), '1');
	await page.context().close();
	await eve.context().close();
});

test('the account for emergencies opens an incident', async () => {
	instance.service(['exec', 'muster', 'user', 'break-glass', '--organization', 'works', '--login', 'bea@works.example']);
	const page = await open();
	await type(page, 'bea@works.example', password);
	assert.ok(await isIn(page));
	let found = '0';
	for (let waited = 0; waited < 200 && found === '0'; waited++) {
		found = instance.sql("SELECT COUNT(*) FROM incident WHERE title = 'The account for emergencies was used'");
		await new Promise((done) => setTimeout(done, 100));
	}
	assert.equal(found, '1');
	await page.context().close();
});

test('without the provider and the directory pages stay calm, and only the account for emergencies comes in', async () => {
	instance.restart({ MUSTER_OIDC_ISSUER: `http://localhost:${await freePort()}`, MUSTER_LDAP_CA_FILE: `${directory.folder}/other.pem`, MUSTER_SIGN_IN_PASSWORDS: 'break_glass' });
	const page = await open();
	await page.goto(`${site}/sign-in/oidc`);
	assert.match(await main(page), /cannot be reached/);
	await type(page, 'pat', 'pat-secret-word');
	assert.match(await page.textContent('#problems'), /directory of your organization cannot be reached/);
	await type(page, 'bea@works.example', password);
	assert.ok(await isIn(page));
	await page.context().close();
	let said = '';
	try {
		instance.service(['exec', 'muster', 'doctor']);
	} catch (error) {
		said = error.stdout;
	}
	assert.match(said, /FAIL\s+OpenID provider/);
	assert.match(said, /FAIL\s+directory/);
});
