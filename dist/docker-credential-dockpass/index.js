// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from 'module';
var __webpack_modules__ = {
	994: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('assert');
	},
	434: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('events');
	},
	611: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('http');
	},
	692: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('https');
	},
	278: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('net');
	},
	24: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:fs');
	},
	30: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:net');
	},
	500: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:timers/promises');
	},
	756: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('tls');
	},
	23: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('util');
	},
	739: (__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.a(
			__webpack_module__,
			async (__webpack_handle_async_dependencies__, __webpack_async_result__) => {
				try {
					var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
					var _docker_credential_helper_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(339);
					var _system_node_version_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(613);
					var _system_regular_file_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(837);
					const MAX_INPUT_BYTES = 1024 * 1024;
					const [, , root = '', verb = ''] = process.argv;
					const context = {
						root,
						input: () => (0, _system_regular_file_js__WEBPACK_IMPORTED_MODULE_2__.rU)(0, MAX_INPUT_BYTES),
						now: () => Date.now(),
						log: (line) => (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(2, `${line}\n`),
						renew: async (step) => {
							const { renewInProcess } = await Promise.all([__nccwpck_require__.e(830), __nccwpck_require__.e(2)]).then(
								__nccwpck_require__.bind(__nccwpck_require__, 385),
							);
							return renewInProcess(step);
						},
					};
					const fault = (0, _system_node_version_js__WEBPACK_IMPORTED_MODULE_3__.d)(process.versions.node);
					const { exitCode, stdout } = fault
						? (0, _docker_credential_helper_js__WEBPACK_IMPORTED_MODULE_1__.g)(context, fault)
						: await (0, _docker_credential_helper_js__WEBPACK_IMPORTED_MODULE_1__.Z)(context, verb);
					if (stdout) (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(1, `${stdout}\n`);
					process.exit(exitCode);
					__webpack_async_result__();
				} catch (e) {
					__webpack_async_result__(e);
				}
			},
			1,
		);
	},
	339: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			Z: () => answer,
			g: () => failed,
		});
		var token_exchange = __nccwpck_require__(295);
		var one_line = __nccwpck_require__(830);
		var helper_folder = __nccwpck_require__(353);
		const HELPER_NAME = 'dockpass';
		const PROGRAM_NAME = null && `docker-credential-${HELPER_NAME}`;
		function helperProgram(platform, start) {
			return platform === 'win32'
				? { name: `${PROGRAM_NAME}.cmd`, text: batchFile(start) }
				: { name: PROGRAM_NAME, text: shellScript(start) };
		}
		function isProgram(name) {
			return name.startsWith(PROGRAM_NAME);
		}
		function commandOf({ node, script, root, environment }) {
			return [node, ...environment.flags, script, root];
		}
		function shellScript(start) {
			const { unset, set } = start.environment;
			const lines = [
				'#!/bin/sh',
				`unset ${unset.join(' ')}`,
				...Object.entries(set).map(([name, value]) => `export ${name}=${shellWord(value)}`),
				`exec ${commandOf(start).map(shellWord).join(' ')} "$@"`,
			];
			return lines.map((line) => `${line}\n`).join('');
		}
		function shellWord(text) {
			return `'${text.replaceAll("'", "'\\''")}'`;
		}
		function batchFile(start) {
			const { unset, set } = start.environment;
			const lines = [
				...unset.map((name) => `set "${name}="`),
				...Object.entries(set).map(([name, value]) => `set "${name}=${batchWord(value)}"`),
				`${commandOf(start)
					.map((part) => `"${batchWord(part)}"`)
					.join(' ')} %*`,
			];
			const ascii = lines.every((line) => /^[\x20-\x7e]*$/.test(line));
			return ['@echo off', ...(ascii ? [] : ['chcp 65001 <nul >nul']), ...lines].map((line) => `${line}\r\n`).join('');
		}
		function batchWord(text) {
			return text.replaceAll('%', '%%');
		}
		const LEAST_LIFE = 12 * 60_000;
		const NOT_FOUND = 'credentials not found in native keychain';
		const NO_SERVER = 'no credentials server URL';
		async function answer(context, verb) {
			try {
				switch (verb) {
					case 'get':
						return await get(context);
					case 'store':
					case 'erase':
						context.input();
						return done('');
					case 'list':
						return done(JSON.stringify(list(context)));
					case 'version':
						return done(`docker-credential-${HELPER_NAME} of github.com/dockpass/dockpass`);
					default:
						return refused(`Usage: docker-credential-${HELPER_NAME} <get|store|erase|list|version>`);
				}
			} catch (error) {
				return failed(context, `Dockpass: ${(0, one_line.bD)(error)}`);
			}
		}
		function failed({ log }, why) {
			log(why);
			return refused(why);
		}
		async function get(context) {
			const serverUrl = context.input().trim();
			if (serverUrl === '') return refused(NO_SERVER);
			const step = stepFor(context, serverUrl);
			if (!step) return refused(NOT_FOUND);
			const { token } = await liveToken(context, step);
			return done(JSON.stringify({ ServerURL: serverUrl, Username: token_exchange.ny, Secret: token }));
		}
		function stepFor({ root }, serverUrl) {
			const [host] = serverUrl
				.toLowerCase()
				.replace(/^https?:\/\//, '')
				.split('/');
			return (0, helper_folder.FZ)(root).find(({ registries }) =>
				registries.some((registry) => registry.toLowerCase() === host),
			);
		}
		async function liveToken(context, step) {
			const ready = tokenFor(context, step, LEAST_LIFE);
			if (ready) return ready;
			try {
				return await context.renew(step);
			} catch (error) {
				const held = tokenFor(context, step, 1);
				if (!held) throw error;
				context.log(`Dockpass: the build token ends soon, and could not be renewed: ${(0, one_line.bD)(error)}`);
				return held;
			}
		}
		function tokenFor(context, { folder }, life) {
			const [held] = (0, helper_folder.q0)(folder);
			return held && (0, helper_folder.pJ)(held) - context.now() >= life ? held : undefined;
		}
		function list({ root }) {
			const hosts = (0, helper_folder.FZ)(root).flatMap(({ registries }) => registries);
			return Object.fromEntries(hosts.map((host) => [host, token_exchange.ny]));
		}
		function done(stdout) {
			return { exitCode: 0, stdout };
		}
		function refused(stdout) {
			return { exitCode: 1, stdout };
		}
	},
	353: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			pJ: () => endOf,
			q0: () => heldTokens,
			N: () => holdToken,
			qw: () => renewalLock,
			FZ: () => stepsIn,
		});
		var external_node_fs_ = __nccwpck_require__(24);
		const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:path');
		function own_folder_makeFolder(path) {
			try {
				mkdirSync(path, { mode: 0o700 });
				return path;
			} catch (error) {
				if (isFolder(path)) return undefined;
				if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
			}
			const first = own_folder_makeFolder(dirname(path));
			try {
				mkdirSync(path, { mode: 0o700 });
			} catch (error) {
				if (!isFolder(path)) throw error;
			}
			return first ?? path;
		}
		function own_folder_removeFolder(path, isOurs) {
			const stats = lstatSync(path, { throwIfNoEntry: false });
			if (stats?.isSymbolicLink()) rmSync(path);
			if (!stats || stats.isSymbolicLink()) return;
			for (const name of readdirSync(path).filter(isOurs)) rmSync(join(path, name), { force: true });
			removeIfEmpty(path);
		}
		function removeIfEmpty(folder) {
			try {
				rmdirSync(folder);
			} catch (error) {
				if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
			}
		}
		function isFolder(path) {
			return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
		}
		function codeOf(error) {
			return error.code;
		}
		var regular_file = __nccwpck_require__(837);
		const atomic_file_PRIVATE = { mode: 0o600 };
		const HALF_WRITTEN = '.dockpass-new';
		function atomic_file_isHalfWritten(name) {
			return name.endsWith(HALF_WRITTEN);
		}
		function atomic_file_writeAtomically(path, text, rights, check = () => undefined) {
			const fresh = `${path}.${process.pid}${HALF_WRITTEN}`;
			try {
				(0, external_node_fs_.rmSync)(fresh, { force: true });
				(0, external_node_fs_.writeFileSync)(fresh, text, { mode: rights.mode, flag: 'wx' });
				(0, external_node_fs_.chmodSync)(fresh, rights.mode);
				if (rights.owner) giveTo(fresh, rights.owner);
				check();
				(0, external_node_fs_.renameSync)(fresh, path);
			} catch (error) {
				(0, external_node_fs_.rmSync)(fresh, { force: true });
				throw error;
			}
		}
		function giveTo(path, { uid, gid }) {
			try {
				(0, external_node_fs_.chownSync)(path, uid, gid);
			} catch (error) {
				if (error.code !== 'EPERM') throw error;
			}
		}
		function binFolder(root) {
			return join(root, 'bin');
		}
		function claimStepFolder(root) {
			makeFolder(root);
			const [newest = 0] = stepNumbers(root);
			const folder = join(root, String(newest + 1));
			mkdirSync(folder, { mode: 0o700 });
			return folder;
		}
		function writeSettings(folder, settings) {
			writeAtomically(join(folder, SETTINGS), JSON.stringify(settings), PRIVATE);
		}
		function stepsIn(root) {
			return stepNumbers(root).flatMap((number) => {
				const folder = (0, external_node_path_namespaceObject.join)(root, String(number));
				const settings = readJson((0, external_node_path_namespaceObject.join)(folder, SETTINGS));
				return settings ? [{ folder, ...settings }] : [];
			});
		}
		function holdToken(folder, held) {
			const path = (0, external_node_path_namespaceObject.join)(folder, `token-${held.obtainedAt}-${process.pid}`);
			try {
				atomic_file_writeAtomically(path, JSON.stringify(held), atomic_file_PRIVATE);
			} catch (error) {
				if (isGone(error)) return false;
				throw error;
			}
			if ((0, external_node_fs_.existsSync)((0, external_node_path_namespaceObject.join)(folder, SETTINGS)))
				return true;
			(0, external_node_fs_.rmSync)(path, { force: true });
			return false;
		}
		function closeStepFolder(folder) {
			rmSync(join(folder, SETTINGS), { force: true });
		}
		function removeStepFolder(folder) {
			removeFolder(
				folder,
				(name) => name === SETTINGS || name === RENEWING || TOKEN_FILE.test(name) || isHalfWritten(name),
			);
		}
		function renewalLock(folder) {
			return (0, external_node_path_namespaceObject.join)(folder, RENEWING);
		}
		function heldTokens(folder) {
			return namesIn(folder)
				.filter((name) => TOKEN_FILE.test(name))
				.flatMap((name) => readJson((0, external_node_path_namespaceObject.join)(folder, name)) ?? [])
				.toSorted((a, b) => endOf(b) - endOf(a));
		}
		function endOf({ endsAt }) {
			return endsAt ?? Number.POSITIVE_INFINITY;
		}
		const SETTINGS = 'settings.json';
		const RENEWING = 'renewing';
		const TOKEN_FILE = /^token-[0-9]+-[0-9]+$/;
		const MAX_BYTES = 1024 * 1024;
		function stepNumbers(root) {
			return namesIn(root)
				.filter((name) => /^[0-9]+$/.test(name))
				.map(Number)
				.toSorted((a, b) => b - a);
		}
		function namesIn(folder) {
			return unlessGone(() => (0, external_node_fs_.readdirSync)(folder)) ?? [];
		}
		function readJson(path) {
			const file = unlessGone(() => (0, regular_file.XF)(path, MAX_BYTES));
			try {
				return file && JSON.parse(file.text);
			} catch {
				throw new Error(`${path} is not JSON any more`);
			}
		}
		function unlessGone(read) {
			try {
				return read();
			} catch (error) {
				if (isGone(error)) return undefined;
				throw error;
			}
		}
		function isGone(error) {
			return error.code === 'ENOENT';
		}
	},
	830: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			TN: () => oneLine,
			bD: () => messageOf,
			tJ: () => inert,
		});
		const LIMIT = 500;
		function oneLine(text) {
			const line = text
				.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
				.replaceAll('##[', '# #[')
				.trim();
			return line.length > LIMIT ? `${line.slice(0, LIMIT)} ...` : line;
		}
		function inert(lines) {
			return lines.replace(/(^|[\r\n])([\s\x85]*):(?=:)/g, '$1$2: ').replaceAll('##[', '# #[');
		}
		function messageOf(error) {
			return oneLine(error instanceof Error ? error.message : String(error));
		}
	},
	613: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			d: () => nodeFault,
		});
		const LEAST_MAJOR = 24;
		function nodeFault(version) {
			if (Number.parseInt(version, 10) >= LEAST_MAJOR) return undefined;
			return `Dockpass needs Node ${LEAST_MAJOR} or later, and was started with Node ${version}.`;
		}
	},
	837: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			XF: () => readRegularFile,
			rU: () => readAtMost,
		});
		var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
		const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDONLY, O_WRONLY } = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants;
		function readRegularFile(path, most) {
			const descriptor = (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, O_RDONLY | O_NONBLOCK);
			try {
				const stats = (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(descriptor);
				if (!stats.isFile()) throw new Error('is not a file');
				return { text: readAtMost(descriptor, most), stats };
			} finally {
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
			}
		}
		function readAtMost(descriptor, most) {
			const chunks = [];
			let size = 0;
			for (;;) {
				const chunk = Buffer.alloc(64 * 1024);
				const read = (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(descriptor, chunk);
				if (read === 0) return Buffer.concat(chunks).toString('utf8');
				size += read;
				if (size > most) throw new Error('is too large');
				chunks.push(chunk.subarray(0, read));
			}
		}
		function appendWithoutWaiting(path, text) {
			const descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o666);
			try {
				appendFileSync(descriptor, text);
			} finally {
				closeSync(descriptor);
			}
		}
	},
	295: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			R7: () => PATHS,
			Tq: () => TOKEN_TYPE,
			ny: () => TOKEN_USERNAME,
			sF: () => TOKEN_EXCHANGE_GRANT_TYPE,
		});
		const TOKEN_EXCHANGE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
		const DEVICE_CODE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
		const COMMAND_LINE_CLIENT = 'dockpass';
		const TOKEN_TYPE = {
			idToken: 'urn:ietf:params:oauth:token-type:id_token',
			jwt: 'urn:ietf:params:oauth:token-type:jwt',
			accessToken: 'urn:ietf:params:oauth:token-type:access_token',
		};
		const PATHS = {
			token: '/oauth/token',
			deviceAuthorization: '/oauth/device_authorization',
			revoke: '/oauth/revoke',
			introspect: '/oauth/introspect',
			depotExchange: '/auth/oidc/github-actions',
			metadata: '/.well-known/oauth-authorization-server',
			jwks: '/.well-known/jwks.json',
			leakedTokens: '/api/v1/leaked-tokens',
		};
		const ADMIN_BASE = '/api/v1';
		const OPEN_API_PATH = '/openapi.json';
		const TOKEN_USERNAME = 'x-token';
	},
};
var __webpack_module_cache__ = {};
function __nccwpck_require__(moduleId) {
	var cachedModule = __webpack_module_cache__[moduleId];
	if (cachedModule !== undefined) {
		return cachedModule.exports;
	}
	var module = (__webpack_module_cache__[moduleId] = {
		exports: {},
	});
	var threw = true;
	try {
		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
		threw = false;
	} finally {
		if (threw) delete __webpack_module_cache__[moduleId];
	}
	return module.exports;
}
__nccwpck_require__.m = __webpack_modules__;
if (typeof __nccwpck_require__ !== 'undefined')
	__nccwpck_require__.ab =
		decodeURIComponent(new URL('.', import.meta.url).pathname).slice(
			import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0,
			-1,
		) + '/';
(() => {
	var webpackQueues = typeof Symbol === 'function' ? Symbol('webpack queues') : '__webpack_queues__';
	var webpackExports = typeof Symbol === 'function' ? Symbol('webpack exports') : '__webpack_exports__';
	var webpackError = typeof Symbol === 'function' ? Symbol('webpack error') : '__webpack_error__';
	var resolveQueue = (queue) => {
		if (queue && queue.d < 1) {
			queue.d = 1;
			queue.forEach((fn) => fn.r--);
			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
		}
	};
	var wrapDeps = (deps) =>
		deps.map((dep) => {
			if (dep !== null && typeof dep === 'object') {
				if (dep[webpackQueues]) return dep;
				if (dep.then) {
					var queue = [];
					queue.d = 0;
					dep.then(
						(r) => {
							obj[webpackExports] = r;
							resolveQueue(queue);
						},
						(e) => {
							obj[webpackError] = e;
							resolveQueue(queue);
						},
					);
					var obj = {};
					obj[webpackQueues] = (fn) => fn(queue);
					return obj;
				}
			}
			var ret = {};
			ret[webpackQueues] = (x) => {};
			ret[webpackExports] = dep;
			return ret;
		});
	__nccwpck_require__.a = (module, body, hasAwait) => {
		var queue;
		hasAwait && ((queue = []).d = -1);
		var depQueues = new Set();
		var exports = module.exports;
		var currentDeps;
		var outerResolve;
		var reject;
		var promise = new Promise((resolve, rej) => {
			reject = rej;
			outerResolve = resolve;
		});
		promise[webpackExports] = exports;
		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise['catch']((x) => {}));
		module.exports = promise;
		body(
			(deps) => {
				currentDeps = wrapDeps(deps);
				var fn;
				var getResult = () =>
					currentDeps.map((d) => {
						if (d[webpackError]) throw d[webpackError];
						return d[webpackExports];
					});
				var promise = new Promise((resolve) => {
					fn = () => resolve(getResult);
					fn.r = 0;
					var fnQueue = (q) =>
						q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn)));
					currentDeps.map((dep) => dep[webpackQueues](fnQueue));
				});
				return fn.r ? promise : getResult();
			},
			(err) => (err ? reject((promise[webpackError] = err)) : outerResolve(exports), resolveQueue(queue)),
		);
		queue && queue.d < 0 && (queue.d = 0);
	};
})();
(() => {
	var getProto = Object.getPrototypeOf ? (obj) => Object.getPrototypeOf(obj) : (obj) => obj.__proto__;
	var leafPrototypes;
	__nccwpck_require__.t = function (value, mode) {
		if (mode & 1) value = this(value);
		if (mode & 8) return value;
		if (typeof value === 'object' && value) {
			if (mode & 4 && value.__esModule) return value;
			if (mode & 16 && typeof value.then === 'function') return value;
		}
		var ns = Object.create(null);
		__nccwpck_require__.r(ns);
		var def = {};
		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
		for (
			var current = mode & 2 && value;
			typeof current == 'object' && !~leafPrototypes.indexOf(current);
			current = getProto(current)
		) {
			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => value[key]));
		}
		def['default'] = () => value;
		__nccwpck_require__.d(ns, def);
		return ns;
	};
})();
(() => {
	__nccwpck_require__.d = (exports, definition) => {
		for (var key in definition) {
			if (__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
			}
		}
	};
})();
(() => {
	__nccwpck_require__.f = {};
	__nccwpck_require__.e = (chunkId) => {
		return Promise.all(
			Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
				__nccwpck_require__.f[key](chunkId, promises);
				return promises;
			}, []),
		);
	};
})();
(() => {
	__nccwpck_require__.u = (chunkId) => {
		return '' + chunkId + '.index.js';
	};
})();
(() => {
	__nccwpck_require__.o = (obj, prop) => Object.prototype.hasOwnProperty.call(obj, prop);
})();
(() => {
	__nccwpck_require__.r = (exports) => {
		if (typeof Symbol !== 'undefined' && Symbol.toStringTag) {
			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
		}
		Object.defineProperty(exports, '__esModule', { value: true });
	};
})();
(() => {
	var installedChunks = {
		792: 0,
	};
	var installChunk = (data) => {
		var { ids, modules, runtime } = data;
		var moduleId,
			chunkId,
			i = 0;
		for (moduleId in modules) {
			if (__nccwpck_require__.o(modules, moduleId)) {
				__nccwpck_require__.m[moduleId] = modules[moduleId];
			}
		}
		if (runtime) runtime(__nccwpck_require__);
		for (; i < ids.length; i++) {
			chunkId = ids[i];
			if (__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
				installedChunks[chunkId][0]();
			}
			installedChunks[ids[i]] = 0;
		}
	};
	__nccwpck_require__.f.j = (chunkId, promises) => {
		var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
		if (installedChunkData !== 0) {
			if (installedChunkData) {
				promises.push(installedChunkData[1]);
			} else {
				if (true) {
					var promise = import('./' + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
						if (installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
						throw e;
					});
					var promise = Promise.race([
						promise,
						new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve])),
					]);
					promises.push((installedChunkData[1] = promise));
				}
			}
		}
	};
})();
var __webpack_exports__ = __nccwpck_require__(739);
__webpack_exports__ = await __webpack_exports__;
