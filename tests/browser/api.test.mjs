// The JSON interface as its document describes it: every operation is called, rightly and wrongly, and every answer fits
// the schema of its status.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { makeKey } from './interface.mjs';
import { check, open, site } from './portal.mjs';

const document = await (await fetch(`${site}/api/v1/openapi.json`)).json();
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'api');
const escaped = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })));

const keys = {
	ehs: await makeKey('ehs@demo.example'),
	administrator: await makeKey('administrator@demo.example'),
	employee: await makeKey('employee@demo.example', ['incidents:read', 'incidents:write']),
	narrow: await makeKey('ehs@demo.example', ['scim']),
	sandbox: await makeKey('ehs@demo.example', null, { sandbox: true }),
};

function responseOf(operation, status) {
	const response = operation.responses[status];
	return response?.$ref ? document.components.responses[response.$ref.split('/').pop()] : response;
}

// The answer's status is one of the document's, and its body fits.
function fits(operation, status, type, body) {
	const name = `${operation.operationId}: ${status}`;
	const response = responseOf(operation, status);
	assert.ok(response, `${name} is not in the document: ${body.slice(0, 500)}`);
	const content = response.content?.[type.split(';')[0]];
	if (!content && !body)
		return null;
	assert.ok(content || operation.responses['200']?.content, `${name} ${type}`);
	if (!content?.schema || !type.includes('json'))
		return body;
	const answer = JSON.parse(body);
	const at = operation.responses[status].$ref ? `#/components/responses/${operation.responses[status].$ref.split('/').pop()}`
		: `#/paths/${escaped(operation.path)}/${operation.method}/responses/${status}`;
	const validate = ajv.compile({ $ref: `api${at}/content/${escaped(type.split(';')[0])}/schema` });
	assert.ok(validate(answer), `${name}: ${ajv.errorsText(validate.errors)} in ${body.slice(0, 600)}`);
	return answer;
}

// headers with a null are left out.
async function call(operation, { params = {}, query = '', key = keys.ehs, body, headers = {} } = {}) {
	const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? 'none-of-this-name'));
	const sent = { authorization: key && `Bearer ${key}`, 'content-type': body === undefined ? null : 'application/json', ...headers };
	const host = operation.path.startsWith('/api/') ? site : site.replace('localhost', 'api.localhost');
	const response = await fetch(host.replace('api.localhost', 'localhost') + path + query, {
		method: operation.method.toUpperCase(),
		headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value)),
		body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
		redirect: 'manual',
	});
	const text = await response.text();
	const type = response.headers.get('content-type') ?? '';
	return { status: response.status, headers: response.headers, text, type, answer: fits(operation, response.status, type, text) };
}

// Those on the host name of the interface alone are another web server's block; the handlers are the same.
const reachable = operations.filter((operation) => operation.path.startsWith('/api/'));
const changes = (operation) => ['post', 'put', 'patch', 'delete'].includes(operation.method);
const byId = (id) => operations.find((operation) => operation.operationId === id);
const versioned = (operation) => changes(operation) && operation.parameters.some((p) => p.name === 'If-Match');
const match = (operation) => (versioned(operation) ? { 'if-match': '"1"' } : {});
const json = (operation) => Boolean(operation.requestBody?.content['application/json']);
const readers = reachable.filter((operation) => operation.security.length);

test('nobody gets anything without a good token', async () => {
	for (const operation of readers) {
		assert.equal((await call(operation, { key: null })).status, 401, operation.operationId);
		const answer = await call(operation, { key: `mst_${'x'.repeat(43)}` });
		assert.equal(answer.status, 401, operation.operationId);
		assert.ok(answer.headers.get('www-authenticate').startsWith('Bearer'));
	}
});

test('a token does no more than its scopes', async () => {
	for (const operation of readers.filter((o) => o['x-scope'] && o['x-scope'] !== 'scim'))
		assert.equal((await call(operation, { key: keys.narrow })).status, 403, operation.operationId);
});

test('what is not there is not found, whatever is asked of it', async () => {
	for (const operation of readers.filter((o) => o.path.includes('{') && o.path.startsWith('/api/v1/'))) {
		const body = json(operation) ? operation.requestBody.content['application/json'].example : undefined;
		const key = ['Administration', 'Directory'].includes(operation.tags[0]) ? keys.administrator : keys.ehs;
		const { status } = await call(operation, { key, body, headers: match(operation) });
		assert.ok([403, 404, 422].includes(status), `${operation.operationId} answers ${status}`);
	}
});

test('other kinds of content are refused', async () => {
	for (const operation of readers.filter((o) => !o.path.startsWith('/api/v1/scim'))) {
		const key = ['Administration', 'Directory'].includes(operation.tags[0]) ? keys.administrator : keys.ehs;
		const answer = await call(operation, { key, headers: { accept: 'application/x-nothing' } });
		assert.ok([406, 403].includes(answer.status), `${operation.operationId} answers ${answer.status}`);
		if (!changes(operation))
			continue;
		const sent = await call(operation, { key, body: '<a/>', headers: { 'content-type': 'application/xml' } });
		assert.ok([415, 403].includes(sent.status), `${operation.operationId} answers ${sent.status}`);
	}
});

test('parameters and members of other names are refused, each told by its name', async () => {
	for (const operation of readers) {
		const key = ['Administration', 'Directory'].includes(operation.tags[0]) ? keys.administrator : keys.ehs;
		const answer = await call(operation, { key, query: '?no_such_name=1' });
		if (answer.status === 403)
			continue;
		assert.equal(answer.status, 400, operation.operationId);
		assert.equal(answer.answer.errors[0].parameter, 'no_such_name');
		if (!json(operation))
			continue;
		if (versioned(operation))
			assert.equal((await call(operation, { key, body: {} })).status, 428, operation.operationId);
		const body = await call(operation, { key, body: { 'no/such~member': 1 }, headers: match(operation) });
		assert.equal(body.status, 422, operation.operationId);
		assert.ok(body.answer.errors.some((e) => e.pointer === '/no~1such~0member'), body.text);
		assert.equal((await call(operation, { key, body: '{"a"', headers: match(operation) })).status, 400, operation.operationId);
	}
});

// Real things that the addresses may name, found by the interface itself.
async function things() {
	const list = await call(byId('listIncidents'), { query: '?limit=50' });
	const found = { number: list.answer.items[0].number };
	for (const item of list.answer.items) {
		const { answer } = await call(byId('getIncident'), { params: { number: item.number } });
		if (answer.people.length)
			Object.assign(found, { number: item.number, uuid: answer.people[0].uuid });
	}
	return found;
}

test('every list and every resource is as the document says', async () => {
	const incident = await things();
	const capas = await call(byId('listCapas'), {});
	for (const operation of readers.filter((o) => o.method === 'get')) {
		const params = operation.path.includes('/capas/{number}') ? { number: capas.answer.items[0].number } : incident;
		const key = ['Administration', 'Directory'].includes(operation.tags[0]) ? keys.administrator : keys.ehs;
		const { status, text } = await call(operation, { params, key });
		const wants = operation.tags[0] === 'Exports' ? [200, 403, 404, 422] : [200, 403, 404];
		assert.ok(wants.includes(status), `${operation.operationId} answers ${status}: ${text.slice(0, 300)}`);
	}
});

test('every change with the example of the document is done or refused with reasons', async () => {
	const incident = await things();
	for (const operation of readers.filter((o) => changes(o) && o['x-scope'] !== 'scim' && o.operationId !== 'switchAccountOff')) {
		const key = ['Administration', 'Directory'].includes(operation.tags[0]) ? keys.administrator : keys.ehs;
		const body = json(operation) ? operation.requestBody.content['application/json'].example : undefined;
		const params = operation.tags[0] === 'Administration' ? {} : incident;
		const { status, text } = await call(operation, { params, key, body, headers: match(operation) });
		assert.ok(status < 500, `${operation.operationId} answers ${status}: ${text.slice(0, 500)}`);
	}
});

test('every version that a change needs can be read at its address', () => {
	for (const operation of operations.filter(versioned)) {
		const reads = [operation.path, operation.path.replace(/\/\w+$/, '')].map((path) => document.paths[path]?.get);
		assert.ok(reads.some((read) => read?.responses['200'].headers?.ETag), `${operation.operationId} has no version to read`);
	}
});

const report = {
	description: 'A pallet slid off the forks in the contract test. Nobody was near.', severity: 'low', establishment_id: 1,
	occurred_at: '2026-03-02T14:30:00Z', report_type: 'near_miss', witness: [{ full_name: 'Test Witness' }],
};

test('a report is made once for an Idempotency-Key', async () => {
	const create = byId('createIncident');
	const key = { 'idempotency-key': `contract-${Date.now()}` };
	const all = await Promise.all([1, 2, 3, 4].map(() => call(create, { body: report, headers: key })));
	const made = all.filter((a) => a.status === 201);
	assert.ok(made.length >= 1 && all.every((a) => [201, 409].includes(a.status)), all.map((a) => a.status).join());
	assert.equal(new Set(made.map((a) => a.answer.number)).size, 1);
	const again = await call(create, { body: report, headers: key });
	assert.equal(again.text, made[0].text);
	assert.equal(again.headers.get('idempotent-replayed'), 'true');
	assert.equal(again.headers.get('location'), made[0].headers.get('location'));
	const other = await call(create, { body: { ...report, severity: 'high' }, headers: key });
	assert.equal(other.status, 422);
	assert.equal(other.answer.errors[0].parameter, 'Idempotency-Key');
	// A refused one leaves the key free.
	const free = { 'idempotency-key': `contract-free-${Date.now()}` };
	assert.equal((await call(create, { body: {}, headers: free })).status, 422);
	assert.equal((await call(create, { body: report, headers: free })).status, 201);
});

test('all faults of a report are told at once', async () => {
	const { answer } = await call(byId('createIncident'), {
		body: { description: 5, severity: 'huge', latitude: 'x', injured: [{ full_name: 'A', care: 'none', extra: 1 }], establishment_id: 'one' } });
	const pointers = answer.errors.map((e) => e.pointer);
	for (const wanted of ['/description', '/severity', '/latitude', '/injured/0/extra', '/establishment_id', '/occurred_at'])
		assert.ok(pointers.includes(wanted), `${wanted} of ${pointers}`);
});

test('a change needs the version it is made for', async () => {
	const { answer: { number } } = await call(byId('createIncident'), { body: report });
	const read = byId('getIncident'), change = byId('configureIncident'), params = { number };
	const first = await call(read, { params });
	const tag = first.headers.get('etag');
	assert.equal((await call(read, { params, headers: { 'if-none-match': tag } })).status, 304);
	assert.equal((await call(change, { params, body: { severity: 'high' } })).status, 428);
	assert.equal((await call(change, { params, body: { severity: 'high', tags: 'rack' }, headers: { 'if-match': tag } })).status, 200);
	const stale = await call(change, { params, body: { severity: 'medium' }, headers: { 'if-match': tag } });
	assert.equal(stale.status, 412);
	const second = await call(read, { params });
	assert.equal(stale.headers.get('etag').split('-')[0].replaceAll('"', ''), second.headers.get('etag').split('-')[0].replaceAll('"', ''));
	assert.deepEqual([second.answer.severity, second.answer.tags, second.answer.title], ['high', 'rack', first.answer.title]);
	assert.deepEqual(Object.keys((await (await fetch(`${site}/api/v1/incidents/${number}?fields=number,severity`,
		{ headers: { authorization: `Bearer ${keys.ehs}` } })).json())), ['number', 'severity']);
});

test('lists go on to the end, each item once', async () => {
	const seen = new Set();
	let address = '/api/v1/incidents?limit=40&severity=high&sort=number&fields=number', pages = 0;
	for (; address && pages < 200; pages++) {
		const response = await fetch(site + address, { headers: { authorization: `Bearer ${keys.ehs}` } });
		const page = await response.json();
		for (const { number } of page.items)
			assert.ok(!seen.has(number) && seen.add(number), number);
		assert.equal(Boolean(response.headers.get('link')), Boolean(page.next));
		address = page.next;
	}
	assert.ok(pages > 2 && seen.size > 80, `${pages} pages, ${seen.size} items`);
	for (const query of ['?severity=purple', '?limit=0', '?limit=x', '?sort=colour', '?from=yesterday'])
		assert.equal((await call(byId('listIncidents'), { query })).status, 400, query);
});

test('a step of the workflow is refused with every reason, and taken when nothing stands against it', async () => {
	const { answer: { number } } = await call(byId('createIncident'), { body: report });
	const steps = (await call(byId('listSteps'), { params: { number } })).answer;
	assert.equal(steps.status, 'new');
	assert.ok(steps.items.length > 0);
	const refused = await call(byId('changeIncidentStatus'), { params: { number, to: 'closed' }, body: { reason: 'Over.' } });
	assert.equal(refused.status, 423);
	assert.ok(refused.answer.errors.length > 0);
	const taken = await call(byId('changeIncidentStatus'), { params: { number, to: 'under_review' }, body: { reason: 'Looked at.' } });
	assert.equal(taken.status, 200);
	assert.equal(taken.answer.resource, `/api/v1/incidents/${number}`);
	assert.equal((await call(byId('getIncident'), { params: { number } })).answer.status, 'under_review');
	const trail = (await call(byId('listTrail'), { params: { number } })).answer;
	assert.ok(trail.items.some((entry) => entry.action === 'incident.status_changed' && entry.reason === 'Looked at.'));
});

test('a file is attached, listed and read back', async () => {
	const { answer: { number } } = await call(byId('createIncident'), { body: report });
	const form = new FormData();
	form.append('file', new Blob(['Nothing broken.\n'], { type: 'text/plain' }), 'note.txt');
	const headers = { authorization: `Bearer ${keys.ehs}` };
	const sent = await fetch(`${site}/api/v1/incidents/${number}/files`, { method: 'POST', headers, body: form });
	assert.equal(sent.status, 201, await sent.text());
	const [file] = (await call(byId('listFiles'), { params: { number } })).answer.items;
	assert.equal(file.name, 'note.txt');
	const read = await fetch(`${site}/api/v1/incidents/${number}/files/${file.uuid}`, { headers });
	assert.equal(await read.text(), 'Nothing broken.\n');
});

test('the words and addresses of other systems are taken', async () => {
	const made = await call(byId('aliasReport'), {
		body: { description: 'Oil on the yard.', incident_type: 'Spill', severity: 'SEV3', impact_area: 'Environmental', date_reported: '2026-03-02T14:30:00Z', establishment_id: 1 } });
	assert.equal(made.status, 201, made.text);
	assert.deepEqual([made.answer.register, made.answer.severity, made.answer.status, made.answer.impact_areas],
		['environment', 'medium', 'open', 'environmental']);
	assert.ok(made.answer.category);
	const params = { number: made.answer.number };
	const moved = await call(byId('aliasUpdate'), { params, body: { status: 'In Progress', reason: 'Crew is there.' } });
	assert.equal(moved.status, 200, moved.text);
	assert.equal(moved.answer.status, 'under_investigation');
	const changed = await call(byId('aliasUpdate'), { params, body: { severity: 'Critical' } });
	assert.equal(changed.answer.severity, 'critical');
	const list = await call(byId('aliasList'), { query: '?severity=SEV1&status=Under%20Investigation&start_date=2026-03-01' });
	assert.ok(list.answer.items.every((item) => item.severity === 'critical' && item.status === 'under_investigation'));
	assert.ok(list.answer.items.some((item) => item.number === made.answer.number));
	assert.equal((await call(byId('aliasGet'), { params: { number: made.answer.uuid } })).answer.number, made.answer.number);
});

test('a token of the sandbox sees and writes nothing else', async () => {
	const made = await call(byId('createIncident'), { key: keys.sandbox, body: report });
	assert.equal(made.answer.environment, 'sandbox');
	const params = { number: made.answer.number };
	assert.equal((await call(byId('getIncident'), { params, key: keys.sandbox })).status, 200);
	assert.equal((await call(byId('getIncident'), { params })).status, 404);
	const { items } = (await call(byId('listIncidents'), { key: keys.sandbox })).answer;
	assert.ok(items.some((item) => item.number === made.answer.number));
	const real = (await call(byId('listIncidents'), {})).answer.items;
	assert.ok(!real.some((item) => item.number === made.answer.number));
	assert.equal((await call(byId('getIncident'), { params: { number: real[0].number }, key: keys.sandbox })).status, 404);
	assert.equal((await call(byId('addCategory'), { key: keys.sandbox, body: {} })).status, 403);
});

test('a signed token stands in for its key and ends with it', async () => {
	const key = await makeKey('ehs@demo.example', ['incidents:read', 'capas:read']);
	const token = (await call(byId('createToken'), { key, body: { scopes: ['incidents:read'] } })).answer;
	assert.equal(token.token_type, 'Bearer');
	const me = (await call(byId('getMe'), { key: token.access_token })).answer;
	assert.deepEqual(me.scopes, ['incidents:read']);
	assert.equal((await call(byId('listIncidents'), { key: token.access_token })).status, 200);
	assert.equal((await call(byId('listCapas'), { key: token.access_token })).status, 403);
	assert.equal((await call(byId('createToken'), { key, body: { scopes: ['admin:write'] } })).status, 422);
	const [head, claims, signature] = token.access_token.split('.');
	const mine = JSON.parse(Buffer.from(claims, 'base64url'));
	const forged = Buffer.from(JSON.stringify({ ...mine, sub: '1' })).toString('base64url');
	assert.equal((await call(byId('getMe'), { key: `${head}.${forged}.${signature}` })).status, 401);
	const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
	assert.equal((await call(byId('getMe'), { key: `${none}.${claims}.` })).status, 401);
	const set = await (await fetch(`${site}/.well-known/jwks.json`)).json();
	assert.ok(set.keys.some((k) => k.kid === JSON.parse(Buffer.from(head, 'base64url')).kid && k.d === undefined));

	const page = await open('ehs@demo.example');
	await page.goto(`${site}/account/keys`);
	await check(page, 'api-keys');
	const row = page.locator('tbody tr').filter({ hasText: key.slice(0, 12) });
	await Promise.all([page.waitForURL(/said=revoked/), row.locator('button').click()]);
	assert.equal((await call(byId('getMe'), { key })).status, 401);
	assert.equal((await call(byId('getMe'), { key: token.access_token })).status, 401);
});

test('a session reads from our own pages, and writes nothing', async () => {
	const page = await open('ehs@demo.example');
	const ask = (method) => page.evaluate(async (m) => (await fetch('/api/v1/incidents', { method: m, headers: { 'content-type': 'application/json' }, body: m === 'POST' ? '{}' : undefined })).status, method);
	assert.equal(await ask('GET'), 200);
	assert.equal(await ask('POST'), 401);
	const cookies = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
	assert.equal((await fetch(`${site}/api/v1/incidents`, { headers: { cookie: cookies } })).status, 401);
	assert.equal((await fetch(`${site}/api/v1/incidents`, { headers: { cookie: cookies, 'sec-fetch-site': 'cross-site' } })).status, 401);
});

test('an employee gets no more than on the pages', async () => {
	const { answer } = await call(byId('listIncidents'), { key: keys.employee, query: '?limit=50' });
	const all = (await call(byId('listIncidents'), { query: '?limit=50' })).answer.items;
	const hidden = all.find((item) => !answer.items.some((own) => own.number === item.number));
	assert.equal((await call(byId('getIncident'), { key: keys.employee, params: { number: hidden.number } })).status, 404);
	assert.equal((await call(byId('configureIncident'), { key: keys.employee, params: { number: hidden.number }, body: {}, headers: { 'if-match': '"1"' } })).status, 404);
});

test('methods of an address are told', async () => {
	const response = await fetch(`${site}/api/v1/incidents`, { method: 'OPTIONS' });
	assert.equal(response.status, 204);
	assert.equal(response.headers.get('allow'), 'GET, HEAD, POST');
	const head = await fetch(`${site}/api/v1/incidents`, { method: 'HEAD', headers: { authorization: `Bearer ${keys.ehs}` } });
	assert.equal(head.status, 200);
	assert.match(head.headers.get('ratelimit'), /r=\d+;t=\d+/);
});

test('the walk with curl, line by line', () => {
	const lines = [...readFileSync('docs/api-walk.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) => match[1].trim().split('\n'));
	assert.ok(lines.length > 15);
	const folder = mkdtempSync(join(tmpdir(), 'muster-walk.'));
	try {
		const script = ['set -euo pipefail', 'cd "$1"', ...lines.map((line) => `${line}\necho "done: ${line.replace(/[^a-z ]/gi, '').slice(0, 60)}"`)].join('\n');
		execFileSync('bash', ['-c', script, 'walk', folder], { encoding: 'utf8', env: { ...process.env, SITE: site, KEY: keys.ehs } });
	} catch (fault) {
		assert.fail(`${fault.stdout}\n${fault.stderr}`);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('the guide for people', async () => {
	const page = await open('administrator@demo.example');
	for (const [path, name] of [['/api/v1', 'api-guide'], ['/api/v1/problems', 'api-problems'], ['/account/keys/new', 'api-key-new'], ['/admin/keys', 'api-keys-all']]) {
		await page.goto(site + path);
		await check(page, name);
	}
});
