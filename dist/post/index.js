// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from 'module';
var __webpack_modules__ = {
	24: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:fs');
	},
	760: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:path');
	},
	648: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			H: () => Failure,
		});
		class Failure extends Error {
			name = 'Failure';
			code;
			details;
			constructor(code, message, details = {}) {
				super(message, { cause: details.cause });
				this.code = code;
				this.details = details;
			}
			with(details) {
				return new Failure(this.code, this.message, { ...this.details, ...details });
			}
		}
		function failureOf(error) {
			if (error instanceof Failure) return error;
			return new Failure('unexpected_error', messageOf(error), { cause: error });
		}
	},
	361: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			g: () => isMembers,
		});
		function isMembers(value) {
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		}
	},
	521: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			H6: () => NetworkFault,
			Kl: () => faultOf,
			SR: () => refusedByProxy,
		});
		var _one_line_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(641);
		var _retry_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(448);
		const PROXY_FAULTS = null && ['proxy_invalid', 'proxy_unreachable', 'proxy_refused'];
		const FINAL = ['untrusted', 'too_large', 'proxy_invalid', 'proxy_refused'];
		class NetworkFault extends Error {
			name = 'NetworkFault';
			kind;
			final;
			received;
			constructor(kind, seen, details = {}) {
				super(seen, { cause: details.cause });
				this.kind = kind;
				this.final = details.final ?? FINAL.includes(kind);
				this.received = details.received ?? '';
			}
			with({ seen = this.message, received = this.received }) {
				const { kind, cause, final } = this;
				return new NetworkFault(kind, seen, { cause, final, received });
			}
		}
		const IN_WORDS = {
			ENOTFOUND: 'the host name does not resolve',
			EAI_AGAIN: 'the DNS server did not answer',
			ECONNREFUSED: 'the connection was refused, nothing listens there',
			ECONNRESET: 'the connection was reset',
			EPIPE: 'the connection was closed',
			ETIMEDOUT: 'the connection could not be established in time',
			EHOSTUNREACH: 'there is no route to the host',
			ENETUNREACH: 'there is no route to the network',
		};
		function inWords(error) {
			return IN_WORDS[codeOf(error)] ?? (0, _one_line_js__WEBPACK_IMPORTED_MODULE_1__.bD)(error);
		}
		function codeOf(error) {
			if (!(error instanceof Error)) return 'unknown';
			return 'code' in error ? String(error.code) : error.name;
		}
		const UNTRUSTED =
			/^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;
		const NO_TLS = /wrong[_ ]version[_ ]number|packet[_ ]length[_ ]too[_ ]long|http[_ ]request|HPE_INVALID_CONSTANT/i;
		function faultOf(error) {
			if (error instanceof NetworkFault) return error;
			const code = codeOf(error);
			if (UNTRUSTED.test(code))
				return new NetworkFault('untrusted', `its certificate was not accepted (${code})`, {
					cause: error,
				});
			if (NO_TLS.test(`${code} ${(0, _one_line_js__WEBPACK_IMPORTED_MODULE_1__.bD)(error)}`))
				return new NetworkFault('unreachable', `what answers there does not speak HTTPS (${code})`, {
					cause: error,
					final: true,
				});
			return new NetworkFault('unreachable', `${inWords(error)} (${code})`, { cause: error });
		}
		function refusedByProxy(label, status) {
			if ((0, _retry_js__WEBPACK_IMPORTED_MODULE_0__.dg)(status))
				return new NetworkFault('unreachable', `${label} could not connect to it (HTTP ${status})`);
			const why = status === 407 ? 'demands a login, or does not accept the one it got' : 'refused';
			return new NetworkFault('proxy_refused', `${label} ${why} (HTTP ${status})`);
		}
	},
	641: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
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
	362: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			w: () => orWarn,
		});
		var _one_line_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(641);
		async function orWarn(runner, title, work) {
			try {
				return await work();
			} catch (error) {
				runner.warn(`Dockpass: ${title}`, (0, _one_line_js__WEBPACK_IMPORTED_MODULE_0__.bD)(error));
				return undefined;
			}
		}
	},
	499: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			V3: () => removeIfEmpty,
			v$: () => removeFolder,
		});
		var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
		var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
		function makeFolder(path) {
			try {
				mkdirSync(path, { mode: 0o700 });
				return path;
			} catch (error) {
				if (isFolder(path)) return undefined;
				if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
			}
			const first = makeFolder(dirname(path));
			try {
				mkdirSync(path, { mode: 0o700 });
			} catch (error) {
				if (!isFolder(path)) throw error;
			}
			return first ?? path;
		}
		function removeFolder(path, isOurs) {
			const stats = (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path, { throwIfNoEntry: false });
			if (stats?.isSymbolicLink()) (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(path);
			if (!stats || stats.isSymbolicLink()) return;
			for (const name of (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(path).filter(isOurs))
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)((0, node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name), {
					force: true,
				});
			removeIfEmpty(path);
		}
		function removeIfEmpty(folder) {
			try {
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.rmdirSync)(folder);
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
	},
	286: (__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.a(
			__webpack_module__,
			async (__webpack_handle_async_dependencies__, __webpack_async_result__) => {
				try {
					if (process.env.STATE_dockpass) {
						const [{ revoke }, { runStep }] = await Promise.all([
							Promise.resolve().then(__nccwpck_require__.bind(__nccwpck_require__, 316)),
							Promise.resolve().then(__nccwpck_require__.bind(__nccwpck_require__, 266)),
						]);
						void runStep(revoke, 0);
					}
					__webpack_async_result__();
				} catch (e) {
					__webpack_async_result__(e);
				}
			},
			1,
		);
	},
	233: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			XF: () => readRegularFile,
			e3: () => appendWithoutWaiting,
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
			const descriptor = (0, node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(
				path,
				O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK,
				0o666,
			);
			try {
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync)(descriptor, text);
			} finally {
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
			}
		}
	},
	448: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			GB: () => pauseBefore,
			dg: () => isTransient,
		});
		const TRANSIENT = { tries: 8, least: 0, spread: 500, maxSpread: 8_000 };
		const FINAL_STATUSES = [501, 505, 511];
		function isTransient(status) {
			return (status === 408 || status === 429 || status >= 500) && !FINAL_STATUSES.includes(status);
		}
		const GRACE = { tries: 3, least: 1_000, spread: 1_000, maxSpread: 2_000 };
		function pauseBefore(retry, triesSoFar, random) {
			if (triesSoFar >= retry.tries) return undefined;
			return retry.least + random() * Math.min(retry.maxSpread, retry.spread * 2 ** (triesSoFar - 1));
		}
		function parseRetryAfter(header, now) {
			if (header === undefined) return undefined;
			const text = header.trim();
			if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000;
			const date = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
			return Number.isNaN(date) ? undefined : Math.max(0, date - now);
		}
	},
	316: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.r(__webpack_exports__);
		__nccwpck_require__.d(__webpack_exports__, {
			revoke: () => revoke,
		});
		var own_folder = __nccwpck_require__(499);
		var external_node_fs_ = __nccwpck_require__(24);
		var external_node_path_ = __nccwpck_require__(760);
		var failure = __nccwpck_require__(648);
		const CREDENTIAL_FILES = {
			cacert: 'ca.pem',
			cert: 'cert.pem',
			key: 'key.pem',
		};
		const PREFIX = 'dockpass-builder-';
		function claimFolder(runner) {
			const temp = runner.env('RUNNER_TEMP');
			if (!temp) throw notReady('The runner has set no RUNNER_TEMP.');
			const folder = resolve(temp);
			if (/\p{Cc}/u.test(folder)) throw notReady(`RUNNER_TEMP (${oneLine(folder)}) has a control character in it.`);
			return local(() => mkdtempSync(join(folder, PREFIX)));
		}
		function writeFiles(folder, contents) {
			const write = (name, text) => {
				const path = join(folder, name);
				writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
				return path;
			};
			return local(() => ({
				cacert: write(CREDENTIAL_FILES.cacert, contents.cacert),
				cert: write(CREDENTIAL_FILES.cert, contents.cert),
				key: write(CREDENTIAL_FILES.key, contents.key),
			}));
		}
		function local(work) {
			try {
				return work();
			} catch (error) {
				throw notReady(messageOf(error), error);
			}
		}
		function notReady(message, cause) {
			return new Failure('builder_not_ready', message, { cause });
		}
		function removeCredentials({ folder }) {
			(0, own_folder.v$)(folder, (name) => Object.values(CREDENTIAL_FILES).includes(name));
		}
		const LEAST_MAJOR = 24;
		function nodeFault(version) {
			if (Number.parseInt(version, 10) >= LEAST_MAJOR) return undefined;
			return `Dockpass needs Node ${LEAST_MAJOR} or later, and was started with Node ${version}.`;
		}
		var or_warn = __nccwpck_require__(362);
		const TOKEN_EXCHANGE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
		const TOKEN_TYPE = {
			idToken: 'urn:ietf:params:oauth:token-type:id_token',
			jwt: 'urn:ietf:params:oauth:token-type:jwt',
			accessToken: 'urn:ietf:params:oauth:token-type:access_token',
		};
		const PATHS = {
			token: '/oauth/token',
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
		var members = __nccwpck_require__(361);
		var retry = __nccwpck_require__(448);
		function parseMembers(body) {
			try {
				const value = JSON.parse(body);
				return (0, members.g)(value) ? value : undefined;
			} catch {
				return undefined;
			}
		}
		const MAX_TOKEN_LENGTH = null && 16 * 1024;
		const MIN_TOKEN_LENGTH = 16;
		function isBearerToken(value) {
			return hasTokenLength(value) && /^[\w.~+/-]+=*$/.test(value);
		}
		function isJwt(value) {
			return isShort(value) && /^[\w-]+(?:\.[\w-]+){2}$/.test(value);
		}
		function isToken(value) {
			return hasTokenLength(value) && /^[\x21-\x7e]+$/.test(value);
		}
		function hasTokenLength(value) {
			return isShort(value) && value.length >= MIN_TOKEN_LENGTH;
		}
		function isShort(value) {
			return typeof value === 'string' && value.length <= MAX_TOKEN_LENGTH;
		}
		function isReference(value) {
			return typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
		}
		function isRedirect(status) {
			return status >= 300 && status < 400;
		}
		function retryOf(answer, now) {
			const after = parseRetryAfter(answer.headers['retry-after'], now);
			return after === undefined ? TRANSIENT : { ...TRANSIENT, least: after };
		}
		function shapeOf(answer) {
			if (answer.body.trim() === '') return 'an empty body';
			if (/^\s*</.test(answer.body)) return 'an HTML page';
			return parseMembers(answer.body) ? 'JSON of another shape' : 'something that is not JSON';
		}
		var network_fault = __nccwpck_require__(521);
		var one_line = __nccwpck_require__(641);
		const PIECE = 32;
		function redacted({ status, headers, body }, idToken) {
			const redact = redactor(idToken);
			const { location } = headers;
			return {
				status,
				headers: { ...headers, ...(location !== undefined && { location: redact(location) }) },
				body: redactedJson(body, redact),
			};
		}
		function redactedJson(body, redact) {
			try {
				return JSON.stringify(JSON.parse(body, (_, value) => (typeof value === 'string' ? redact(value) : value)));
			} catch (error) {
				return error instanceof SyntaxError ? body : '{}';
			}
		}
		function redactor(secret) {
			const pieces = new Set();
			for (let start = 0; start + PIECE <= secret.length; start += 1) pieces.add(secret.slice(start, start + PIECE));
			return (text) => {
				let shown = '';
				for (let start = 0; start < text.length; ) {
					const end = endOfRun(text, start, pieces);
					shown += end > start ? '***' : text[start];
					start = Math.max(end, start + 1);
				}
				return shown;
			};
		}
		function endOfRun(text, start, pieces) {
			let last = start;
			while (pieces.has(text.slice(last, last + PIECE))) last += 1;
			return last === start ? start : last - 1 + PIECE;
		}
		const RETRY = { tries: 3, least: 0, spread: 500, maxSpread: 1_000 };
		const TRY_LIMIT = 2_000;
		const DEAD_STATUSES = [400, 401, 404, 410];
		const DEAD_ERRORS = ['invalid_request', 'invalid_token', 'invalid_grant'];
		async function revokeToken(runner, revocable) {
			for (let tries = 1; ; tries += 1) {
				const outcome = await tryOnce(runner, revocable);
				if (outcome === 'revoked') return runner.info('Dockpass: the build token is revoked.');
				if (outcome === 'dead') return runner.info('Dockpass: the build token had already ended.');
				const pause = outcome.final ? undefined : (0, retry.GB)(RETRY, tries, runner.random);
				if (pause === undefined || runner.cutOff.aborted) return warn(runner, outcome.seen);
				await runner.pause(pause, runner.cutOff);
			}
		}
		async function tryOnce(runner, { url, token }) {
			const request = {
				method: 'POST',
				url: url + PATHS.revoke,
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
				body: new URLSearchParams({ token }).toString(),
			};
			try {
				const answer = await runner.send(request, { within: TRY_LIMIT });
				return outcomeOf(redacted(answer, token));
			} catch (error) {
				if (error instanceof network_fault.H6) return { seen: error.message, final: error.final };
				throw error;
			}
		}
		function outcomeOf(answer) {
			const { status, body } = answer;
			if (status === 200) return 'revoked';
			const error = parseMembers(body)?.error;
			if (DEAD_STATUSES.includes(status) && DEAD_ERRORS.includes(error)) return 'dead';
			const what = typeof error === 'string' ? `the error "${(0, one_line.TN)(error)}"` : shapeOf(answer);
			const seen = `the exchange answered HTTP ${status} with ${what}`;
			return { seen, final: !(0, retry.dg)(status) };
		}
		function warn(runner, seen) {
			runner.warn(
				'Dockpass: the build token was not revoked',
				`It stays valid until its lifetime is over, then ends by itself. Seen: ${seen}.`,
			);
		}
		var action_state = __nccwpck_require__(493);
		async function revoke(runner) {
			const fault = nodeFault(runner.process.version);
			if (fault) runner.warn('Dockpass: cleaning up may fail', fault);
			const state = await (0, or_warn.w)(runner, 'could not clean up', () => (0, action_state.Bu)(runner.state()));
			if (state) await takeBack(runner, state);
			return 0;
		}
		async function takeBack(runner, { variable, builder, docker, revoke: own }) {
			await (0, or_warn.w)(runner, 'the exported variable was not emptied', () => {
				if (variable) forgetVariable(runner, variable);
			});
			await (0, or_warn.w)(runner, 'the builder credentials were not removed', () => {
				if (builder) removeCredentials(builder);
			});
			const renewed = await (0, or_warn.w)(runner, 'Docker could not be left as it was found', () =>
				docker ? undone(runner, docker) : [],
			);
			if (own) await revokeAll(runner, own, renewed ?? []);
		}
		async function undone(runner, docker) {
			const { undoDocker } = await __nccwpck_require__.e(303).then(__nccwpck_require__.bind(__nccwpck_require__, 337));
			return undoDocker(runner, docker);
		}
		async function revokeAll(runner, { url, token: own }, renewed) {
			const revocations = [...new Set([own, ...renewed])].map((token) =>
				(0, or_warn.w)(runner, 'a build token was not revoked', () => revokeToken(runner, { url, token })),
			);
			await Promise.all(revocations);
		}
		function forgetVariable(runner, variable) {
			const value = runner.env(variable.name);
			if (value !== undefined && (0, action_state.sc)(value) === variable.sha256)
				runner.exportVariable(variable.name, '');
		}
	},
	266: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.r(__webpack_exports__);
		__nccwpck_require__.d(__webpack_exports__, {
			runStep: () => runStep,
		});
		var external_node_fs_ = __nccwpck_require__(24);
		const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:os');
		const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:timers/promises');
		const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('os');
		function toCommandValue(input) {
			if (input === null || input === undefined) {
				return '';
			} else if (typeof input === 'string' || input instanceof String) {
				return input;
			}
			return JSON.stringify(input);
		}
		function toCommandProperties(annotationProperties) {
			if (!Object.keys(annotationProperties).length) {
				return {};
			}
			return {
				title: annotationProperties.title,
				file: annotationProperties.file,
				line: annotationProperties.startLine,
				endLine: annotationProperties.endLine,
				col: annotationProperties.startColumn,
				endColumn: annotationProperties.endColumn,
			};
		}
		function command_issueCommand(command, properties, message) {
			const cmd = new Command(command, properties, message);
			process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
		}
		function command_issue(name, message = '') {
			command_issueCommand(name, {}, message);
		}
		const CMD_STRING = '::';
		class Command {
			constructor(command, properties, message) {
				if (!command) {
					command = 'missing.command';
				}
				this.command = command;
				this.properties = properties;
				this.message = message;
			}
			toString() {
				let cmdStr = CMD_STRING + this.command;
				if (this.properties && Object.keys(this.properties).length > 0) {
					cmdStr += ' ';
					let first = true;
					for (const key in this.properties) {
						if (this.properties.hasOwnProperty(key)) {
							const val = this.properties[key];
							if (val) {
								if (first) {
									first = false;
								} else {
									cmdStr += ',';
								}
								cmdStr += `${key}=${escapeProperty(val)}`;
							}
						}
					}
				}
				cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
				return cmdStr;
			}
		}
		function escapeData(s) {
			return toCommandValue(s).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
		}
		function escapeProperty(s) {
			return toCommandValue(s)
				.replace(/%/g, '%25')
				.replace(/\r/g, '%0D')
				.replace(/\n/g, '%0A')
				.replace(/:/g, '%3A')
				.replace(/,/g, '%2C');
		}
		const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('crypto');
		const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('fs');
		function issueFileCommand(command, message) {
			const filePath = process.env[`GITHUB_${command}`];
			if (!filePath) {
				throw new Error(`Unable to find environment variable for file command ${command}`);
			}
			if (!external_fs_namespaceObject.existsSync(filePath)) {
				throw new Error(`Missing file at path: ${filePath}`);
			}
			external_fs_namespaceObject.appendFileSync(
				filePath,
				`${toCommandValue(message)}${external_os_namespaceObject.EOL}`,
				{
					encoding: 'utf8',
				},
			);
		}
		function prepareKeyValueMessage(key, value) {
			const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
			const convertedValue = toCommandValue(value);
			if (key.includes(delimiter)) {
				throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
			}
			if (convertedValue.includes(delimiter)) {
				throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
			}
			return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
		}
		const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('path');
		function toPosixPath(pth) {
			return pth.replace(/[\\]/g, '/');
		}
		function toWin32Path(pth) {
			return pth.replace(/[/]/g, '\\');
		}
		function toPlatformPath(pth) {
			return pth.replace(/[/\\]/g, path.sep);
		}
		var __awaiter =
			(undefined && undefined.__awaiter) ||
			function (thisArg, _arguments, P, generator) {
				function adopt(value) {
					return value instanceof P
						? value
						: new P(function (resolve) {
								resolve(value);
							});
				}
				return new (P || (P = Promise))(function (resolve, reject) {
					function fulfilled(value) {
						try {
							step(generator.next(value));
						} catch (e) {
							reject(e);
						}
					}
					function rejected(value) {
						try {
							step(generator['throw'](value));
						} catch (e) {
							reject(e);
						}
					}
					function step(result) {
						result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
					}
					step((generator = generator.apply(thisArg, _arguments || [])).next());
				});
			};
		var ExitCode;
		(function (ExitCode) {
			ExitCode[(ExitCode['Success'] = 0)] = 'Success';
			ExitCode[(ExitCode['Failure'] = 1)] = 'Failure';
		})(ExitCode || (ExitCode = {}));
		function exportVariable(name, val) {
			const convertedVal = toCommandValue(val);
			process.env[name] = convertedVal;
			const filePath = process.env['GITHUB_ENV'] || '';
			if (filePath) {
				return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
			}
			command_issueCommand('set-env', { name }, convertedVal);
		}
		function setSecret(secret) {
			command_issueCommand('add-mask', {}, secret);
		}
		function addPath(inputPath) {
			const filePath = process.env['GITHUB_PATH'] || '';
			if (filePath) {
				issueFileCommand('PATH', inputPath);
			} else {
				command_issueCommand('add-path', {}, inputPath);
			}
			process.env['PATH'] = `${inputPath}${external_path_namespaceObject.delimiter}${process.env['PATH']}`;
		}
		function getInput(name, options) {
			const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
			if (options && options.required && !val) {
				throw new Error(`Input required and not supplied: ${name}`);
			}
			if (options && options.trimWhitespace === false) {
				return val;
			}
			return val.trim();
		}
		function getMultilineInput(name, options) {
			const inputs = getInput(name, options)
				.split('\n')
				.filter((x) => x !== '');
			if (options && options.trimWhitespace === false) {
				return inputs;
			}
			return inputs.map((input) => input.trim());
		}
		function getBooleanInput(name, options) {
			const trueValue = ['true', 'True', 'TRUE'];
			const falseValue = ['false', 'False', 'FALSE'];
			const val = getInput(name, options);
			if (trueValue.includes(val)) return true;
			if (falseValue.includes(val)) return false;
			throw new TypeError(
				`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
					`Support boolean input list: \`true | True | TRUE | false | False | FALSE\``,
			);
		}
		function setOutput(name, value) {
			const filePath = process.env['GITHUB_OUTPUT'] || '';
			if (filePath) {
				return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
			}
			process.stdout.write(external_os_namespaceObject.EOL);
			command_issueCommand('set-output', { name }, toCommandValue(value));
		}
		function setCommandEcho(enabled) {
			issue('echo', enabled ? 'on' : 'off');
		}
		function setFailed(message) {
			process.exitCode = ExitCode.Failure;
			error(message);
		}
		function isDebug() {
			return process.env['RUNNER_DEBUG'] === '1';
		}
		function debug(message) {
			issueCommand('debug', {}, message);
		}
		function error(message, properties = {}) {
			command_issueCommand(
				'error',
				toCommandProperties(properties),
				message instanceof Error ? message.toString() : message,
			);
		}
		function warning(message, properties = {}) {
			command_issueCommand(
				'warning',
				toCommandProperties(properties),
				message instanceof Error ? message.toString() : message,
			);
		}
		function notice(message, properties = {}) {
			command_issueCommand(
				'notice',
				toCommandProperties(properties),
				message instanceof Error ? message.toString() : message,
			);
		}
		function info(message) {
			process.stdout.write(message + external_os_namespaceObject.EOL);
		}
		function startGroup(name) {
			issue('group', name);
		}
		function endGroup() {
			issue('endgroup');
		}
		function group(name, fn) {
			return __awaiter(this, void 0, void 0, function* () {
				startGroup(name);
				let result;
				try {
					result = yield fn();
				} finally {
					endGroup();
				}
				return result;
			});
		}
		function saveState(name, value) {
			const filePath = process.env['GITHUB_STATE'] || '';
			if (filePath) {
				return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
			}
			command_issueCommand('save-state', { name }, toCommandValue(value));
		}
		function getState(name) {
			return process.env[`STATE_${name}`] || '';
		}
		function getIDToken(aud) {
			return __awaiter(this, void 0, void 0, function* () {
				return yield OidcClient.getIDToken(aud);
			});
		}
		const CUT_OFF_AFTER = 3_000;
		const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };
		function listenForCancellation() {
			const cancelled = new AbortController();
			const cutOff = new AbortController();
			for (const name of Object.keys(EXIT_CODES)) {
				process.on(name, () => {
					cancelled.abort(name);
					setTimeout(() => cutOff.abort(name), CUT_OFF_AFTER).unref();
				});
			}
			return { cancelled: cancelled.signal, cutOff: cutOff.signal };
		}
		const external_node_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:events');
		const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:http');
		const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:https');
		const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:net');
		const external_node_tls_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:tls');
		var network_fault = __nccwpck_require__(521);
		const LOOPBACK = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])$/;
		function isLoopback(url) {
			return LOOPBACK.test(url.hostname);
		}
		function baseUrlFault(text) {
			if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim())) return schemeFault(text.trim());
			if (!URL.canParse(text)) return NOT_A_URL;
			const url = new URL(text);
			if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
				return 'must use https (plain http is accepted for loopback addresses only)';
			if (url.username || url.password) return 'must not contain a user name or password';
			if (url.search || url.hash) return 'must not contain a query or a fragment';
			return undefined;
		}
		const NOT_A_URL = 'is not a URL; it should look like https://dockpass.example.com';
		function schemeFault(text) {
			const rest = text.replace(/^(?:https?:)?\/*/i, '');
			if (!URL.canParse(`https://${rest}`)) return NOT_A_URL;
			const { username, password, host, pathname, hostname } = new URL(`https://${rest}`);
			if (username || password) return 'has no scheme, and must not contain a user name or password';
			const scheme = LOOPBACK.test(hostname) ? 'http' : 'https';
			return `has no scheme; write ${trimBaseUrl(`${scheme}://${host}${pathname}`)}`;
		}
		function trimBaseUrl(text) {
			return text.trim().replace(/\/+$/, '');
		}
		function leavesOut(noProxy, host, port) {
			return noProxy
				.split(/[\s,]+/)
				.filter((entry) => entry !== '')
				.some((entry) => covers(entry.toLowerCase(), host.toLowerCase(), port));
		}
		const ENTRY =
			/^(?:[a-z]+:\/\/)?(\[[^\]]*\]|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*|[^:/]*)(?:\/([0-9]{1,3})$)?(?::([0-9]+))?/;
		function covers(entry, host, port) {
			if (entry === '*') return true;
			const [, text = '', bits, entryPort = port] = ENTRY.exec(entry) ?? [];
			const name = text
				.replace(/^\[(.*)\]$/, '$1')
				.replace(/^\*?\./, '')
				.replace(/\.$/, '');
			if (name === '' || entryPort !== port) return false;
			const family = (0, external_node_net_namespaceObject.isIP)(name);
			if (family !== 0) return isWithin(host, name, bits);
			const bare = host.replace(/\.$/, '');
			return bare === name || bare.endsWith(`.${name}`);
		}
		function isWithin(host, address, bits) {
			const longest = (0, external_node_net_namespaceObject.isIP)(address) === 6 ? 128 : 32;
			const length = Number(bits ?? longest);
			if ((0, external_node_net_namespaceObject.isIP)(host) === 0 || length > longest) return false;
			const networks = new external_node_net_namespaceObject.BlockList();
			networks.addSubnet(address, length, longest === 128 ? 'ipv6' : 'ipv4');
			return networks.check(host, (0, external_node_net_namespaceObject.isIP)(host) === 6 ? 'ipv6' : 'ipv4');
		}
		const VARIABLES = {
			'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
			'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
		};
		function proxyFor(url, env) {
			const variable = VARIABLES[url.protocol]?.find((name) => env(name)?.trim());
			if (!variable || isLoopback(url)) return undefined;
			const noProxy = env('no_proxy') || env('NO_PROXY') || '';
			if (leavesOut(noProxy, hostOf(url), portOf(url))) return undefined;
			return parseProxy(variable, env(variable)?.trim() ?? '');
		}
		function hostOf({ hostname }) {
			return hostname.replace(/^\[(.*)\]$/, '$1');
		}
		function portOf({ port, protocol }) {
			return port || (protocol === 'https:' ? '443' : '80');
		}
		function parseProxy(variable, text) {
			const [, scheme = 'http'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
			if (!/^https?$/i.test(scheme))
				throw invalid(variable, `names a ${scheme} proxy, and only http and https proxies are supported`);
			try {
				const url = new URL(text.includes('://') ? text : `http://${text}`);
				if (url.pathname !== '/' || url.search || url.hash) throw new Error('more than an address');
				const credentials = [url.username, url.password].map(decodeURIComponent).join(':');
				url.username = '';
				url.password = '';
				return {
					url,
					authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
					label: `the proxy ${url.origin} (${variable})`,
				};
			} catch {
				throw invalid(variable, UNREADABLE);
			}
		}
		const UNREADABLE =
			"can't be read: it should look like http://proxy.example.com:3128 or proxy.example.com:3128, with special characters of a password percent-encoded";
		function invalid(variable, why) {
			return new network_fault.H6('proxy_invalid', `The environment variable ${variable} ${why}`);
		}
		async function respond({ method, url: address, headers, body = '' }, env, signal) {
			const url = new URL(address);
			const proxy = proxyFor(url, env);
			const options = { method, headers: { 'user-agent': 'dockpass-action', ...headers }, signal };
			const message = await (proxy ? throughProxy(proxy, url, options, body) : connection_open(url, options, body));
			if (message.statusCode === 407) throw (0, network_fault.SR)(proxy?.label ?? 'a proxy on the way', 407);
			return message;
		}
		async function throughProxy(proxy, url, options, body) {
			if (url.protocol === 'http:') {
				const headers = { ...options.headers, host: url.host, ...authorizing(proxy) };
				return reached(proxy, connection_open(proxy.url, { ...options, headers, path: url.href }, body));
			}
			const socket = await openTunnel(proxy, url, options.signal);
			const host = hostOf(url);
			const createConnection = () =>
				(0, external_node_tls_namespaceObject.connect)({
					socket,
					host,
					...((0, external_node_net_namespaceObject.isIP)(host) === 0 && { servername: host }),
					...STRICT,
				});
			return connection_open(url, { ...options, createConnection }, body);
		}
		async function openTunnel(proxy, url, signal) {
			const path = `${url.hostname}:${portOf(url)}`;
			const headers = { host: path, ...authorizing(proxy) };
			const request = begin(proxy.url, { method: 'CONNECT', path, headers, signal });
			request.end();
			const connected = await reached(proxy, (0, external_node_events_namespaceObject.once)(request, 'connect'));
			const [{ statusCode = 0 }, socket] = connected;
			if (statusCode >= 200 && statusCode < 300) return socket;
			socket.destroy();
			throw (0, network_fault.SR)(proxy.label, statusCode);
		}
		function authorizing({ authorization }) {
			return authorization === undefined ? {} : { 'proxy-authorization': authorization };
		}
		async function reached({ label }, work) {
			try {
				return await work;
			} catch (error) {
				const { message, final } = (0, network_fault.Kl)(error);
				const seen = `${label} can't be reached: ${message}`;
				throw new network_fault.H6('proxy_unreachable', seen, { cause: error, final });
			}
		}
		async function connection_open(url, options, body) {
			const request = begin(url, options);
			request.end(body);
			const [message] = await (0, external_node_events_namespaceObject.once)(request, 'response');
			return message;
		}
		const STRICT = { rejectUnauthorized: true };
		function begin(url, options) {
			const start =
				url.protocol === 'https:'
					? external_node_https_namespaceObject.request
					: external_node_http_namespaceObject.request;
			const agent = options.createConnection ? undefined : false;
			const request = start(url, { ...STRICT, agent, ...options });
			request.on('error', () => undefined);
			return request;
		}
		var one_line = __nccwpck_require__(641);
		var regular_file = __nccwpck_require__(233);
		const MAX_ANSWER_BYTES = 256 * 1024;
		function createSend(env) {
			return async (request, { within, unless }) => {
				const timeLimit = AbortSignal.timeout(Math.ceil(within) + 1);
				const signal = unless ? AbortSignal.any([unless, timeLimit]) : timeLimit;
				const received = [];
				try {
					const message = await respond(request, env, signal);
					await read(message, received);
					const body = Buffer.concat(received).toString('utf8');
					return { status: message.statusCode ?? 0, headers: message.headers, body };
				} catch (error) {
					if (unless?.aborted) throw unless.reason;
					const fault = signal.aborted ? tooSlow(within) : (0, network_fault.Kl)(error);
					throw fault.with({
						received: Buffer.concat(received).toString('utf8'),
						...(fault.kind === 'untrusted' && { seen: fault.message + extraAuthorities(env) }),
					});
				}
			};
		}
		async function read(message, chunks) {
			let size = 0;
			try {
				for await (const chunk of message) {
					size += chunk.length;
					chunks.push(chunk);
					if (size > MAX_ANSWER_BYTES) throw tooLarge();
				}
			} catch (error) {
				throw error instanceof network_fault.H6 ? error : truncated(size, error);
			}
		}
		const MAX_AUTHORITIES_BYTES = 1024 * 1024;
		function extraAuthorities(env) {
			const path = env('NODE_EXTRA_CA_CERTS');
			if (!path) return '';
			try {
				const { text } = (0, regular_file.XF)(path, MAX_AUTHORITIES_BYTES);
				return text.includes('-----BEGIN') ? '' : `; ${EXTRA} holds no certificate`;
			} catch (error) {
				return `; ${EXTRA} can't be read (${(0, one_line.bD)(error)})`;
			}
		}
		const EXTRA = 'the file that NODE_EXTRA_CA_CERTS names';
		function tooSlow(within) {
			return new network_fault.H6('timeout', `no complete answer came within ${(within / 1000).toFixed(1)} s`);
		}
		function tooLarge() {
			return new network_fault.H6('too_large', `the answer is larger than ${MAX_ANSWER_BYTES / 1024} KiB`);
		}
		function truncated(size, cause) {
			const seen = `the connection was closed after ${size} bytes, in the middle of the answer`;
			return new network_fault.H6('truncated', seen, { cause });
		}
		const DEFAULTS = {
			'export-env': 'BUILD_TOKEN',
			'on-unavailable': 'fail',
		};
		function readInput(env, input) {
			return env(inputVariable(input))?.trim() ?? DEFAULTS[input] ?? '';
		}
		function inputVariable(input) {
			return `INPUT_${input.toUpperCase()}`;
		}
		var state = __nccwpck_require__(493);
		async function runStep(program, codeIfLost) {
			process.exitCode = codeIfLost;
			const cancellation = listenForCancellation();
			const { cancelled } = cancellation;
			const code = await program(createRunner(cancellation));
			await new Promise((resolve) => process.stdout.write('', resolve));
			process.exit(cancelled.aborted ? EXIT_CODES[cancelled.reason] : code);
		}
		function createRunner(cancellation) {
			const env = (name) => process.env[name];
			return {
				...cancellation,
				input: (name) => readInput(env, name),
				env,
				event: readEvent,
				state: () => getState(state.sf),
				home: external_node_os_namespaceObject.homedir,
				process: {
					platform: process.platform,
					node: process.execPath,
					version: process.versions.node,
					entry: process.argv[1] ?? '',
				},
				now: () => Date.now(),
				elapsed: () => process.uptime() * 1000,
				random: () => Math.random(),
				pause: (milliseconds, signal) => (0, promises_namespaceObject.setTimeout)(milliseconds, undefined, { signal }),
				send: createSend(env),
				mask: (secret) => setSecret(secret),
				saveState: (value) => writing('GITHUB_STATE', () => saveState(state.sf, value)),
				output: (name, value) => writing('GITHUB_OUTPUT', () => setOutput(name, value)),
				exportVariable: (name, value) => writing('GITHUB_ENV', () => exportVariable(name, value)),
				addPath: (folder) => writing('GITHUB_PATH', () => addPath(folder)),
				info: (text) => info((0, one_line.tJ)(text)),
				notice: (headline, text) => notice(`${headline}\n${text}`, ANNOTATION),
				warn: (headline, text) => warning(`${headline}\n${text}`, ANNOTATION),
				fail: (headline, text) => error(`${headline}\n${text}`, ANNOTATION),
				summarize,
			};
		}
		function writing(variable, write) {
			try {
				const stats = (0, external_node_fs_.statSync)(process.env[variable] ?? '', { throwIfNoEntry: false });
				if (stats?.isFIFO()) throw new Error('it is a pipe');
				write();
			} catch (error) {
				throw new Error(`The runner's file ${variable} can't be written: ${(0, one_line.bD)(error)}`, {
					cause: error,
				});
			}
		}
		const ANNOTATION = { title: 'Dockpass' };
		const MAX_EVENT_BYTES = 32 * 1024 * 1024;
		function readEvent() {
			return JSON.parse((0, regular_file.XF)(process.env.GITHUB_EVENT_PATH ?? '', MAX_EVENT_BYTES).text);
		}
		function summarize(markup) {
			try {
				writing('GITHUB_STEP_SUMMARY', () =>
					(0, regular_file.e3)(
						process.env.GITHUB_STEP_SUMMARY ?? '',
						`${markup}
`,
					),
				);
			} catch (error) {
				info(`There is no job summary. ${(0, one_line.bD)(error)}`);
			}
		}
	},
	493: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			sf: () => STATE_NAME,
			Bu: () => parseState,
			sc: () => sha256,
		});
		const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:crypto');
		const STATE_NAME = 'dockpass';
		function parseState(text) {
			try {
				return JSON.parse(text);
			} catch {
				throw new Error('the state that the step left for its post cannot be read');
			}
		}
		function sha256(text) {
			return (0, external_node_crypto_namespaceObject.hash)('sha256', text);
		}
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
var __webpack_exports__ = __nccwpck_require__(286);
__webpack_exports__ = await __webpack_exports__;
