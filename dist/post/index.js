// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from 'module';
var __webpack_modules__ = {
	379: (__unused_webpack_module, exports, __nccwpck_require__) => {
		var net = __nccwpck_require__(278);
		var tls = __nccwpck_require__(756);
		var http = __nccwpck_require__(611);
		var https = __nccwpck_require__(692);
		var events = __nccwpck_require__(434);
		var assert = __nccwpck_require__(613);
		var util = __nccwpck_require__(23);
		exports.httpOverHttp = httpOverHttp;
		exports.httpsOverHttp = httpsOverHttp;
		exports.httpOverHttps = httpOverHttps;
		exports.httpsOverHttps = httpsOverHttps;
		function httpOverHttp(options) {
			var agent = new TunnelingAgent(options);
			agent.request = http.request;
			return agent;
		}
		function httpsOverHttp(options) {
			var agent = new TunnelingAgent(options);
			agent.request = http.request;
			agent.createSocket = createSecureSocket;
			agent.defaultPort = 443;
			return agent;
		}
		function httpOverHttps(options) {
			var agent = new TunnelingAgent(options);
			agent.request = https.request;
			return agent;
		}
		function httpsOverHttps(options) {
			var agent = new TunnelingAgent(options);
			agent.request = https.request;
			agent.createSocket = createSecureSocket;
			agent.defaultPort = 443;
			return agent;
		}
		function TunnelingAgent(options) {
			var self = this;
			self.options = options || {};
			self.proxyOptions = self.options.proxy || {};
			self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
			self.requests = [];
			self.sockets = [];
			self.on('free', function onFree(socket, host, port, localAddress) {
				var options = toOptions(host, port, localAddress);
				for (var i = 0, len = self.requests.length; i < len; ++i) {
					var pending = self.requests[i];
					if (pending.host === options.host && pending.port === options.port) {
						self.requests.splice(i, 1);
						pending.request.onSocket(socket);
						return;
					}
				}
				socket.destroy();
				self.removeSocket(socket);
			});
		}
		util.inherits(TunnelingAgent, events.EventEmitter);
		TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
			var self = this;
			var options = mergeOptions({ request: req }, self.options, toOptions(host, port, localAddress));
			if (self.sockets.length >= this.maxSockets) {
				self.requests.push(options);
				return;
			}
			self.createSocket(options, function (socket) {
				socket.on('free', onFree);
				socket.on('close', onCloseOrRemove);
				socket.on('agentRemove', onCloseOrRemove);
				req.onSocket(socket);
				function onFree() {
					self.emit('free', socket, options);
				}
				function onCloseOrRemove(err) {
					self.removeSocket(socket);
					socket.removeListener('free', onFree);
					socket.removeListener('close', onCloseOrRemove);
					socket.removeListener('agentRemove', onCloseOrRemove);
				}
			});
		};
		TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
			var self = this;
			var placeholder = {};
			self.sockets.push(placeholder);
			var connectOptions = mergeOptions({}, self.proxyOptions, {
				method: 'CONNECT',
				path: options.host + ':' + options.port,
				agent: false,
				headers: {
					host: options.host + ':' + options.port,
				},
			});
			if (options.localAddress) {
				connectOptions.localAddress = options.localAddress;
			}
			if (connectOptions.proxyAuth) {
				connectOptions.headers = connectOptions.headers || {};
				connectOptions.headers['Proxy-Authorization'] =
					'Basic ' + new Buffer(connectOptions.proxyAuth).toString('base64');
			}
			debug('making CONNECT request');
			var connectReq = self.request(connectOptions);
			connectReq.useChunkedEncodingByDefault = false;
			connectReq.once('response', onResponse);
			connectReq.once('upgrade', onUpgrade);
			connectReq.once('connect', onConnect);
			connectReq.once('error', onError);
			connectReq.end();
			function onResponse(res) {
				res.upgrade = true;
			}
			function onUpgrade(res, socket, head) {
				process.nextTick(function () {
					onConnect(res, socket, head);
				});
			}
			function onConnect(res, socket, head) {
				connectReq.removeAllListeners();
				socket.removeAllListeners();
				if (res.statusCode !== 200) {
					debug('tunneling socket could not be established, statusCode=%d', res.statusCode);
					socket.destroy();
					var error = new Error('tunneling socket could not be established, ' + 'statusCode=' + res.statusCode);
					error.code = 'ECONNRESET';
					options.request.emit('error', error);
					self.removeSocket(placeholder);
					return;
				}
				if (head.length > 0) {
					debug('got illegal response body from proxy');
					socket.destroy();
					var error = new Error('got illegal response body from proxy');
					error.code = 'ECONNRESET';
					options.request.emit('error', error);
					self.removeSocket(placeholder);
					return;
				}
				debug('tunneling connection has established');
				self.sockets[self.sockets.indexOf(placeholder)] = socket;
				return cb(socket);
			}
			function onError(cause) {
				connectReq.removeAllListeners();
				debug('tunneling socket could not be established, cause=%s\n', cause.message, cause.stack);
				var error = new Error('tunneling socket could not be established, ' + 'cause=' + cause.message);
				error.code = 'ECONNRESET';
				options.request.emit('error', error);
				self.removeSocket(placeholder);
			}
		};
		TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
			var pos = this.sockets.indexOf(socket);
			if (pos === -1) {
				return;
			}
			this.sockets.splice(pos, 1);
			var pending = this.requests.shift();
			if (pending) {
				this.createSocket(pending, function (socket) {
					pending.request.onSocket(socket);
				});
			}
		};
		function createSecureSocket(options, cb) {
			var self = this;
			TunnelingAgent.prototype.createSocket.call(self, options, function (socket) {
				var hostHeader = options.request.getHeader('host');
				var tlsOptions = mergeOptions({}, self.options, {
					socket: socket,
					servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host,
				});
				var secureSocket = tls.connect(0, tlsOptions);
				self.sockets[self.sockets.indexOf(socket)] = secureSocket;
				cb(secureSocket);
			});
		}
		function toOptions(host, port, localAddress) {
			if (typeof host === 'string') {
				return {
					host: host,
					port: port,
					localAddress: localAddress,
				};
			}
			return host;
		}
		function mergeOptions(target) {
			for (var i = 1, len = arguments.length; i < len; ++i) {
				var overrides = arguments[i];
				if (typeof overrides === 'object') {
					var keys = Object.keys(overrides);
					for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
						var k = keys[j];
						if (overrides[k] !== undefined) {
							target[k] = overrides[k];
						}
					}
				}
			}
			return target;
		}
		var debug;
		if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
			debug = function () {
				var args = Array.prototype.slice.call(arguments);
				if (typeof args[0] === 'string') {
					args[0] = 'TUNNEL: ' + args[0];
				} else {
					args.unshift('TUNNEL:');
				}
				console.error.apply(console, args);
			};
		} else {
			debug = function () {};
		}
		exports.debug = debug;
	},
	613: (module) => {
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
	760: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:path');
	},
	756: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('tls');
	},
	23: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('util');
	},
	339: (__unused_webpack_module, exports, __nccwpck_require__) => {
		function tunnel() {
			process.noDeprecation = true;
			return __nccwpck_require__(379);
		}
		exports.xj = (options) => tunnel().httpOverHttp(options);
		exports.I9 = (options) => tunnel().httpsOverHttp(options);
		exports.aQ = (options) => tunnel().httpOverHttps(options);
		exports.vX = (options) => tunnel().httpsOverHttps(options);
	},
	570: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			F5: () => shapeOf,
			RN: () => parseMembers,
			gV: () => isMembers,
			pc: () => redacted,
		});
		var _retry_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(300);
		function isMembers(value) {
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		}
		function parseMembers(body) {
			try {
				const value = JSON.parse(body);
				return isMembers(value) ? value : undefined;
			} catch {
				return undefined;
			}
		}
		function isRefusal(answer) {
			return answer.status !== 200 || parseMembers(answer.body)?.ok === false;
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
	},
	301: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			H: () => NetworkFault,
		});
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
	},
	300: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
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
	881: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
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
	343: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			w: () => orWarn,
		});
		var _one_line_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(830);
		async function orWarn(runner, title, work) {
			try {
				return await work();
			} catch (error) {
				runner.warn(`Dockpass: ${title}`, (0, _one_line_js__WEBPACK_IMPORTED_MODULE_0__.bD)(error));
				return undefined;
			}
		}
	},
	286: (__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.a(
			__webpack_module__,
			async (__webpack_handle_async_dependencies__, __webpack_async_result__) => {
				try {
					if (process.env.STATE_dockpass) {
						const [{ revoke }, { runStep }] = await Promise.all([
							Promise.resolve().then(__nccwpck_require__.bind(__nccwpck_require__, 918)),
							Promise.resolve().then(__nccwpck_require__.bind(__nccwpck_require__, 126)),
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
	918: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.r(__webpack_exports__);
		__nccwpck_require__.d(__webpack_exports__, {
			revoke: () => revoke,
		});
		var external_node_fs_ = __nccwpck_require__(24);
		var external_node_path_ = __nccwpck_require__(760);
		var failure = __nccwpck_require__(881);
		var own_folder = __nccwpck_require__(303);
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
			const write = (name) => {
				const path = join(folder, CREDENTIAL_FILES[name]);
				writeFileSync(path, contents[name], { mode: 0o600, flag: 'wx' });
				return path;
			};
			return local(() => ({ cacert: write('cacert'), cert: write('cert'), key: write('key') }));
		}
		function removeCredentials({ folder }) {
			(0, own_folder.v$)(folder, (name) => Object.values(CREDENTIAL_FILES).includes(name));
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
		var one_line = __nccwpck_require__(830);
		var exchange_answer = __nccwpck_require__(570);
		var network_fault = __nccwpck_require__(301);
		var retry = __nccwpck_require__(300);
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
				return outcomeOf((0, exchange_answer.pc)(answer, token));
			} catch (error) {
				if (error instanceof network_fault.H) return { seen: error.message, final: error.final };
				throw error;
			}
		}
		function outcomeOf(answer) {
			const { status, body } = answer;
			if (status === 200) return 'revoked';
			const error = (0, exchange_answer.RN)(body)?.error;
			if (DEAD_STATUSES.includes(status) && DEAD_ERRORS.includes(error)) return 'dead';
			const what =
				typeof error === 'string' ? `the error "${(0, one_line.TN)(error)}"` : (0, exchange_answer.F5)(answer);
			const seen = `the exchange answered HTTP ${status} with ${what}`;
			return { seen, final: !(0, retry.dg)(status) };
		}
		function warn(runner, seen) {
			runner.warn(
				'Dockpass: the build token was not revoked',
				`It stays valid until its lifetime is over, then ends by itself. Seen: ${seen}.`,
			);
		}
		var or_warn = __nccwpck_require__(343);
		var action_state = __nccwpck_require__(493);
		const LEAST_MAJOR = 24;
		function nodeFault(version) {
			if (Number.parseInt(version, 10) >= LEAST_MAJOR) return undefined;
			return `Dockpass needs Node ${LEAST_MAJOR} or later, and was started with Node ${version}.`;
		}
		async function revoke(runner) {
			const fault = nodeFault(runner.process.version);
			if (fault) runner.warn('Dockpass: cleaning up may fail', fault);
			const state = await (0, or_warn.w)(runner, 'could not clean up', () => (0, action_state.Bu)(runner.state()));
			if (state) await cleanUp(runner, state);
			return 0;
		}
		async function cleanUp(runner, { variable, builder, docker, revoke: own }) {
			await (0, or_warn.w)(runner, 'the exported variable was not emptied', () => {
				if (variable) clearVariable(runner, variable);
			});
			await (0, or_warn.w)(runner, 'the builder credentials were not removed', () => {
				if (builder) removeCredentials(builder);
			});
			const renewed = await (0, or_warn.w)(runner, 'Docker could not be left as it was found', () =>
				docker ? undo(runner, docker) : [],
			);
			if (own) await revokeAll(runner, own, renewed ?? []);
		}
		async function undo(runner, docker) {
			const { undoDocker } = await __nccwpck_require__.e(303).then(__nccwpck_require__.bind(__nccwpck_require__, 986));
			return undoDocker(runner, docker);
		}
		async function revokeAll(runner, { url, token: own }, renewed) {
			const revocations = [...new Set([own, ...renewed])].map((token) =>
				(0, or_warn.w)(runner, 'a build token was not revoked', () => revokeToken(runner, { url, token })),
			);
			await Promise.all(revocations);
		}
		function clearVariable(runner, variable) {
			const value = runner.env(variable.name);
			if (value !== undefined && (0, action_state.sc)(value) === variable.sha256)
				runner.exportVariable(variable.name, '');
		}
	},
	126: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
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
		const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:net');
		var external_http_ = __nccwpck_require__(611);
		var external_http_namespaceObject = __nccwpck_require__.t(external_http_, 2);
		var external_https_ = __nccwpck_require__(692);
		var external_https_namespaceObject = __nccwpck_require__.t(external_https_, 2);
		function getProxyUrl(reqUrl) {
			const usingSsl = reqUrl.protocol === 'https:';
			if (checkBypass(reqUrl)) {
				return undefined;
			}
			const proxyVar = (() => {
				if (usingSsl) {
					return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
				} else {
					return process.env['http_proxy'] || process.env['HTTP_PROXY'];
				}
			})();
			if (proxyVar) {
				try {
					return new DecodedURL(proxyVar);
				} catch (_a) {
					if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
						return new DecodedURL(`http://${proxyVar}`);
				}
			} else {
				return undefined;
			}
		}
		function checkBypass(reqUrl) {
			if (!reqUrl.hostname) {
				return false;
			}
			const reqHost = reqUrl.hostname;
			if (isLoopbackAddress(reqHost)) {
				return true;
			}
			const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
			if (!noProxy) {
				return false;
			}
			let reqPort;
			if (reqUrl.port) {
				reqPort = Number(reqUrl.port);
			} else if (reqUrl.protocol === 'http:') {
				reqPort = 80;
			} else if (reqUrl.protocol === 'https:') {
				reqPort = 443;
			}
			const upperReqHosts = [reqUrl.hostname.toUpperCase()];
			if (typeof reqPort === 'number') {
				upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
			}
			for (const upperNoProxyItem of noProxy
				.split(',')
				.map((x) => x.trim().toUpperCase())
				.filter((x) => x)) {
				if (
					upperNoProxyItem === '*' ||
					upperReqHosts.some(
						(x) =>
							x === upperNoProxyItem ||
							x.endsWith(`.${upperNoProxyItem}`) ||
							(upperNoProxyItem.startsWith('.') && x.endsWith(`${upperNoProxyItem}`)),
					)
				) {
					return true;
				}
			}
			return false;
		}
		function isLoopbackAddress(host) {
			const hostLower = host.toLowerCase();
			return (
				hostLower === 'localhost' ||
				hostLower.startsWith('127.') ||
				hostLower.startsWith('[::1]') ||
				hostLower.startsWith('[0:0:0:0:0:0:0:1]')
			);
		}
		class DecodedURL extends URL {
			constructor(url, base) {
				super(url, base);
				this._decodedUsername = decodeURIComponent(super.username);
				this._decodedPassword = decodeURIComponent(super.password);
			}
			get username() {
				return this._decodedUsername;
			}
			get password() {
				return this._decodedPassword;
			}
		}
		var tunnel = __nccwpck_require__(339);
		class ProxyAgent {
			constructor() {
				throw new Error('undici is not part of this bundle');
			}
		}
		var lib_awaiter =
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
		var HttpCodes;
		(function (HttpCodes) {
			HttpCodes[(HttpCodes['OK'] = 200)] = 'OK';
			HttpCodes[(HttpCodes['MultipleChoices'] = 300)] = 'MultipleChoices';
			HttpCodes[(HttpCodes['MovedPermanently'] = 301)] = 'MovedPermanently';
			HttpCodes[(HttpCodes['ResourceMoved'] = 302)] = 'ResourceMoved';
			HttpCodes[(HttpCodes['SeeOther'] = 303)] = 'SeeOther';
			HttpCodes[(HttpCodes['NotModified'] = 304)] = 'NotModified';
			HttpCodes[(HttpCodes['UseProxy'] = 305)] = 'UseProxy';
			HttpCodes[(HttpCodes['SwitchProxy'] = 306)] = 'SwitchProxy';
			HttpCodes[(HttpCodes['TemporaryRedirect'] = 307)] = 'TemporaryRedirect';
			HttpCodes[(HttpCodes['PermanentRedirect'] = 308)] = 'PermanentRedirect';
			HttpCodes[(HttpCodes['BadRequest'] = 400)] = 'BadRequest';
			HttpCodes[(HttpCodes['Unauthorized'] = 401)] = 'Unauthorized';
			HttpCodes[(HttpCodes['PaymentRequired'] = 402)] = 'PaymentRequired';
			HttpCodes[(HttpCodes['Forbidden'] = 403)] = 'Forbidden';
			HttpCodes[(HttpCodes['NotFound'] = 404)] = 'NotFound';
			HttpCodes[(HttpCodes['MethodNotAllowed'] = 405)] = 'MethodNotAllowed';
			HttpCodes[(HttpCodes['NotAcceptable'] = 406)] = 'NotAcceptable';
			HttpCodes[(HttpCodes['ProxyAuthenticationRequired'] = 407)] = 'ProxyAuthenticationRequired';
			HttpCodes[(HttpCodes['RequestTimeout'] = 408)] = 'RequestTimeout';
			HttpCodes[(HttpCodes['Conflict'] = 409)] = 'Conflict';
			HttpCodes[(HttpCodes['Gone'] = 410)] = 'Gone';
			HttpCodes[(HttpCodes['TooManyRequests'] = 429)] = 'TooManyRequests';
			HttpCodes[(HttpCodes['InternalServerError'] = 500)] = 'InternalServerError';
			HttpCodes[(HttpCodes['NotImplemented'] = 501)] = 'NotImplemented';
			HttpCodes[(HttpCodes['BadGateway'] = 502)] = 'BadGateway';
			HttpCodes[(HttpCodes['ServiceUnavailable'] = 503)] = 'ServiceUnavailable';
			HttpCodes[(HttpCodes['GatewayTimeout'] = 504)] = 'GatewayTimeout';
		})(HttpCodes || (HttpCodes = {}));
		var Headers;
		(function (Headers) {
			Headers['Accept'] = 'accept';
			Headers['ContentType'] = 'content-type';
		})(Headers || (Headers = {}));
		var MediaTypes;
		(function (MediaTypes) {
			MediaTypes['ApplicationJson'] = 'application/json';
		})(MediaTypes || (MediaTypes = {}));
		function lib_getProxyUrl(serverUrl) {
			const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
			return proxyUrl ? proxyUrl.href : '';
		}
		const HttpRedirectCodes = [
			HttpCodes.MovedPermanently,
			HttpCodes.ResourceMoved,
			HttpCodes.SeeOther,
			HttpCodes.TemporaryRedirect,
			HttpCodes.PermanentRedirect,
		];
		const HttpResponseRetryCodes = [HttpCodes.BadGateway, HttpCodes.ServiceUnavailable, HttpCodes.GatewayTimeout];
		const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
		const ExponentialBackoffCeiling = 10;
		const ExponentialBackoffTimeSlice = 5;
		class HttpClientError extends Error {
			constructor(message, statusCode) {
				super(message);
				this.name = 'HttpClientError';
				this.statusCode = statusCode;
				Object.setPrototypeOf(this, HttpClientError.prototype);
			}
		}
		class HttpClientResponse {
			constructor(message) {
				this.message = message;
			}
			readBody() {
				return lib_awaiter(this, void 0, void 0, function* () {
					return new Promise((resolve) =>
						lib_awaiter(this, void 0, void 0, function* () {
							let output = Buffer.alloc(0);
							this.message.on('data', (chunk) => {
								output = Buffer.concat([output, chunk]);
							});
							this.message.on('end', () => {
								resolve(output.toString());
							});
						}),
					);
				});
			}
			readBodyBuffer() {
				return lib_awaiter(this, void 0, void 0, function* () {
					return new Promise((resolve) =>
						lib_awaiter(this, void 0, void 0, function* () {
							const chunks = [];
							this.message.on('data', (chunk) => {
								chunks.push(chunk);
							});
							this.message.on('end', () => {
								resolve(Buffer.concat(chunks));
							});
						}),
					);
				});
			}
		}
		function isHttps(requestUrl) {
			const parsedUrl = new URL(requestUrl);
			return parsedUrl.protocol === 'https:';
		}
		class HttpClient {
			constructor(userAgent, handlers, requestOptions) {
				this._ignoreSslError = false;
				this._allowRedirects = true;
				this._allowRedirectDowngrade = false;
				this._maxRedirects = 50;
				this._allowRetries = false;
				this._maxRetries = 1;
				this._keepAlive = false;
				this._disposed = false;
				this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
				this.handlers = handlers || [];
				this.requestOptions = requestOptions;
				if (requestOptions) {
					if (requestOptions.ignoreSslError != null) {
						this._ignoreSslError = requestOptions.ignoreSslError;
					}
					this._socketTimeout = requestOptions.socketTimeout;
					if (requestOptions.allowRedirects != null) {
						this._allowRedirects = requestOptions.allowRedirects;
					}
					if (requestOptions.allowRedirectDowngrade != null) {
						this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
					}
					if (requestOptions.maxRedirects != null) {
						this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
					}
					if (requestOptions.keepAlive != null) {
						this._keepAlive = requestOptions.keepAlive;
					}
					if (requestOptions.allowRetries != null) {
						this._allowRetries = requestOptions.allowRetries;
					}
					if (requestOptions.maxRetries != null) {
						this._maxRetries = requestOptions.maxRetries;
					}
				}
			}
			options(requestUrl, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
				});
			}
			get(requestUrl, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request('GET', requestUrl, null, additionalHeaders || {});
				});
			}
			del(requestUrl, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request('DELETE', requestUrl, null, additionalHeaders || {});
				});
			}
			post(requestUrl, data, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request('POST', requestUrl, data, additionalHeaders || {});
				});
			}
			patch(requestUrl, data, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request('PATCH', requestUrl, data, additionalHeaders || {});
				});
			}
			put(requestUrl, data, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request('PUT', requestUrl, data, additionalHeaders || {});
				});
			}
			head(requestUrl, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request('HEAD', requestUrl, null, additionalHeaders || {});
				});
			}
			sendStream(verb, requestUrl, stream, additionalHeaders) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return this.request(verb, requestUrl, stream, additionalHeaders);
				});
			}
			getJson(requestUrl_1) {
				return lib_awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
					additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(
						additionalHeaders,
						Headers.Accept,
						MediaTypes.ApplicationJson,
					);
					const res = yield this.get(requestUrl, additionalHeaders);
					return this._processResponse(res, this.requestOptions);
				});
			}
			postJson(requestUrl_1, obj_1) {
				return lib_awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
					const data = JSON.stringify(obj, null, 2);
					additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(
						additionalHeaders,
						Headers.Accept,
						MediaTypes.ApplicationJson,
					);
					additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(
						additionalHeaders,
						MediaTypes.ApplicationJson,
					);
					const res = yield this.post(requestUrl, data, additionalHeaders);
					return this._processResponse(res, this.requestOptions);
				});
			}
			putJson(requestUrl_1, obj_1) {
				return lib_awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
					const data = JSON.stringify(obj, null, 2);
					additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(
						additionalHeaders,
						Headers.Accept,
						MediaTypes.ApplicationJson,
					);
					additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(
						additionalHeaders,
						MediaTypes.ApplicationJson,
					);
					const res = yield this.put(requestUrl, data, additionalHeaders);
					return this._processResponse(res, this.requestOptions);
				});
			}
			patchJson(requestUrl_1, obj_1) {
				return lib_awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
					const data = JSON.stringify(obj, null, 2);
					additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(
						additionalHeaders,
						Headers.Accept,
						MediaTypes.ApplicationJson,
					);
					additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(
						additionalHeaders,
						MediaTypes.ApplicationJson,
					);
					const res = yield this.patch(requestUrl, data, additionalHeaders);
					return this._processResponse(res, this.requestOptions);
				});
			}
			request(verb, requestUrl, data, headers) {
				return lib_awaiter(this, void 0, void 0, function* () {
					if (this._disposed) {
						throw new Error('Client has already been disposed.');
					}
					const parsedUrl = new URL(requestUrl);
					let info = this._prepareRequest(verb, parsedUrl, headers);
					const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb) ? this._maxRetries + 1 : 1;
					let numTries = 0;
					let response;
					do {
						response = yield this.requestRaw(info, data);
						if (response && response.message && response.message.statusCode === HttpCodes.Unauthorized) {
							let authenticationHandler;
							for (const handler of this.handlers) {
								if (handler.canHandleAuthentication(response)) {
									authenticationHandler = handler;
									break;
								}
							}
							if (authenticationHandler) {
								return authenticationHandler.handleAuthentication(this, info, data);
							} else {
								return response;
							}
						}
						let redirectsRemaining = this._maxRedirects;
						while (
							response.message.statusCode &&
							HttpRedirectCodes.includes(response.message.statusCode) &&
							this._allowRedirects &&
							redirectsRemaining > 0
						) {
							const redirectUrl = response.message.headers['location'];
							if (!redirectUrl) {
								break;
							}
							const parsedRedirectUrl = new URL(redirectUrl);
							if (
								parsedUrl.protocol === 'https:' &&
								parsedUrl.protocol !== parsedRedirectUrl.protocol &&
								!this._allowRedirectDowngrade
							) {
								throw new Error(
									'Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.',
								);
							}
							yield response.readBody();
							if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
								for (const header in headers) {
									if (header.toLowerCase() === 'authorization') {
										delete headers[header];
									}
								}
							}
							info = this._prepareRequest(verb, parsedRedirectUrl, headers);
							response = yield this.requestRaw(info, data);
							redirectsRemaining--;
						}
						if (!response.message.statusCode || !HttpResponseRetryCodes.includes(response.message.statusCode)) {
							return response;
						}
						numTries += 1;
						if (numTries < maxTries) {
							yield response.readBody();
							yield this._performExponentialBackoff(numTries);
						}
					} while (numTries < maxTries);
					return response;
				});
			}
			dispose() {
				if (this._agent) {
					this._agent.destroy();
				}
				this._disposed = true;
			}
			requestRaw(info, data) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return new Promise((resolve, reject) => {
						function callbackForResult(err, res) {
							if (err) {
								reject(err);
							} else if (!res) {
								reject(new Error('Unknown error'));
							} else {
								resolve(res);
							}
						}
						this.requestRawWithCallback(info, data, callbackForResult);
					});
				});
			}
			requestRawWithCallback(info, data, onResult) {
				if (typeof data === 'string') {
					if (!info.options.headers) {
						info.options.headers = {};
					}
					info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
				}
				let callbackCalled = false;
				function handleResult(err, res) {
					if (!callbackCalled) {
						callbackCalled = true;
						onResult(err, res);
					}
				}
				const req = info.httpModule.request(info.options, (msg) => {
					const res = new HttpClientResponse(msg);
					handleResult(undefined, res);
				});
				let socket;
				req.on('socket', (sock) => {
					socket = sock;
				});
				req.setTimeout(this._socketTimeout || 3 * 60000, () => {
					if (socket) {
						socket.end();
					}
					handleResult(new Error(`Request timeout: ${info.options.path}`));
				});
				req.on('error', function (err) {
					handleResult(err);
				});
				if (data && typeof data === 'string') {
					req.write(data, 'utf8');
				}
				if (data && typeof data !== 'string') {
					data.on('close', function () {
						req.end();
					});
					data.pipe(req);
				} else {
					req.end();
				}
			}
			getAgent(serverUrl) {
				const parsedUrl = new URL(serverUrl);
				return this._getAgent(parsedUrl);
			}
			getAgentDispatcher(serverUrl) {
				const parsedUrl = new URL(serverUrl);
				const proxyUrl = getProxyUrl(parsedUrl);
				const useProxy = proxyUrl && proxyUrl.hostname;
				if (!useProxy) {
					return;
				}
				return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
			}
			_prepareRequest(method, requestUrl, headers) {
				const info = {};
				info.parsedUrl = requestUrl;
				const usingSsl = info.parsedUrl.protocol === 'https:';
				info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
				const defaultPort = usingSsl ? 443 : 80;
				info.options = {};
				info.options.host = info.parsedUrl.hostname;
				info.options.port = info.parsedUrl.port ? parseInt(info.parsedUrl.port) : defaultPort;
				info.options.path = (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
				info.options.method = method;
				info.options.headers = this._mergeHeaders(headers);
				if (this.userAgent != null) {
					info.options.headers['user-agent'] = this.userAgent;
				}
				info.options.agent = this._getAgent(info.parsedUrl);
				if (this.handlers) {
					for (const handler of this.handlers) {
						handler.prepareRequest(info.options);
					}
				}
				return info;
			}
			_mergeHeaders(headers) {
				if (this.requestOptions && this.requestOptions.headers) {
					return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
				}
				return lowercaseKeys(headers || {});
			}
			_getExistingOrDefaultHeader(additionalHeaders, header, _default) {
				let clientHeader;
				if (this.requestOptions && this.requestOptions.headers) {
					const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
					if (headerValue) {
						clientHeader = typeof headerValue === 'number' ? headerValue.toString() : headerValue;
					}
				}
				const additionalValue = additionalHeaders[header];
				if (additionalValue !== undefined) {
					return typeof additionalValue === 'number' ? additionalValue.toString() : additionalValue;
				}
				if (clientHeader !== undefined) {
					return clientHeader;
				}
				return _default;
			}
			_getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
				let clientHeader;
				if (this.requestOptions && this.requestOptions.headers) {
					const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
					if (headerValue) {
						if (typeof headerValue === 'number') {
							clientHeader = String(headerValue);
						} else if (Array.isArray(headerValue)) {
							clientHeader = headerValue.join(', ');
						} else {
							clientHeader = headerValue;
						}
					}
				}
				const additionalValue = additionalHeaders[Headers.ContentType];
				if (additionalValue !== undefined) {
					if (typeof additionalValue === 'number') {
						return String(additionalValue);
					} else if (Array.isArray(additionalValue)) {
						return additionalValue.join(', ');
					} else {
						return additionalValue;
					}
				}
				if (clientHeader !== undefined) {
					return clientHeader;
				}
				return _default;
			}
			_getAgent(parsedUrl) {
				let agent;
				const proxyUrl = getProxyUrl(parsedUrl);
				const useProxy = proxyUrl && proxyUrl.hostname;
				if (this._keepAlive && useProxy) {
					agent = this._proxyAgent;
				}
				if (!useProxy) {
					agent = this._agent;
				}
				if (agent) {
					return agent;
				}
				const usingSsl = parsedUrl.protocol === 'https:';
				let maxSockets = 100;
				if (this.requestOptions) {
					maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
				}
				if (proxyUrl && proxyUrl.hostname) {
					const agentOptions = {
						maxSockets,
						keepAlive: this._keepAlive,
						proxy: Object.assign(
							Object.assign(
								{},
								(proxyUrl.username || proxyUrl.password) && {
									proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`,
								},
							),
							{ host: proxyUrl.hostname, port: proxyUrl.port },
						),
					};
					let tunnelAgent;
					const overHttps = proxyUrl.protocol === 'https:';
					if (usingSsl) {
						tunnelAgent = overHttps ? tunnel.vX : tunnel.I9;
					} else {
						tunnelAgent = overHttps ? tunnel.aQ : tunnel.xj;
					}
					agent = tunnelAgent(agentOptions);
					this._proxyAgent = agent;
				}
				if (!agent) {
					const options = { keepAlive: this._keepAlive, maxSockets };
					agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
					this._agent = agent;
				}
				if (usingSsl && this._ignoreSslError) {
					agent.options = Object.assign(agent.options || {}, {
						rejectUnauthorized: false,
					});
				}
				return agent;
			}
			_getProxyAgentDispatcher(parsedUrl, proxyUrl) {
				let proxyAgent;
				if (this._keepAlive) {
					proxyAgent = this._proxyAgentDispatcher;
				}
				if (proxyAgent) {
					return proxyAgent;
				}
				const usingSsl = parsedUrl.protocol === 'https:';
				proxyAgent = new ProxyAgent(
					Object.assign(
						{ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 },
						(proxyUrl.username || proxyUrl.password) && {
							token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`,
						},
					),
				);
				this._proxyAgentDispatcher = proxyAgent;
				if (usingSsl && this._ignoreSslError) {
					proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
						rejectUnauthorized: false,
					});
				}
				return proxyAgent;
			}
			_getUserAgentWithOrchestrationId(userAgent) {
				const baseUserAgent = userAgent || 'actions/http-client';
				const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
				if (orchId) {
					const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
					return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
				}
				return baseUserAgent;
			}
			_performExponentialBackoff(retryNumber) {
				return lib_awaiter(this, void 0, void 0, function* () {
					retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
					const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
					return new Promise((resolve) => setTimeout(() => resolve(), ms));
				});
			}
			_processResponse(res, options) {
				return lib_awaiter(this, void 0, void 0, function* () {
					return new Promise((resolve, reject) =>
						lib_awaiter(this, void 0, void 0, function* () {
							const statusCode = res.message.statusCode || 0;
							const response = {
								statusCode,
								result: null,
								headers: {},
							};
							if (statusCode === HttpCodes.NotFound) {
								resolve(response);
							}
							function dateTimeDeserializer(key, value) {
								if (typeof value === 'string') {
									const a = new Date(value);
									if (!isNaN(a.valueOf())) {
										return a;
									}
								}
								return value;
							}
							let obj;
							let contents;
							try {
								contents = yield res.readBody();
								if (contents && contents.length > 0) {
									if (options && options.deserializeDates) {
										obj = JSON.parse(contents, dateTimeDeserializer);
									} else {
										obj = JSON.parse(contents);
									}
									response.result = obj;
								}
								response.headers = res.message.headers;
							} catch (err) {}
							if (statusCode > 299) {
								let msg;
								if (obj && obj.message) {
									msg = obj.message;
								} else if (contents && contents.length > 0) {
									msg = contents;
								} else {
									msg = `Failed request: (${statusCode})`;
								}
								const err = new HttpClientError(msg, statusCode);
								err.result = response.result;
								reject(err);
							} else {
								resolve(response);
							}
						}),
					);
				});
			}
		}
		const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
		var network_fault = __nccwpck_require__(301);
		const VARIABLES = {
			https: ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
			http: ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
		};
		function readProxies(env) {
			const https = readProxy(env, VARIABLES.https);
			const http = readProxy(env, VARIABLES.http);
			const entries = (env('no_proxy') || env('NO_PROXY') || '').split(/[\s,]+/).filter(Boolean);
			return {
				variables: {
					...inBothCases('https_proxy', https?.url ?? ''),
					...inBothCases('http_proxy', http?.url ?? ''),
					...inBothCases('no_proxy', entries.map(hostOf).join(',')),
				},
				labelFor(url) {
					const proxy = url.protocol === 'https:' ? https : http;
					if (!proxy) return undefined;
					if (proxy.problem) throw invalid(proxy.variable, proxy.problem);
					if (url.protocol === 'https:' && url.hostname.startsWith('[')) throw invalid(proxy.variable, IPV6_BEHIND);
					return `the proxy ${proxy.origin} (${proxy.variable}${networkHint(url, entries)})`;
				},
			};
		}
		function networkHint(url, noProxy) {
			const network = noProxy.find((entry) => /\/[0-9]+$/.test(entry));
			if (!network || (0, external_node_net_namespaceObject.isIP)(url.hostname) === 0) return '';
			return `; NO_PROXY: list the address, networks as ${network} don't count`;
		}
		function inBothCases(name, value) {
			return { [name]: value, [name.toUpperCase()]: value };
		}
		function hostOf(entry) {
			if (entry === '*') return entry;
			if ((0, external_node_net_namespaceObject.isIPv6)(entry)) return `[${entry}]`;
			return entry.replace(/^\*?\./, '').replace(/\.$/, '');
		}
		function portOf({ port, protocol }) {
			return port || (protocol === 'https:' ? '443' : '80');
		}
		function readProxy(env, names) {
			const variable = names.find((name) => env(name)?.trim());
			if (!variable) return undefined;
			return { variable, ...parseProxy(env(variable)?.trim() ?? '') };
		}
		function parseProxy(text) {
			const [, scheme = 'http'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
			if (/^socks/i.test(scheme))
				return { problem: `names a ${scheme} proxy, and only http and https proxies are supported` };
			if (!/^https?$/i.test(scheme)) return { problem: UNREADABLE };
			try {
				const url = new URL(text.includes('://') ? text : `http://${text}`);
				if (url.pathname !== '/' || url.search || url.hash) return { problem: UNREADABLE };
				decodeURIComponent(url.username + url.password);
				return { url: url.href, origin: `${url.protocol}//${url.hostname}:${portOf(url)}` };
			} catch {
				return { problem: UNREADABLE };
			}
		}
		const UNREADABLE =
			"can't be read: it should look like http://proxy.example.com:3128 or proxy.example.com:3128, with special characters of a password percent-encoded";
		const IPV6_BEHIND =
			'names a proxy, through which IPv6 addresses are not reached with TLS: name the host, or list its address in NO_PROXY';
		function invalid(variable, why) {
			return new network_fault.H('proxy_invalid', `The environment variable ${variable} ${why}`);
		}
		const MAX_ANSWER_BYTES = 256 * 1024;
		function createSend(environment) {
			const proxies = readProxies((name) => environment[name]);
			Object.assign(environment, proxies.variables);
			delete environment.NODE_TLS_REJECT_UNAUTHORIZED;
			return async (request, { within, unless }) => {
				const timeLimit = AbortSignal.timeout(Math.ceil(within) + 1);
				const signal = unless ? AbortSignal.any([unless, timeLimit]) : timeLimit;
				const received = [];
				let proxy;
				try {
					signal.throwIfAborted();
					const url = new URL(request.url);
					proxy = checkBypass(url) ? undefined : proxies.labelFor(url);
					const message = await respond(request, signal);
					if (message.statusCode === 407)
						throw (await networkErrors()).refusedByProxy(proxy ?? 'a proxy on the way', 407);
					await read(message, received);
					const body = Buffer.concat(received).toString('utf8');
					return { status: message.statusCode ?? 0, headers: message.headers, body };
				} catch (error) {
					if (unless?.aborted) throw unless.reason;
					const fault = signal.aborted
						? tooSlow(within, proxy)
						: (await networkErrors()).faultOf(error, proxy, environment.NODE_EXTRA_CA_CERTS);
					throw fault.with({ received: Buffer.concat(received).toString('utf8') });
				}
			};
		}
		const networkErrors = () => __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 471));
		async function respond({ method, url, headers, body = '' }, signal) {
			const client = new HttpClient('dockpass-action', [preparing(signal)], {
				allowRedirects: false,
				allowRetries: false,
			});
			const sent = method === 'GET' ? client.get(url, headers) : client.post(url, body, headers);
			const { message } = await Promise.race([sent, abortion(signal)]);
			return message;
		}
		function abortion(signal) {
			return new Promise((_, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason), { once: true });
			});
		}
		function preparing(signal) {
			return {
				prepareRequest(options) {
					options.signal = signal;
					const { proxyOptions } = options.agent;
					if (!proxyOptions) {
						options.host = unbracketed(options.host ?? '');
						return;
					}
					proxyOptions.host = unbracketed(proxyOptions.host);
					proxyOptions.servername = (0, external_node_net_namespaceObject.isIP)(proxyOptions.host)
						? ''
						: proxyOptions.host;
				},
				canHandleAuthentication: () => false,
				handleAuthentication: () => Promise.reject(new Error('no authentication is handled')),
			};
		}
		function unbracketed(host) {
			return host.replace(/^\[(.*)\]$/, '$1');
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
				throw error instanceof network_fault.H ? error : truncated(size, error);
			}
		}
		function tooSlow(within, proxy) {
			const way = proxy === undefined ? '' : ` through ${proxy}`;
			const seen = `no complete answer came${way} within ${(within / 1000).toFixed(1)} s`;
			return new network_fault.H('timeout', seen);
		}
		function tooLarge() {
			return new network_fault.H('too_large', `the answer is larger than ${MAX_ANSWER_BYTES / 1024} KiB`);
		}
		function truncated(size, cause) {
			const seen = `the connection was closed after ${size} bytes, in the middle of the answer`;
			return new network_fault.H('truncated', seen, { cause });
		}
		var one_line = __nccwpck_require__(830);
		var state = __nccwpck_require__(493);
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
		var regular_file = __nccwpck_require__(837);
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
				send: createSend(process.env),
				mask: (secret) => setSecret(secret),
				saveState: (value) => writing('GITHUB_STATE', () => saveState(state.sf, value)),
				output: (name, value) => writing('GITHUB_OUTPUT', () => setOutput(name, value)),
				exportVariable: (name, value) => writing('GITHUB_ENV', () => exportVariable(name, value)),
				addPath: (folder) => writing('GITHUB_PATH', () => addPath(folder)),
				info: (text) => info((0, one_line.tJ)(text)),
				notice: annotating(notice),
				warn: annotating(warning),
				fail: annotating(error),
				summarize,
			};
		}
		const DEFAULTS = {
			'export-env': 'BUILD_TOKEN',
			'on-unavailable': 'fail',
		};
		function readInput(env, input) {
			return env(`INPUT_${input.toUpperCase()}`)?.trim() ?? DEFAULTS[input] ?? '';
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
		function annotating(command) {
			return (headline, text) => command(`${headline}\n${text}`, { title: 'Dockpass' });
		}
		const MAX_EVENT_BYTES = 32 * 1024 * 1024;
		function readEvent() {
			return JSON.parse((0, regular_file.XF)(process.env.GITHUB_EVENT_PATH ?? '', MAX_EVENT_BYTES).text);
		}
		function summarize(markup) {
			try {
				writing('GITHUB_STEP_SUMMARY', () =>
					(0, regular_file.e3)(process.env.GITHUB_STEP_SUMMARY ?? '', `${markup}\n`),
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
	303: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
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
	837: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
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
var __webpack_exports__ = __nccwpck_require__(286);
__webpack_exports__ = await __webpack_exports__;
