// Signing in and what belongs to it, in a browser before a running instance: passwords, second factor, sessions,
// a form whose session has ended, administration and the audit trail.
// The instance is that of MUSTER_VAR and MUSTER_PORT; the test brings its own organization.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const site = process.env.MUSTER_TEST_URL ?? `http://localhost:${process.env.MUSTER_PORT ?? 8080}`;
const folder = process.env.MUSTER_VAR ?? 'var';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const mark = randomBytes(4).toString('hex');
const code = `signin-${mark}`;
const password = 'correct horse battery';
const login = (name) => `${name}-${mark}@example.com`;
let browser;

const service = (args, input) => execFileSync('tools/muster-service', args, { encoding: 'utf8', input });
const sql = (text) => service(['sql', 'muster', '--batch', '--skip-column-names', '-e', text]).trim();

function addAccount(name, given, family, ...role) {
	sql(`INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
		SELECT id, UUID(), '${name}', '${given}', '${family}', '${login(name)}', NOW(6), NOW(6) FROM organization WHERE code = '${code}'`);
	service(['exec', 'muster', 'user', 'add', '--organization', code, '--employee', name, '--password-stdin', ...role], `${password}\n`);
}

before(async () => {
	sql(`INSERT INTO organization (code, name, zone, created_at) VALUES ('${code}', 'Signing Works', 'America/New_York', NOW(6))`);
	addAccount('ada', 'Ada', 'Admin', '--role', 'administrator');
	addAccount('ed', 'Ed', 'Employee');
	addAccount('fay', 'Fay', 'Factor');
	addAccount('kim', 'Kim', 'Keeper');
	addAccount('ron', 'Ron', 'Reset');
	browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
});

after(() => browser?.close());

async function open({ width = 1440, ...more } = {}) {
	const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', ...more });
	return context.newPage();
}

async function enter(page, name, word = password) {
	await page.goto(`${site}/sign-in?next=/account`);
	await page.fill('[name=login]', login(name));
	await page.fill('[name=password]', word);
	await page.click('main button[type=submit]');
}

async function isAccessible(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(violations.map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`), []);
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wider <= 0, `scrolls sideways by ${wider} px`);
}

async function shot(page, name) {
	if (process.env.MUSTER_SHOTS)
		await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/${name}-${page.viewportSize().width}.png`, fullPage: true });
}

// RFC 6238 once more, from the key as a person would type it.
function totp(key, at = Date.now()) {
	const bits = [...key.replace(/\s/g, '')].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
	const secret = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
	const mac = createHmac('sha1', secret).update(counter).digest();
	const offset = mac[19] & 15;
	return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, '0');
}

for (const width of [390, 1440]) {
	for (const javaScriptEnabled of [true, false]) {
		test(`in and out at ${width} px, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
			const page = await open({ width, javaScriptEnabled });
			await page.goto(`${site}/account`);
			assert.equal(new URL(page.url()).pathname, '/sign-in');
			await page.fill('[name=login]', login('ed'));
			await page.fill('[name=password]', password);
			await page.click('main button[type=submit]');
			assert.equal(new URL(page.url()).pathname, '/account');
			assert.match(await page.textContent('main'), /Ed Employee/);
			const [cookie] = await page.context().cookies();
			assert.equal(cookie.name, '__Host-muster');
			assert.ok(cookie.httpOnly && cookie.secure && cookie.sameSite === 'Lax');
			await page.locator('details.menu summary').click();
			await page.getByRole('button', { name: 'Sign out' }).click();
			assert.equal(new URL(page.url()).pathname, '/sign-in');
			await page.goto(`${site}/account`);
			assert.equal(new URL(page.url()).pathname, '/sign-in');
			await page.context().close();
		});
	}

	test(`pages are accessible at ${width} px`, async () => {
		const page = await open({ width });
		for (const [name, path] of [['sign-in', '/sign-in'], ['forgotten', '/forgotten-password'], ['forgotten-sent', '/forgotten-password/sent']]) {
			await page.goto(site + path);
			await isAccessible(page);
			await shot(page, name);
		}
		await enter(page, 'ada');
		const id = sql(`SELECT id FROM account WHERE login = '${login('ed')}'`);
		for (const [name, path] of [['account', '/account'], ['password', '/account/password'], ['second-factor', '/account/second-factor'],
			['accounts', '/admin/accounts'], ['account-new', '/admin/accounts/new'], ['account-admin', `/admin/accounts/${id}`],
			['audit', '/admin/audit']]) {
			const answer = await page.goto(site + path);
			assert.equal(answer.status(), 200, path);
			await isAccessible(page);
			await shot(page, name);
		}
		await page.context().close();
	});
}

test('a wrong password and an unknown name get the same answer', async () => {
	const page = await open();
	const answers = [];
	for (const name of ['ed', 'nobody']) {
		await enter(page, name, 'wrong password here');
		answers.push(await page.textContent('#problems'));
	}
	assert.equal(answers[0], answers[1]);
	assert.match(answers[0], /not right/);
	await page.context().close();
});

test('Spanish when the browser asks for it, and when chosen', async () => {
	const page = await open({ locale: 'es-MX' });
	await page.goto(`${site}/sign-in`);
	assert.equal(await page.getAttribute('html', 'lang'), 'es');
	await page.context().close();
	const other = await open();
	await enter(other, 'ed');
	await other.selectOption('[name=locale]', 'es');
	await other.locator('form[action="/account/language"] button').click();
	assert.equal(await other.getAttribute('html', 'lang'), 'es');
	await other.selectOption('[name=locale]', '');
	await other.locator('form[action="/account/language"] button').click();
	assert.equal(await other.getAttribute('html', 'lang'), 'en');
	await other.context().close();
});

test('other sessions are listed and ended', async () => {
	const first = await open(), second = await open();
	await enter(first, 'ed');
	await enter(second, 'ed');
	await first.reload();
	assert.match(await first.textContent('main'), /Chrome on Linux/);
	await first.getByRole('button', { name: 'End all others' }).click();
	assert.match(await first.textContent('[role=status]'), /have ended/);
	await second.goto(`${site}/account`);
	assert.equal(new URL(second.url()).pathname, '/sign-in');
	await first.context().close();
	await second.context().close();
});

test('the second factor is switched on, asked for, and a code works once', async () => {
	const page = await open();
	await enter(page, 'fay');
	const before = (await page.context().cookies())[0].value;
	await page.goto(`${site}/account/second-factor`);
	const key = await page.textContent('code.number');
	const picture = await page.locator('svg.qr').screenshot({ scale: 'device' });
	const read = execFileSync('zbarimg', ['--quiet', '--raw', 'png:-'], { input: picture, encoding: 'utf8' });
	assert.equal(read.trim(), `otpauth://totp/Muster:${encodeURIComponent(login('fay'))}?secret=${key.replaceAll(' ', '')}&issuer=Muster`);
	await page.fill('[name=code]', totp(key));
	await page.fill('[name=password]', password);
	await page.getByRole('button', { name: 'Switch on' }).click();
	const codes = await page.locator('.recovery-codes code').allTextContents();
	assert.equal(codes.length, 10);
	await isAccessible(page);
	await shot(page, 'recovery-codes');
	assert.notEqual((await page.context().cookies())[0].value, before, 'the session has a new token');
	await page.context().close();

	const again = await open();
	await enter(again, 'fay');
	assert.equal(new URL(again.url()).pathname, '/sign-in/code');
	await isAccessible(again);
	await again.goto(`${site}/account`);
	assert.equal(new URL(again.url()).pathname, '/sign-in', 'the password alone opens nothing');
	await again.goto(`${site}/sign-in/code`);
	await again.fill('[name=code]', totp(key));
	await again.click('main button[type=submit]');
	assert.match(await again.textContent('#problems'), /used already/);
	// The next code is accepted ahead of its time, since clocks differ.
	await again.fill('[name=code]', totp(key, Date.now() + 30000));
	await again.click('main button[type=submit]');
	await again.goto(`${site}/account`);
	assert.match(await again.textContent('main'), /10 recovery codes left/);
	await again.context().close();

	for (const expected of ['/', '/sign-in/code']) {
		const paper = await open();
		await enter(paper, 'fay');
		await paper.fill('[name=code]', codes[0].toLowerCase().replaceAll('-', ' '));
		await paper.click('main button[type=submit]');
		assert.equal(new URL(paper.url()).pathname === '/sign-in/code', expected === '/sign-in/code');
		await paper.context().close();
	}
});

test('a form whose session has ended keeps what was typed', async () => {
	const page = await open();
	await enter(page, 'ada');
	await page.goto(`${site}/admin/accounts/new`);
	await page.fill('[name=person]', 'nobody of that number');
	await page.selectOption('[name=role]', 'employee');
	await page.fill('[name=reason]', 'Started this week in the press shop');
	sql(`DELETE s FROM session s JOIN account a ON a.id = s.account_id WHERE a.login = '${login('ada')}'`);
	await page.getByRole('button', { name: 'Make the account' }).click();
	assert.match(await page.textContent('[role=status]'), /is safe.*characters are kept/s);
	await isAccessible(page);
	await shot(page, 'kept');
	await page.fill('[name=login]', login('ada'));
	await page.fill('[name=password]', password);
	await page.click('main button[type=submit]');
	await page.getByRole('button', { name: 'Send it now' }).click();
	assert.equal(new URL(page.url()).pathname, '/admin/accounts/new');
	assert.equal(await page.inputValue('[name=reason]'), 'Started this week in the press shop');
	assert.match(await page.textContent('#problems'), /Nobody in use/);
	await page.context().close();
});

test('a changed password ends the other sessions', async () => {
	const page = await open(), other = await open();
	await enter(page, 'kim');
	await enter(other, 'kim');
	await page.goto(`${site}/account/password`);
	await page.fill('[name=password]', password);
	await page.fill('[name=new_password]', 'another long secret');
	await page.fill('[name=new_password_again]', 'another long secret');
	await page.click('main button[type=submit]');
	assert.match(await page.textContent('[role=status]'), /changed/);
	await other.goto(`${site}/account`);
	assert.equal(new URL(other.url()).pathname, '/sign-in');
	await page.context().close();
	await other.context().close();
});

test('a forgotten password: the mailed link works once', async () => {
	const page = await open();
	const texts = [];
	for (const name of ['ron', 'nobody']) {
		await page.goto(`${site}/forgotten-password`);
		await page.fill('[name=login]', login(name));
		await page.click('main button[type=submit]');
		texts.push(await page.textContent('main'));
	}
	assert.equal(texts[0], texts[1]);
	// The worker brings it.
	let mails, mine = [];
	for (let tries = 0; tries < 100 && !mine.length; tries++) {
		await page.waitForTimeout(100);
		mails = readdirSync(`${folder}/mail`).filter(name => name.endsWith('.eml'))
			.map(name => readFileSync(`${folder}/mail/${name}`, 'utf8'));
		mine = mails.filter(mail => mail.includes(`To: ${login('ron')}\r\n`));
	}
	assert.equal(mine.length, 1);
	assert.ok(!mails.some(mail => mail.includes(login('nobody'))));
	assert.match(mine[0], /^Auto-Submitted: auto-generated\r$/m);
	const plain = Buffer.from(mine[0].split('base64\r\n\r\n')[1].split('\r\n--')[0], 'base64').toString();
	const link = plain.match(/http\S+/)[0].replace(/^http:\/\/[^/]+/, site);
	await page.goto(link);
	await isAccessible(page);
	await page.fill('[name=new_password]', 'a password of my own');
	await page.fill('[name=new_password_again]', 'a password of my own');
	await page.click('main button[type=submit]');
	assert.equal(new URL(page.url()).pathname, '/sign-in');
	assert.equal((await page.goto(link)).status(), 410);
	await enter(page, 'ron', 'a password of my own');
	assert.match(await page.textContent('main'), /Ron Reset/);
	await page.context().close();
});

test('an administrator gives and takes roles; the last one stays', async () => {
	const page = await open();
	const id = sql(`SELECT id FROM account WHERE login = '${login('ed')}'`);
	const own = sql(`SELECT id FROM account WHERE login = '${login('ada')}'`);
	await enter(page, 'ada');
	await page.goto(`${site}/admin/accounts/${id}`);
	await page.getByText('Give a role', { exact: true }).click();
	await page.selectOption('[name=role]', 'auditor');
	await page.locator('form[action$="/roles"] [name=reason]').fill('Yearly audit');
	await page.getByRole('button', { name: 'Give the role' }).click();
	assert.match(await page.textContent('#problems'), /needs a last day/);
	await page.fill('[name=until_on]', '2199-01-01');
	await page.getByRole('button', { name: 'Give the role' }).click();
	assert.match(await page.textContent('[role=status]'), /roles have been changed/);
	assert.match(await page.textContent('main'), /Auditor/);

	await page.goto(`${site}/admin/accounts/${own}`);
	await page.fill('#f-off', 'Leaving');
	await page.getByRole('button', { name: 'Switch the account off' }).click();
	assert.match(await page.textContent('#problems'), /last administrator/);

	await page.goto(`${site}/admin/audit?subject=account&subject_id=${id}`);
	const rows = await page.textContent('tbody');
	assert.match(rows, /gave a role/);
	assert.match(rows, /Yearly audit/);
	assert.match(rows, /Auditor/);
	assert.match(rows, /Last day/);
	await shot(page, 'audit-account');
	const file = await page.request.get(`${site}/admin/audit.csv?subject=account`);
	assert.equal(file.status(), 200);
	assert.match(await file.text(), /account\.role_given,account,/);
	await page.goto(`${site}/admin/audit?action=export`);
	assert.match(await page.textContent('tbody'), /exported the audit trail/);
	await page.context().close();

	const employee = await open();
	await enter(employee, 'kim', 'another long secret');
	assert.equal((await employee.goto(`${site}/admin/audit`)).status(), 403);
	assert.equal((await employee.goto(`${site}/admin/accounts`)).status(), 403);
	await employee.context().close();
});

test('accounts from the command line', async () => {
	const muster = (...args) => service(['exec', 'muster', 'user', '--organization', code, ...args], 'set by the command\n');
	assert.match(muster('list'), new RegExp(`^${login('ada')} +active +administrator$`, 'm'));
	muster('password', '--login', login('kim'), '--password-stdin');
	const page = await open();
	await enter(page, 'kim', 'set by the command');
	assert.match(await page.textContent('main'), /Kim Keeper/);
	muster('deactivate', '--login', login('kim'));
	await page.goto(`${site}/account`);
	assert.equal(new URL(page.url()).pathname, '/sign-in');
	assert.match(muster('list'), new RegExp(`^${login('kim')} +off`, 'm'));
	assert.throws(() => muster('deactivate', '--login', login('ada')), /last administrator/);
	assert.throws(() => muster('add', '--employee', 'nobody'), /nobody in use/);
	await page.context().close();
});

test('the language is chosen before signing in and stays, without scripts too', async () => {
	const page = await open({ width: 390, javaScriptEnabled: false });
	await page.goto(`${site}/sign-in?next=/account`);
	await page.click('nav.languages a[lang=es]');
	assert.equal(await page.locator('html').getAttribute('lang'), 'es');
	assert.equal(new URL(page.url()).searchParams.get('next'), '/account');
	await page.goto(`${site}/forgotten-password`);
	assert.equal(await page.locator('html').getAttribute('lang'), 'es');
	assert.equal(await page.locator('nav.languages [aria-current]').textContent(), 'Español');
	const away = await page.request.get(`${site}/language?code=en&next=//elsewhere.example/`, { maxRedirects: 0 });
	assert.equal(away.headers().location, '/');
	await page.context().close();
});
