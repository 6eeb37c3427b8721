// node tests/browser/gallery/gallery.mjs [PORT]: every layout and partial with made-up data, at http://127.0.0.1:PORT/NAME.
import { createServer } from 'node:http';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, pages } from './data.mjs';

const root = new URL('../../..', import.meta.url).pathname;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";
const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };

export const names = Object.keys(pages);

// The product's templates and the gallery's own, side by side in one folder.
export function openGallery() {
	const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
	cpSync(join(root, 'templates'), folder, { recursive: true });
	cpSync(new URL('templates', import.meta.url).pathname, folder, { recursive: true });
	const build = process.env.BUILD ?? 'build', mode = process.env.MODE ?? 'release';
	const program = join(root, build, mode, 'tests/tools/render');
	execFileSync('make', ['-s', '-C', root, program.slice(root.length)]);
	const render = name => execFileSync(program, [folder, pages[name].template ?? name], {
		input: JSON.stringify({ ...common, ...pages[name] }), encoding: 'utf8',
	});
	const server = createServer((request, response) => {
		const path = request.url.split('?')[0].slice(1);
		response.setHeader('Content-Security-Policy', policy);
		try {
			if (path.startsWith('static/')) {
				const body = readFileSync(join(root, 'public', path));
				response.setHeader('Content-Type', types[path.split('.').pop()] ?? 'text/plain');
				response.end(body);
				return;
			}
			const body = render(path);
			response.setHeader('Content-Type', 'text/html; charset=utf-8');
			response.end(body);
		} catch {
			response.statusCode = 404;
			response.end();
		}
	});
	return { render, server, close: () => { server.close(); rmSync(folder, { recursive: true, force: true }); } };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
	const gallery = openGallery();
	const port = Number(process.argv[2] ?? 18130);
	gallery.server.listen(port, '127.0.0.1', () => console.log(names.map(name => `http://127.0.0.1:${port}/${name}`).join('\n')));
	process.on('SIGINT', () => { gallery.close(); process.exit(0); });
}
