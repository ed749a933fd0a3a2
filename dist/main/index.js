// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from 'module';
var __webpack_modules__ = {
	760: (__unused_webpack_module, exports, __nccwpck_require__) => {
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
	421: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:child_process');
	},
	598: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:crypto');
	},
	474: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:events');
	},
	24: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:fs');
	},
	467: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:http2');
	},
	30: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:net');
	},
	379: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:path');
	},
	500: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:timers/promises');
	},
	311: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:tls');
	},
	975: (module) => {
		module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:util');
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
			return __nccwpck_require__(760);
		}
		exports.xj = (options) => tunnel().httpOverHttp(options);
		exports.I9 = (options) => tunnel().httpsOverHttp(options);
		exports.aQ = (options) => tunnel().httpOverHttps(options);
		exports.vX = (options) => tunnel().httpsOverHttps(options);
	},
	570: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			A_: () => isReference,
			F5: () => shapeOf,
			N6: () => isRedirect,
			RN: () => parseMembers,
			W2: () => retryOf,
			Yw: () => MIN_TOKEN_LENGTH,
			Zc: () => isBearerToken,
			gV: () => isMembers,
			ky: () => isJwt,
			pc: () => redacted,
			sg: () => isToken,
			vu: () => isRefusal,
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
		const MAX_TOKEN_LENGTH = 16 * 1024;
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
			const after = (0, _retry_js__WEBPACK_IMPORTED_MODULE_0__.mu)(answer.headers['retry-after'], now);
			return after === undefined
				? _retry_js__WEBPACK_IMPORTED_MODULE_0__.vt
				: { ..._retry_js__WEBPACK_IMPORTED_MODULE_0__.vt, least: after };
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
	342: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			_5: () => deadlineIn,
			aF: () => tryUntil,
			rd: () => networkFailure,
			yH: () => limitsWithin,
		});
		var _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(881);
		var _network_fault_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(301);
		var _retry_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(300);
		const TRY_SHARE = 1 / 3;
		const LEAST_TRY = 5_000;
		function deadlineIn(runner, timeout) {
			const whole = timeout * 1000;
			return { end: runner.elapsed() + whole, perTry: Math.max(LEAST_TRY, whole * TRY_SHARE) };
		}
		function limitsWithin(runner, { end, perTry }, unless) {
			const left = Math.max(1, end - runner.elapsed());
			return { within: Math.min(left, perTry), unless };
		}
		async function tryUntil(runner, { end }, tryOnce) {
			let seen;
			for (let tries = 1; ; tries += 1) {
				try {
					return await tryOnce();
				} catch (error) {
					if (seen && ranOutOfTime(error) && runner.elapsed() >= end) throw seen;
					seen = error;
					await pauseOrThrow(runner, error, tries, end);
				}
			}
		}
		function ranOutOfTime(error) {
			const cause = error instanceof _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H ? error.cause : undefined;
			return cause instanceof _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H && cause.kind === 'timeout';
		}
		async function pauseOrThrow(runner, error, tries, end) {
			const retry =
				error instanceof _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H ? error.details.retry : undefined;
			const pause = retry && (0, _retry_js__WEBPACK_IMPORTED_MODULE_2__.GB)(retry, tries, runner.random);
			if (!(error instanceof _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H) || pause === undefined) throw error;
			if (runner.elapsed() + pause >= end) throw error;
			runner.info(`${error.message} Trying again in ${(pause / 1000).toFixed(1)} s.`);
			await runner.pause(pause, runner.cancelled);
		}
		function networkFailure(fault, code, seen, details = {}) {
			const { kind, message, final } = fault;
			const known = { ...(!final && { retry: _retry_js__WEBPACK_IMPORTED_MODULE_2__.vt }), cause: fault };
			if (isProxyFault(kind))
				return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H(kind, `${capitalized(message)}.`, known);
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H(code, seen, { ...details, ...known });
		}
		function isProxyFault(kind) {
			return _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.V.some((fault) => fault === kind);
		}
		function capitalized(text) {
			return text.charAt(0).toUpperCase() + text.slice(1);
		}
	},
	577: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			gg: () => maskToken,
			jz: () => readTokenResponse,
			rM: () => readDepotAnswer,
		});
		var _protocol_permissions_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(488);
		var _protocol_projects_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(868);
		var _protocol_token_exchange_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(295);
		var _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(881);
		var _answer_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(570);
		function maskToken(runner, token) {
			runner.mask(token);
			runner.mask(
				Buffer.from(`${_protocol_token_exchange_js__WEBPACK_IMPORTED_MODULE_0__.ny}:${token}`).toString('base64'),
			);
		}
		const MAX_LIFETIME = 10 * 365 * 86_400;
		function readTokenResponse(answer) {
			const members = membersOf(answer);
			if (!(0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.Zc)(members.access_token))
				throw unusable('`access_token` is no bearer token');
			if (!isBearer(members.token_type)) throw unusable('`token_type` is not Bearer');
			if (members.expires_in !== undefined && lifetimeIn(members) === undefined)
				throw unusable('`expires_in` is not a positive number of seconds');
			return issued(members, members.access_token, true);
		}
		function readDepotAnswer(answer) {
			const members = membersOf(answer);
			if (!(0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.Zc)(members.token)) throw unusable('`token` is no bearer token');
			return issued(members, members.token, (0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.A_)(members.reference));
		}
		function membersOf(answer) {
			const members = (0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.RN)(answer.body);
			if (!members)
				throw unusable(`HTTP 200 with ${(0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.F5)(answer)} instead of a token`);
			return members;
		}
		function issued(members, token, revocable) {
			const { scope, reference } = members;
			const projects = strings(members.projects).filter(_protocol_projects_js__WEBPACK_IMPORTED_MODULE_3__.Rw);
			const permissions = permissionsIn(typeof scope === 'string' ? scope.split(' ') : []);
			return {
				token,
				expiresIn: lifetimeIn(members),
				projects,
				permissions,
				grants: grantsOf(members.grants) ?? projects.map((project) => ({ project, permissions })),
				reference: (0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.A_)(reference) ? reference : undefined,
				revocable,
			};
		}
		function grantsOf(value) {
			if (!Array.isArray(value)) return undefined;
			return value
				.filter(_answer_js__WEBPACK_IMPORTED_MODULE_2__.gV)
				.flatMap(({ project, permissions }) =>
					typeof project === 'string' && (0, _protocol_projects_js__WEBPACK_IMPORTED_MODULE_3__.Rw)(project)
						? [{ project, permissions: permissionsIn(strings(permissions)) }]
						: [],
				);
		}
		function strings(value) {
			return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
		}
		function permissionsIn(names) {
			return (0, _protocol_permissions_js__WEBPACK_IMPORTED_MODULE_4__.xL)(
				names.filter(_protocol_permissions_js__WEBPACK_IMPORTED_MODULE_4__.Yo),
			);
		}
		function isBearer(tokenType) {
			return typeof tokenType === 'string' && tokenType.toLowerCase() === 'bearer';
		}
		function lifetimeIn({ expires_in: value }) {
			const seconds = typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : value;
			const isLifetime = typeof seconds === 'number' && Number.isSafeInteger(seconds);
			return isLifetime && seconds > 0 && seconds <= MAX_LIFETIME ? seconds : undefined;
		}
		function unusable(seen) {
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__.H(
				'exchange_answer_invalid',
				`The exchange's answer cannot be used: ${seen}.`,
			);
		}
	},
	301: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			H: () => NetworkFault,
			V: () => PROXY_FAULTS,
		});
		const PROXY_FAULTS = ['proxy_invalid', 'proxy_unreachable', 'proxy_refused'];
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
			Zv: () => GRACE,
			dg: () => isTransient,
			mu: () => parseRetryAfter,
			vt: () => TRANSIENT,
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
			g: () => failureOf,
		});
		var _one_line_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(830);
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
			return new Failure('unexpected_error', (0, _one_line_js__WEBPACK_IMPORTED_MODULE_0__.bD)(error), {
				cause: error,
			});
		}
	},
	471: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			CS: () => prose,
			qy: () => html,
		});
		class Markup {
			source;
			constructor(source) {
				this.source = source;
			}
		}
		function html(strings, ...parts) {
			const rendered = parts.map((part, index) => render(part) + (strings[index + 1] ?? ''));
			return new Markup((strings[0] ?? '') + rendered.join(''));
		}
		function prose(text) {
			return new Markup(escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>'));
		}
		function render(part) {
			if (typeof part === 'string') return escaped(part);
			return part instanceof Markup ? part.source : part.map(render).join('');
		}
		const ENTITIES = {
			'&': '&amp;',
			'<': '&lt;',
			'>': '&gt;',
			'"': '&quot;',
			"'": '&#39;',
		};
		function escaped(text) {
			return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '').replace(/[\r\n]+/g, '<br>');
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
	488: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			Jj: () => PERMISSIONS,
			Yo: () => isPermission,
			xL: () => sortPermissions,
		});
		const PERMISSIONS = ['build', 'push', 'pull'];
		function isPermission(text) {
			return PERMISSIONS.includes(text);
		}
		function sortPermissions(permissions) {
			const wanted = new Set(permissions);
			return PERMISSIONS.filter((permission) => wanted.has(permission));
		}
		function commonPermissions(lists) {
			if (lists.length === 0) return [];
			return PERMISSIONS.filter((permission) => lists.every((list) => list.includes(permission)));
		}
	},
	868: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {
		__nccwpck_require__.d(__webpack_exports__, {
			Rw: () => isProjectPath,
			Vn: () => projectUrl,
		});
		const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
		const MAX_NAME_LENGTH = 40;
		function isName(text) {
			return text.length <= MAX_NAME_LENGTH && NAME.test(text);
		}
		function isProjectPath(text) {
			const segments = text.split('/');
			return segments.length === 2 && segments.every(isName);
		}
		function projectUrl(installation, project) {
			return `${installation}/${project}`;
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
var __webpack_exports__ = {};
var token_exchange = __nccwpck_require__(295);
var issued_token = __nccwpck_require__(577);
var markup = __nccwpck_require__(471);
var external_node_crypto_ = __nccwpck_require__(598);
const STATE_NAME = 'dockpass';
function parseState(text) {
	try {
		return JSON.parse(text);
	} catch {
		throw new Error('the state that the step left for its post cannot be read');
	}
}
function sha256(text) {
	return (0, external_node_crypto_.hash)('sha256', text);
}
function safeguard(runner, inputs, result) {
	if (!result.token) return;
	(0, issued_token.gg)(runner, result.token);
	const state = stateFor(inputs, result);
	if (state.revoke || state.variable) runner.saveState(JSON.stringify(state));
}
function stateFor(inputs, { token, revocable }) {
	if (!token) return {};
	return {
		...(inputs.revoke && revocable && { revoke: { url: inputs.exchangeUrl, token } }),
		...(inputs.exportEnv && { variable: { name: inputs.exportEnv, sha256: sha256(token) } }),
	};
}
function handOver(runner, inputs, result) {
	for (const [name, value] of Object.entries(outputsOf(result))) if (value !== undefined) runner.output(name, value);
	if (inputs.exportEnv && result.token) runner.exportVariable(inputs.exportEnv, result.token);
}
function outputsOf(result) {
	return {
		authenticated: String(result.token !== undefined),
		source: result.source,
		token: result.token,
		username: result.token && token_exchange.ny,
		'expires-in': result.expiresIn?.toString(),
		'expires-at': result.expiresAt?.toISOString(),
		projects: result.projects.join(','),
		permissions: result.permissions.join(','),
		reference: result.reference,
		'error-code': result.because?.code ?? '',
	};
}
function reportGrant(runner, result, builder) {
	runner.info(grantLine(result));
	runner.summarize(grantSummary(result).source);
	if (!builder) return;
	const { endpoint } = builder;
	const end = builder.endsAt.toISOString();
	runner.info(`Dockpass: the builder at ${endpoint} admits this job until ${end}.`);
	runner.summarize((0, markup.qy)`<p>The builder at <code>${endpoint}</code> admits this job until ${end}.</p>`.source);
}
function grantLine({ grants, expiresAt }) {
	const what = grants.map(({ project, permissions }) =>
		permissions.length > 0 ? `${project} (${permissions.join(', ')})` : project,
	);
	const end = expiresAt ? `, valid until ${expiresAt.toISOString()}` : '; its lifetime is unknown';
	return `Dockpass: got a build token for ${what.join(', ') || 'this job'}${end}.`;
}
function grantSummary({ grants, expiresAt }) {
	const end = expiresAt?.toISOString() ?? 'unknown';
	return (0, markup.qy)`<h3>Dockpass: build token</h3>
<table>
<tr><th align="left">Project</th><th align="left">Permissions</th><th align="left">Valid until</th></tr>
${(grants.length > 0 ? grants : [undefined]).map((grant) => grantRow(grant, end))}</table>`;
}
function grantRow(grant, end) {
	const project = grant ? (0, markup.qy)`<code>${grant.project}</code>` : (0, markup.qy)`unknown`;
	const permissions = grant?.permissions.join(', ') || 'unknown';
	return (0, markup.qy)`<tr><td>${project}</td><td>${permissions}</td><td>${end}</td></tr>
`;
}
var attempts = __nccwpck_require__(342);
var protocol_projects = __nccwpck_require__(868);
var failure_failure = __nccwpck_require__(881);
var exchange_answer = __nccwpck_require__(570);
var one_line = __nccwpck_require__(830);
var network_fault = __nccwpck_require__(301);
var retry = __nccwpck_require__(300);
const URL_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const BEARER_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';
function findIdTokenSource(runner) {
	const url = runner.env(URL_VARIABLE);
	const bearer = runner.env(BEARER_VARIABLE);
	if (!url && !bearer) return undefined;
	if (!url || !isHttpUrl(url)) throw unusable(URL_VARIABLE, url ? 'is not a URL' : 'is missing');
	if (!bearer || !/^[\x21-\x7e]+$/.test(bearer))
		throw unusable(BEARER_VARIABLE, bearer ? 'is not a token' : 'is missing');
	return { url, bearer };
}
function isHttpUrl(text) {
	return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
function unusable(variable, fault) {
	return new failure_failure.H(
		'id_token_unavailable',
		`The environment variable ${variable}, which the runner sets for jobs that may have an ID token, ${fault}.`,
		{
			next: 'Look for what changes the environment of this step, or report it to whoever set up the runner.',
		},
	);
}
async function requestIdToken(runner, source, audience, limits) {
	const answer = await ask(runner, source, audience, limits);
	if (answer.status !== 200) throw refused(answer, runner.now());
	const idToken = (0, exchange_answer.RN)(answer.body)?.value;
	if (!(0, exchange_answer.ky)(idToken))
		throw unavailable(`answered with ${(0, exchange_answer.F5)(answer)} instead of an ID token`, retry.vt);
	runner.mask(idToken);
	return idToken;
}
async function ask(runner, { url, bearer }, audience, limits) {
	const request = {
		method: 'GET',
		url: `${url}${url.includes('?') ? '&' : '?'}audience=${encodeURIComponent(audience)}`,
		headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
	};
	try {
		return await runner.send(request, limits);
	} catch (error) {
		if (!(error instanceof network_fault.H)) throw error;
		const seen = `GitHub's ID token service could not be asked: ${error.message}.`;
		const details = error.kind === 'untrusted' ? { untrusted: true } : {};
		throw (0, attempts.rd)(error, 'id_token_unavailable', seen, details);
	}
}
function refused(answer, now) {
	const { status } = answer;
	if ((0, exchange_answer.N6)(status)) return unavailable(`answered with a redirect (HTTP ${status})`);
	if ((0, retry.dg)(status)) return unavailable(`answered HTTP ${status}`, (0, exchange_answer.W2)(answer, now));
	const said = (0, exchange_answer.RN)(answer.body)?.message;
	const why = typeof said === 'string' && said !== '' ? `: ${(0, one_line.TN)(said)}` : '.';
	const message = `GitHub refused to sign an ID token for this job (HTTP ${status})${why}`;
	return new failure_failure.H('id_token_refused', message, { retry: retry.Zv });
}
function unavailable(seen, retry) {
	const message = `GitHub's ID token service ${seen}.`;
	return new failure_failure.H('id_token_unavailable', message, retry && { retry });
}
async function exchangeIdToken(runner, terms, source, deadline = (0, attempts._5)(runner, terms.timeout)) {
	return (0, attempts.aF)(runner, deadline, () => tryOnce(runner, terms, source, deadline));
}
async function tryOnce(runner, terms, source, deadline) {
	const limits = (unless) => (0, attempts.yH)(runner, deadline, unless);
	const idToken = await requestIdToken(runner, source, terms.audience, limits(runner.cancelled));
	try {
		return await exchange(runner, terms, idToken, limits(runner.cutOff));
	} catch (error) {
		if (!(error instanceof failure_failure.H)) throw error;
		const failure = error.with({ exchange: terms.exchangeUrl, asked: askedFor(terms) });
		if (failure.details.retry) throw failure;
		const { ownClaims } = await __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 864));
		throw failure.with({ claims: ownClaims(idToken) });
	}
}
function askedFor({ protocol, projects, permissions }) {
	const all = protocol === 'depot' ? 'whatever' : 'every project that';
	const where = projects.join(', ') || `${all} trusts this job`;
	return permissions.length > 0 ? `${permissions.join(', ')} on ${where}` : where;
}
async function exchange(runner, terms, idToken, limits) {
	const depot = terms.protocol === 'depot';
	const request = depot ? depotRequest(terms, idToken) : tokenExchangeRequest(terms, idToken);
	const discard = async (text) => {
		const { discardTokens } = await __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 621));
		await discardTokens(runner, { depot, exchangeUrl: terms.exchangeUrl }, text.replaceAll(idToken, '***'));
	};
	const answer = (0, exchange_answer.pc)(await sendRequest(runner, request, limits, discard), idToken);
	try {
		if ((0, exchange_answer.vu)(answer)) {
			const { refusalOf } = await __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 162));
			throw refusalOf(answer, runner.now());
		}
		return depot ? (0, issued_token.rM)(answer) : (0, issued_token.jz)(answer);
	} catch (error) {
		await discard(answer.body);
		throw error;
	}
}
function tokenExchangeRequest(terms, idToken) {
	const form = new URLSearchParams({
		grant_type: token_exchange.sF,
		subject_token: idToken,
		subject_token_type: token_exchange.Tq.idToken,
	});
	for (const project of terms.projects) form.append('resource', (0, protocol_projects.Vn)(terms.exchangeUrl, project));
	if (terms.permissions.length > 0) form.set('scope', terms.permissions.join(' '));
	if (terms.lifetime !== undefined) form.set('lifetime', String(terms.lifetime));
	return {
		method: 'POST',
		url: terms.exchangeUrl + token_exchange.R7.token,
		headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
		body: form.toString(),
	};
}
function depotRequest(terms, idToken) {
	return {
		method: 'POST',
		url: terms.exchangeUrl + token_exchange.R7.depotExchange,
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify({ token: idToken }),
	};
}
async function sendRequest(runner, request, limits, discard) {
	try {
		return await runner.send(request, limits);
	} catch (error) {
		if (!(error instanceof network_fault.H)) throw error;
		await discard(error.received);
		const seen = `${new URL(request.url).host}: ${error.message}.`;
		throw (0, attempts.rd)(error, FAULT_CODES[error.kind], seen);
	}
}
const FAULT_CODES = {
	unreachable: 'exchange_unreachable',
	untrusted: 'exchange_certificate_untrusted',
	timeout: 'exchange_timeout',
	truncated: 'exchange_answer_truncated',
	too_large: 'exchange_answer_too_large',
	proxy_invalid: 'proxy_invalid',
	proxy_unreachable: 'proxy_unreachable',
	proxy_refused: 'proxy_refused',
};
const LOOPBACK = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])$/;
function isLoopback(url) {
	return LOOPBACK.test(url.hostname);
}
function baseUrlFault(text) {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim())) return schemeFault(text.trim());
	if (!URL.canParse(text)) return NOT_A_URL;
	const url = new URL(text);
	if (holdsAnotherUrl(url)) return NOT_A_URL;
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
		return 'must use https (plain http is accepted for loopback addresses only)';
	if (url.username || url.password) return 'must not contain a user name or password';
	if (url.search || url.hash) return 'must not contain a query or a fragment';
	return undefined;
}
const NOT_A_URL = 'is not a URL; it should look like https://dockpass.example.com';
function holdsAnotherUrl({ pathname }) {
	return /^\/{2,}[^/]/.test(pathname);
}
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\])(?::[0-9]+)?$/i;
function schemeFault(text) {
	const rest = text.replace(/^(?:https?:)?\/*/i, '');
	if (!URL.canParse(`https://${rest}`)) return NOT_A_URL;
	const url = new URL(`https://${rest}`);
	const { username, password, host, pathname, hostname } = url;
	if (username || password) return 'has no scheme, and must not contain a user name or password';
	if (holdsAnotherUrl(url) || !HOST.test(host)) return NOT_A_URL;
	const scheme = LOOPBACK.test(hostname) ? 'http' : 'https';
	return `has no scheme; write ${trimBaseUrl(`${scheme}://${host}${pathname}`)}`;
}
function trimBaseUrl(text) {
	return text.trim().replace(/\/+$/, '');
}
const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 };
function parseLifetime(text) {
	const match = /^([0-9]{1,9})([smhd])?$/.exec(text.trim());
	if (!match) return undefined;
	const seconds = Number(match[1]) * UNITS[match[2] ?? 's'];
	return seconds > 0 ? seconds : undefined;
}
function formatLifetime(seconds) {
	const unit = ['d', 'h', 'm'].find((name) => seconds % UNITS[name] === 0) ?? 's';
	return `${seconds / UNITS[unit]}${unit}`;
}
var permissions = __nccwpck_require__(488);
const DOCKER_HUB = [
	'docker.io',
	'index.docker.io',
	'registry-1.docker.io',
	'registry.hub.docker.com',
	'hub.docker.com',
];
const registry_hosts_HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$/i;
function parseRegistries(items) {
	const hosts = items.map(hostOf);
	return { hosts: [...new Set(hosts)], faults: hosts.flatMap((host) => registryFault(host) ?? []) };
}
function hostOf(text) {
	return text
		.trim()
		.replace(/^https?:\/\//i, '')
		.replace(/\/+$/, '');
}
function registryFault(host) {
	if (host.includes('@')) return 'must not contain a user name or password';
	const [domain = ''] = host.split('/');
	if (DOCKER_HUB.includes(domain.toLowerCase()))
		return `names Docker Hub ('${domain}'), which takes no build tokens; log in there with docker/login-action`;
	if (domain !== host && registry_hosts_HOST.test(domain))
		return `holds '${host}', but Docker keeps logins by host: write ${domain}`;
	if (!registry_hosts_HOST.test(host))
		return `holds '${host}', not a host such as registry.example.com or registry.example.com:5000`;
	return undefined;
}
const DEPOT = { exchangeUrl: 'https://github.depot.dev', audience: 'https://depot.dev' };
const DEFAULT_TIMEOUT = 60;
const MAX_TIMEOUT = 3600;
function readInputs(runner) {
	const read = new InputReader(runner);
	const protocol = read.choice('protocol', ['token-exchange', 'depot']);
	const exchangeUrl = readExchangeUrl(runner, read, protocol);
	const projects = read.list('project', protocol_projects.Rw, 'organization/project in lower case');
	const needsBuilder = read.choice('builder', ['false', 'true']) === 'true';
	const inputs = {
		protocol,
		exchangeUrl,
		audience: readAudience(read, exchangeUrl),
		projects,
		permissions: read.list('permissions', permissions.Yo, permissions.Jj.join(', ')),
		lifetime: read.duration('lifetime'),
		exportEnv: read.optional('export-env', variableNameFault),
		onUnavailable: read.choice('on-unavailable', ['fail', 'skip', 'fallback']),
		fallbackToken: readFallbackToken(runner, read),
		revoke: read.choice('revoke', ['true', 'false']) === 'true',
		timeout: readTimeout(read),
		registries: readRegistries(read),
		builder: needsBuilder ? projects[0] : undefined,
	};
	if (protocol === 'depot') refuseWhatDepotCannotCarry(inputs, read);
	if (needsBuilder) refuseWhatNoBuilderServes(inputs, read);
	if (read.faults.length > 0) throw new failure_failure.H('inputs_invalid', read.faults.join('\n'));
	if (haveLostHyphens(runner)) runner.warn('Dockpass: inputs did not reach the action', DEFAULTS_HOLD);
	return inputs;
}
function haveLostHyphens(runner) {
	return runner.env('INPUT_EXCHANGE-URL') === undefined;
}
const DEFAULTS_HOLD =
	'Something between the runner and Node drops variables with a hyphen in their names, as the shell dash does. The inputs `exchange-url`, `export-env`, `on-unavailable` and `fallback-token` have their defaults, whatever the workflow says. Start Node without that shell.';
function readExchangeUrl(runner, read, protocol) {
	const given = read.text('exchange-url');
	const preset = protocol === 'depot' ? DEPOT.exchangeUrl : runner.env('DOCKPASS_URL')?.trim();
	const text = given || preset;
	if (!text) {
		read.fault('exchange-url', haveLostHyphens(runner) ? LOST : REQUIRED);
		return '';
	}
	const fault = baseUrlFault(text);
	if (fault) read.fault('exchange-url', given ? fault : `(from DOCKPASS_URL) ${fault}`);
	return trimBaseUrl(text);
}
const REQUIRED = 'is required unless the environment variable DOCKPASS_URL is set';
const LOST =
	'did not reach the action, nor did any other input with a hyphen: something between the runner and Node drops such variables, as the shell dash does. Set the environment variable DOCKPASS_URL instead, or start Node without that shell';
function readAudience(read, exchangeUrl) {
	const text = read.text('audience');
	if (/[\r\n]/.test(text)) read.fault('audience', 'must be one line');
	return text || (exchangeUrl === DEPOT.exchangeUrl ? DEPOT.audience : exchangeUrl);
}
function readFallbackToken(runner, read) {
	const token = read.optional('fallback-token', tokenFault);
	if (token && (0, exchange_answer.sg)(token)) runner.mask(token);
	return token;
}
function tokenFault(text) {
	if ((0, exchange_answer.sg)(text)) return undefined;
	return `must be one token: at least ${exchange_answer.Yw} characters, without spaces and line breaks`;
}
function readTimeout(read) {
	const seconds = read.duration('timeout') ?? DEFAULT_TIMEOUT;
	if (seconds > MAX_TIMEOUT) read.fault('timeout', 'must be at most 1h');
	return seconds;
}
function readRegistries(read) {
	const { hosts, faults } = parseRegistries(read.items('registry'));
	for (const fault of faults) read.fault('registry', fault);
	return hosts;
}
function refuseWhatDepotCannotCarry(inputs, read) {
	const fault = 'cannot be asked for with `protocol: depot`, which sends the ID token only';
	if (inputs.projects.length > 0) read.fault('project', fault);
	if (inputs.permissions.length > 0) read.fault('permissions', fault);
	if (inputs.lifetime !== undefined) read.fault('lifetime', fault);
}
function refuseWhatNoBuilderServes(inputs, read) {
	const { protocol, projects, permissions } = inputs;
	if (protocol === 'depot') read.fault('builder', 'needs `protocol: token-exchange`');
	else if (projects.length === 0)
		read.fault('builder', 'needs `project`: set it to the project whose builder this step needs');
	if (projects.length > 1)
		read.fault('builder', 'needs one project, and `project` names several; take a step for each');
	if (permissions.length > 0 && !permissions.includes('build'))
		read.fault('builder', 'needs `build` among `permissions`');
}
const REFUSED = [
	'PATH',
	'PATHEXT',
	'CDPATH',
	'PWD',
	'OLDPWD',
	'HOME',
	'HOMEDRIVE',
	'HOMEPATH',
	'USERPROFILE',
	'APPDATA',
	'LOCALAPPDATA',
	'PROGRAMDATA',
	'XDG_*',
	'SHELL',
	'IFS',
	'ENV',
	'ZDOTDIR',
	'BASH_*',
	'SHELLOPTS',
	'BASHOPTS',
	'PROMPT_COMMAND',
	'PS4',
	'EDITOR',
	'VISUAL',
	'PAGER',
	'BROWSER',
	'TMPDIR',
	'TEMP',
	'TMP',
	'COMSPEC',
	'SYSTEMROOT',
	'WINDIR',
	'PSMODULEPATH',
	'CI',
	'LD_*',
	'DYLD_*',
	'GLIBC_TUNABLES',
	'GCONV_PATH',
	'MALLOC_*',
	'NODE_*',
	'NPM_CONFIG_*',
	'PYTHON*',
	'PERL5OPT',
	'PERL5LIB',
	'PERL5DB',
	'RUBYOPT',
	'RUBYLIB',
	'JAVA_HOME',
	'JAVA_OPTS',
	'JAVA_TOOL_OPTIONS',
	'JDK_JAVA_OPTIONS',
	'_JAVA_OPTIONS',
	'CLASSPATH',
	'GRADLE_OPTS',
	'MAVEN_OPTS',
	'DOTNET_*',
	'COMPLUS_*',
	'CORECLR_*',
	'COR_*',
	'GOENV',
	'GOFLAGS',
	'GOPATH',
	'GOPROXY',
	'GOROOT',
	'GOTOOLCHAIN',
	'CARGO_HOME',
	'RUSTC_*',
	'RUSTFLAGS',
	'MAKEFLAGS',
	'GIT_*',
	'SSH_*',
	'DOCKER_*',
	'BUILDX_*',
	'BUILDKIT_*',
	'KUBECONFIG',
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'ALL_PROXY',
	'NO_PROXY',
	'OPENSSL_*',
	'SSL_CERT_*',
	'SSLKEYLOGFILE',
	'CURL_CA_BUNDLE',
	'CURL_HOME',
	'REQUESTS_CA_BUNDLE',
	'DOCKPASS_URL',
	'GITHUB_*',
	'RUNNER_*',
	'ACTIONS_*',
	'INPUT_*',
	'STATE_*',
];
function variableNameFault(name) {
	if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
		return 'must be a variable name: letters, digits and underscores, no digit first';
	const refused = REFUSED.find((pattern) => matches(name.toUpperCase(), pattern));
	return refused && `must not be ${refused}: such a variable changes how later programs run`;
}
function matches(name, pattern) {
	return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
class InputReader {
	faults = [];
	#runner;
	constructor(runner) {
		this.#runner = runner;
	}
	fault(input, fault) {
		this.faults.push(`\`${input}\` ${fault}.`);
	}
	text(input) {
		return this.#runner.input(input);
	}
	optional(input, faultOf) {
		const text = this.text(input);
		if (!text) return undefined;
		const fault = faultOf(text);
		if (fault) this.fault(input, fault);
		return text;
	}
	choice(input, choices) {
		const text = this.text(input).toLowerCase();
		const choice = choices.find((candidate) => candidate === text);
		if (text && !choice) this.fault(input, `must be one of ${choices.join(', ')}`);
		return choice ?? choices[0];
	}
	items(input) {
		return this.text(input)
			.split(/[\s,]+/)
			.filter((item) => item !== '');
	}
	list(input, is, form) {
		const items = this.items(input);
		for (const item of items) if (!is(item)) this.fault(input, `holds '${item}', not ${form}`);
		return [...new Set(items.filter(is))];
	}
	duration(input) {
		const text = this.text(input);
		if (!text) return undefined;
		const seconds = parseLifetime(text);
		if (seconds === undefined) this.fault(input, `is '${text}', not a time such as 45m, 2h or 3600`);
		return seconds;
	}
}
const LEAST_MAJOR = 24;
function nodeFault(version) {
	if (Number.parseInt(version, 10) >= LEAST_MAJOR) return undefined;
	return `Dockpass needs Node ${LEAST_MAJOR} or later, and was started with Node ${version}.`;
}
async function acquire(runner) {
	try {
		requireNode(runner);
		const inputs = readInputs(runner);
		const deadline = (0, attempts._5)(runner, inputs.timeout);
		const result = await obtain(runner, inputs, deadline);
		await acquire_secure(runner, inputs, result);
		if (runner.cancelled.aborted) return await revokeUnused(runner, inputs, result);
		handOver(runner, inputs, result);
		const builder = await makeReady(runner, inputs, result, deadline);
		if (runner.cancelled.aborted)
			return inputs.revoke ? await revokeUnused(runner, inputs, result) : reportCancellation(runner);
		if (result.because) await reportAbsence(runner, result.because, result.source);
		else reportGrant(runner, result, builder);
		return 0;
	} catch (error) {
		if (runner.cancelled.aborted) return reportCancellation(runner, acquire_LOST);
		const { explain } = await __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 784));
		return explain(runner, error);
	}
}
function requireNode({ process }) {
	const fault = nodeFault(process.version);
	if (fault) throw new failure_failure.H('node_too_old', fault);
}
async function obtain(runner, inputs, deadline) {
	const source = findIdTokenSource(runner);
	if (source) return resultOf(await exchangeIdToken(runner, inputs, source, deadline), runner.now());
	const { whyUnavailable } = await __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 872));
	return resultWithoutIdToken(inputs, whyUnavailable(runner));
}
function resultOf(issued, now) {
	const { expiresIn } = issued;
	const expiresAt = expiresIn === undefined ? undefined : new Date(now + expiresIn * 1000);
	return { source: 'oidc', ...issued, expiresAt };
}
function resultWithoutIdToken(inputs, because) {
	switch (inputs.onUnavailable) {
		case 'fail':
			throw because;
		case 'skip':
			return { ...NOTHING, source: 'none', token: undefined, because };
		case 'fallback':
			if (!inputs.fallbackToken) throw fallbackMissing(because);
			return { ...NOTHING, source: 'fallback', token: inputs.fallbackToken, because };
	}
}
const NOTHING = {
	expiresIn: undefined,
	expiresAt: undefined,
	projects: [],
	permissions: [],
	grants: [],
	reference: undefined,
	revocable: false,
};
function fallbackMissing(because) {
	return new failure_failure.H(
		'fallback_token_missing',
		`${because.message} \`on-unavailable: fallback\` is set, but \`fallback-token\` is empty.`,
		because.details,
	);
}
async function acquire_secure(runner, inputs, result) {
	try {
		safeguard(runner, inputs, result);
	} catch (error) {
		await revokeUnused(runner, inputs, result);
		throw error;
	}
}
async function makeReady(runner, inputs, result, deadline) {
	try {
		const state = await readyDocker(runner, inputs, result);
		return await readyBuilder(runner, inputs, result, state, deadline);
	} catch (error) {
		if (runner.cancelled.aborted) return undefined;
		throw (0, failure_failure.g)(error).with({ handedOver: true });
	}
}
async function readyDocker(runner, inputs, result) {
	const state = stateFor(inputs, result);
	if (inputs.registries.length === 0) return state;
	const { makeDockerReady } = await __nccwpck_require__.e(303).then(__nccwpck_require__.bind(__nccwpck_require__, 633));
	const terms = result.source === 'oidc' ? inputs : undefined;
	const login = { registries: inputs.registries, token: result.token, endsAt: result.expiresAt };
	const docker = await makeDockerReady(runner, { ...login, terms }, (docker) =>
		runner.saveState(JSON.stringify({ ...state, docker })),
	);
	return docker ? { ...state, docker } : state;
}
async function readyBuilder(runner, inputs, result, state, deadline) {
	const { builder: project, exchangeUrl, audience } = inputs;
	if (!project) return undefined;
	const { makeBuilderReady } = await __nccwpck_require__
		.e(624)
		.then(__nccwpck_require__.bind(__nccwpck_require__, 581));
	const token = result.source === 'oidc' ? result.token : undefined;
	return makeBuilderReady(runner, { project, exchangeUrl, audience, token }, deadline, (builder) =>
		runner.saveState(JSON.stringify({ ...state, builder })),
	);
}
async function reportAbsence(runner, because, source) {
	const { explainAbsence } = await __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 784));
	const instead = source === 'fallback' ? 'using the fallback token' : 'skipped';
	explainAbsence(runner, because, `Dockpass: ${instead}, as configured.`);
}
async function revokeUnused(runner, inputs, result) {
	if (result.revocable && result.token) {
		const { revokeToken } = await __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 302));
		await revokeToken(runner, { url: inputs.exchangeUrl, token: result.token });
	}
	return runner.cancelled.aborted ? reportCancellation(runner) : 1;
}
const acquire_LOST = ' If the exchange has issued a token in an answer that never came, it ends with its lifetime.';
function reportCancellation(runner, rest = '') {
	runner.info(`Dockpass: cancelled (${runner.cancelled.reason}).${rest}`);
	return 1;
}
var external_node_fs_ = __nccwpck_require__(24);
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)('node:os');
var promises_ = __nccwpck_require__(500);
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
	external_fs_namespaceObject.appendFileSync(filePath, `${toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
		encoding: 'utf8',
	});
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
var external_node_net_ = __nccwpck_require__(30);
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
			...inBothCases('no_proxy', entries.map(proxy_hostOf).join(',')),
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
	if (!network || (0, external_node_net_.isIP)(url.hostname) === 0) return '';
	return `; NO_PROXY: list the address, networks as ${network} don't count`;
}
function inBothCases(name, value) {
	return { [name]: value, [name.toUpperCase()]: value };
}
function proxy_hostOf(entry) {
	if (entry === '*') return entry;
	if ((0, external_node_net_.isIPv6)(entry)) return `[${entry}]`;
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
			if (message.statusCode === 407) throw (await networkErrors()).refusedByProxy(proxy ?? 'a proxy on the way', 407);
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
const networkErrors = () => __nccwpck_require__.e(51).then(__nccwpck_require__.bind(__nccwpck_require__, 852));
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
			proxyOptions.servername = (0, external_node_net_.isIP)(proxyOptions.host) ? '' : proxyOptions.host;
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
		state: () => getState(STATE_NAME),
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
		pause: (milliseconds, signal) => (0, promises_.setTimeout)(milliseconds, undefined, { signal }),
		send: createSend(process.env),
		mask: (secret) => setSecret(secret),
		saveState: (value) => writing('GITHUB_STATE', () => saveState(STATE_NAME, value)),
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
		writing('GITHUB_STEP_SUMMARY', () => (0, regular_file.e3)(process.env.GITHUB_STEP_SUMMARY ?? '', `${markup}\n`));
	} catch (error) {
		info(`There is no job summary. ${(0, one_line.bD)(error)}`);
	}
}
void runStep(acquire, 1);
