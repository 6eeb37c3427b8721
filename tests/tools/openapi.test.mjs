// The OpenAPI document of the interface: without a finding of Spectral's rules, and complete.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const programs = process.env.MUSTER_BIN ?? 'bin';
const text = execFileSync(`${programs}/api`, ['--openapi'], { encoding: 'utf8', maxBuffer: 1 << 26 });
const document = JSON.parse(text);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })));

test('Spectral finds nothing', () => {
	const folder = mkdtempSync(join(tmpdir(), 'muster-openapi.'));
	try {
		writeFileSync(join(folder, 'openapi.json'), text);
		writeFileSync(join(folder, 'rules.yaml'), 'extends: ["spectral:oas"]\n');
		execFileSync('node_modules/.bin/spectral',
			['lint', '--fail-severity=warn', '-r', join(folder, 'rules.yaml'), join(folder, 'openapi.json')], { encoding: 'utf8' });
	} catch (fault) {
		assert.fail(fault.stdout || fault.message);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('every operation says who may, what it takes and what may go wrong', () => {
	assert.equal(document.openapi, '3.1.0');
	assert.ok(operations.length > 100);
	for (const operation of operations) {
		const name = `${operation.method} ${operation.path}`;
		const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
		assert.deepEqual(operation.parameters.filter((p) => p.in === 'path').map((p) => p.name), names, name);
		assert.ok(operation.operationId && operation.summary && operation.tags.length === 1, name);
		if (operation.security.length)
			for (const status of ['401', '403', '429'])
				assert.ok(operation.responses[status], `${name} lacks ${status}`);
		if (operation.method === 'post')
			assert.ok(operation.parameters.some((p) => p.name === 'Idempotency-Key'), name);
	}
});

test('the addresses of the requirement documents are there', () => {
	const wanted = {
		'/api/incidents/report': 'post', '/api/incidents': 'get', '/api/incidents/{number}': 'get',
		'/api/incidents/{number}/update': 'patch', '/incidents': 'post', '/incidents/{number}': 'put',
		'/api/v1/incidents': 'post', '/api/v1/incidents/{number}': 'get', '/api/v1/incidents/{number}/events': 'post',
		'/api/v1/incidents/{number}/postmortem': 'post',
	};
	for (const [path, method] of Object.entries(wanted))
		assert.ok(document.paths[path]?.[method], `${method} ${path}`);
});
