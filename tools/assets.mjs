#!/usr/bin/env node
// Builds public/static/ from public/src/ and the npm packages: one stylesheet, the scripts, one sprite of icons.
// public/static/version is a hash over all of it; templates ask for files with ?v={{assets}}.
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(new URL('..', import.meta.url).pathname);
const out = 'public/static';
const targets = ['chrome100', 'firefox102', 'safari15.4'];

function files(folder, ending) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter(entry => entry.isFile() && entry.name.endsWith(ending))
		.map(entry => join(entry.parentPath ?? entry.path, entry.name))
		.sort();
}

// Splits a stylesheet into its top-level blocks: [prelude, body], body null for statements such as @charset.
function blocks(css) {
	const found = [];
	let start = 0, depth = 0, open = 0, quote = '';
	for (let i = 0; i < css.length; i++) {
		const c = css[i];
		if (quote) {
			if (c === '\\') i++;
			else if (c === quote) quote = '';
		} else if (c === '"' || c === "'") {
			quote = c;
		} else if (c === '{') {
			if (depth++ === 0) open = i;
		} else if (c === '}') {
			if (--depth === 0) {
				found.push([css.slice(start, open).trim(), css.slice(open + 1, i)]);
				start = i + 1;
			}
		} else if (c === ';' && depth === 0) {
			found.push([css.slice(start, i).trim(), null]);
			start = i + 1;
		}
	}
	return found;
}

const selectors = prelude => prelude.split(/,(?![^(]*\))/);
const classes = selector => [...selector.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].map(match => match[1]);

// Leaves out rules for classes that no template, script or program mentions.
function purge(css, used) {
	return blocks(css).map(([prelude, body]) => {
		if (body === null) return `${prelude};`;
		if (/^@(media|supports|layer)/.test(prelude)) {
			const kept = purge(body, used);
			return kept && `${prelude}{${kept}}`;
		}
		if (prelude.startsWith('@')) return `${prelude}{${body}}`;
		const kept = selectors(prelude).filter(selector => classes(selector).every(name => used.has(name)));
		return kept.length ? `${kept.join(',')}{${body}}` : '';
	}).join('');
}

// Variables that nothing reads any more.
function purgeVariables(css) {
	for (;;) {
		const read = new Set([...css.matchAll(/var\((--[\w-]+)/g)].map(match => match[1]));
		const less = css.replace(/(^|[{;])(--bs-[\w-]+):[^;{}]*(;|(?=}))/g, (all, before, name) =>
			read.has(name) ? all : before);
		if (less === css) return css;
		css = less;
	}
}

// What is written for [data-bs-theme=dark] holds on screens only, and for a dark system too unless light was chosen.
function themes(css) {
	return blocks(css).map(([prelude, body]) => {
		if (body === null || !prelude.includes('[data-bs-theme=dark]')) return body === null ? `${prelude};` : `${prelude}{${body}}`;
		const automatic = prelude.replaceAll('[data-bs-theme=dark]', ':root:not([data-bs-theme])');
		return `@media screen{${prelude}{${body}}}@media screen and (prefers-color-scheme:dark){${automatic}{${body}}}`;
	}).join('');
}

// Classes are found where they are written out: class attributes in templates and programs, className in scripts.
function classesInUse() {
	const texts = [...files('templates', '.mustache'), ...files('public/src', '.mjs'), ...files('src', '.c')]
		.map(path => readFileSync(path, 'utf8').replace(/\{\{[^}]*\}\}/g, ' ').replaceAll('\\"', '"'));
	const written = texts.flatMap(text => [
		...text.matchAll(/\bclass="([^"]*)"/g), ...text.matchAll(/\bclassName(?:: | = )'([^']*)'/g),
		...text.matchAll(/\bclassList\.\w+\('([^']*)'/g),
	].map(match => match[1]));
	// A block in a template may hold nothing but classes for the layout's class attribute.
	const blocks = files('templates', '.mustache').flatMap(path =>
		[...readFileSync(path, 'utf8').matchAll(/\{\{\$\w*(?:class|button)\}\}([\w -]+)\{\{/g)].map(match => match[1]));
	return new Set([...written, ...blocks].join(' ').split(/\s+/));
}

async function stylesheet() {
	const used = classesInUse();
	const bootstrap = await build({
		entryPoints: ['node_modules/bootstrap/dist/css/bootstrap.css'], write: false, minify: true,
		target: targets, logLevel: 'error', legalComments: 'none',
	});
	const own = await build({
		entryPoints: ['public/src/muster.css'], bundle: true, write: false, minify: true, loader: { '.svg': 'dataurl' },
		target: targets, logLevel: 'error', legalComments: 'none',
	});
	const css = themes(purge(bootstrap.outputFiles[0].text, used) + own.outputFiles[0].text);
	const { code } = await transform(purgeVariables(css), { loader: 'css', minify: true, target: targets });
	writeFileSync(join(out, 'muster.css'), `/* contains parts of Bootstrap 5.3.8, MIT licence, getbootstrap.com */\n${code}`);
}

async function scripts() {
	await build({
		entryPoints: ['public/src/js/muster.mjs'], bundle: true, minify: true,
		format: 'esm', target: targets, outfile: join(out, 'muster.js'), logLevel: 'error', legalComments: 'none',
	});
	// Runs before the page is drawn, so it cannot be a module.
	await build({
		entryPoints: ['public/src/js/theme.mjs'], bundle: true, minify: true, format: 'iife',
		target: targets, outfile: join(out, 'theme.js'), logLevel: 'error',
	});
	// Works for the whole site (Service-Worker-Allowed); its address never changes.
	await build({
		entryPoints: ['public/src/worker/sw.mjs'], bundle: true, minify: true, format: 'iife',
		target: targets, outfile: join(out, 'sw.js'), logLevel: 'error',
	});
}

// icons.txt: one icon a line, "id" or "id bootstrap-name"; our own drawings are public/src/icons/ID.svg.
function sprite() {
	const lines = readFileSync('public/src/icons/icons.txt', 'utf8').split('\n').map(line => line.trim())
		.filter(line => line && !line.startsWith('#'));
	const own = files('public/src/icons', '.svg').map(path => [path.split('/').pop().slice(0, -4), path]);
	const taken = lines.map(line => {
		const [id, name = id] = line.split(/\s+/);
		return [id, `node_modules/bootstrap-icons/icons/${name}.svg`];
	});
	const symbols = [...own, ...taken].map(([id, path]) => {
		const svg = readFileSync(path, 'utf8');
		const box = svg.match(/viewBox="([^"]+)"/)[1];
		const shape = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/>\s+</g, '><').trim();
		return `<symbol id="${id}" viewBox="${box}" fill="currentColor">${shape}</symbol>`;
	});
	writeFileSync(join(out, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('\n')}</svg>\n`);
}

function version() {
	const hash = createHash('sha256');
	for (const path of files(out, '')) hash.update(path).update(readFileSync(path));
	writeFileSync(join(out, 'version'), hash.digest('hex').slice(0, 12));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await stylesheet();
await scripts();
sprite();
cpSync('public/src/files', out, { recursive: true });
version();
