// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 2;
export const ids = [2];
export const modules = {
	720: (__unused_webpack_module, exports, __webpack_require__) => {
		function tunnel() {
			process.noDeprecation = true;
			return __webpack_require__(760);
		}
		exports.xj = (options) => tunnel().httpOverHttp(options);
		exports.I9 = (options) => tunnel().httpsOverHttp(options);
		exports.aQ = (options) => tunnel().httpOverHttps(options);
		exports.vX = (options) => tunnel().httpsOverHttps(options);
	},
	385: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			renewInProcess: () => renewInProcess,
		});
		var external_node_fs_ = __webpack_require__(24);
		var promises_ = __webpack_require__(500);
		var external_node_net_ = __webpack_require__(30);
		var lib = __webpack_require__(369);
		var lib_proxy = __webpack_require__(625);
		var network_fault = __webpack_require__(301);
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
			if (!network || (0, external_node_net_.isIP)(url.hostname) === 0) return '';
			return `; NO_PROXY: list the address, networks as ${network} don't count`;
		}
		function inBothCases(name, value) {
			return { [name]: value, [name.toUpperCase()]: value };
		}
		function hostOf(entry) {
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
					proxy = (0, lib_proxy.H)(url) ? undefined : proxies.labelFor(url);
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
		const networkErrors = () => __webpack_require__.e(51).then(__webpack_require__.bind(__webpack_require__, 471));
		async function respond({ method, url, headers, body = '' }, signal) {
			const client = new lib.Qq('dockpass-action', [preparing(signal)], {
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
		var reasons = __webpack_require__(849);
		const OWN_CODES = [
			'node_too_old',
			'inputs_invalid',
			'id_token_permission_missing',
			'id_token_fork_pull_request',
			'id_token_dependabot',
			'id_token_reusable_workflow',
			'id_token_not_offered',
			'fallback_token_missing',
			'id_token_refused',
			'id_token_unavailable',
			'proxy_invalid',
			'proxy_unreachable',
			'proxy_refused',
			'exchange_unreachable',
			'exchange_certificate_untrusted',
			'exchange_timeout',
			'exchange_redirected',
			'exchange_answer_truncated',
			'exchange_answer_too_large',
			'exchange_answer_invalid',
			'exchange_unavailable',
			'exchange_refused',
			'docker_not_ready',
			'builder_not_ready',
			'builder_credentials_unavailable',
			'builder_unreachable',
			'builder_certificate_untrusted',
			'builder_name_mismatch',
			'builder_refused_certificate',
			'builder_not_http2',
			'unexpected_error',
		];
		const ERROR_CODES = [...OWN_CODES, ...reasons.ez];
		function pageOf(code) {
			return `https://github.com/dockpass/dockpass/blob/main/docs/refusals.md#${code}`;
		}
		var failure_failure = __webpack_require__(881);
		var one_line = __webpack_require__(830);
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
		var projects = __webpack_require__(868);
		var token_exchange = __webpack_require__(295);
		var exchange_answer = __webpack_require__(570);
		var exchange_retry = __webpack_require__(300);
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
			const cause = error instanceof failure_failure.H ? error.cause : undefined;
			return cause instanceof network_fault.H && cause.kind === 'timeout';
		}
		async function pauseOrThrow(runner, error, tries, end) {
			const retry = error instanceof failure_failure.H ? error.details.retry : undefined;
			const pause = retry && (0, exchange_retry.GB)(retry, tries, runner.random);
			if (!(error instanceof failure_failure.H) || pause === undefined) throw error;
			if (runner.elapsed() + pause >= end) throw error;
			runner.info(`${error.message} Trying again in ${(pause / 1000).toFixed(1)} s.`);
			await runner.pause(pause, runner.cancelled);
		}
		function networkFailure(fault, code, seen, details = {}) {
			const { kind, message, final } = fault;
			const known = { ...(!final && { retry: exchange_retry.vt }), cause: fault };
			if (isProxyFault(kind)) return new failure_failure.H(kind, `${capitalized(message)}.`, known);
			return new failure_failure.H(code, seen, { ...details, ...known });
		}
		function isProxyFault(kind) {
			return network_fault.V.some((fault) => fault === kind);
		}
		function capitalized(text) {
			return text.charAt(0).toUpperCase() + text.slice(1);
		}
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
				throw unavailable(`answered with ${(0, exchange_answer.F5)(answer)} instead of an ID token`, exchange_retry.vt);
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
				throw networkFailure(error, 'id_token_unavailable', seen, details);
			}
		}
		function refused(answer, now) {
			const { status } = answer;
			if ((0, exchange_answer.N6)(status)) return unavailable(`answered with a redirect (HTTP ${status})`);
			if ((0, exchange_retry.dg)(status))
				return unavailable(`answered HTTP ${status}`, (0, exchange_answer.W2)(answer, now));
			const said = (0, exchange_answer.RN)(answer.body)?.message;
			const why = typeof said === 'string' && said !== '' ? `: ${(0, one_line.TN)(said)}` : '.';
			const message = `GitHub refused to sign an ID token for this job (HTTP ${status})${why}`;
			return new failure_failure.H('id_token_refused', message, { retry: exchange_retry.Zv });
		}
		function unavailable(seen, retry) {
			const message = `GitHub's ID token service ${seen}.`;
			return new failure_failure.H('id_token_unavailable', message, retry && { retry });
		}
		var issued_token = __webpack_require__(543);
		async function exchangeIdToken(runner, terms, source, deadline = deadlineIn(runner, terms.timeout)) {
			return tryUntil(runner, deadline, () => tryOnce(runner, terms, source, deadline));
		}
		async function tryOnce(runner, terms, source, deadline) {
			const limits = (unless) => limitsWithin(runner, deadline, unless);
			const idToken = await requestIdToken(runner, source, terms.audience, limits(runner.cancelled));
			try {
				return await exchange(runner, terms, idToken, limits(runner.cutOff));
			} catch (error) {
				if (!(error instanceof failure_failure.H)) throw error;
				const failure = error.with({ exchange: terms.exchangeUrl, asked: askedFor(terms) });
				if (failure.details.retry) throw failure;
				const { ownClaims } = await __webpack_require__.e(51).then(__webpack_require__.bind(__webpack_require__, 864));
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
				const { discardTokens } = await __webpack_require__
					.e(51)
					.then(__webpack_require__.bind(__webpack_require__, 621));
				await discardTokens(runner, { depot, exchangeUrl: terms.exchangeUrl }, text.replaceAll(idToken, '***'));
			};
			const answer = (0, exchange_answer.pc)(await sendRequest(runner, request, limits, discard), idToken);
			try {
				if ((0, exchange_answer.vu)(answer)) {
					const { refusalOf } = await __webpack_require__
						.e(51)
						.then(__webpack_require__.bind(__webpack_require__, 162));
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
			for (const project of terms.projects) form.append('resource', (0, projects.Vn)(terms.exchangeUrl, project));
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
				throw networkFailure(error, FAULT_CODES[error.kind], seen);
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
		var revoke_token = __webpack_require__(302);
		var helper_folder = __webpack_require__(353);
		const MAX_WAIT = 10_000;
		const POLL_INTERVAL = 50;
		async function renew(runner, step) {
			const began = runner.now();
			const lock = (0, helper_folder.qw)(step.folder);
			const deadline = runner.elapsed() + MAX_WAIT;
			while (!isTaken(lock) && runner.elapsed() < deadline) {
				await runner.pause(POLL_INTERVAL, runner.cancelled);
				const [held] = (0, helper_folder.q0)(step.folder);
				if (held && held.obtainedAt >= began) return held;
			}
			try {
				return await exchangeAgain(runner, step);
			} finally {
				(0, external_node_fs_.rmSync)(lock, { force: true });
			}
		}
		function isTaken(lock) {
			try {
				(0, external_node_fs_.writeFileSync)(lock, '', { flag: 'wx', mode: 0o600 });
				return true;
			} catch (error) {
				if (error.code !== 'EEXIST') throw error;
				return false;
			}
		}
		async function exchangeAgain(runner, { folder, terms }) {
			if (!terms) throw new Error('its token was not issued by an exchange, so there is no other');
			const source = findIdTokenSource(runner);
			if (!source) throw new Error(NO_SOURCE);
			const issued = await exchangeIdToken(runner, terms, source);
			const held = heldFrom(issued, runner.now());
			await keep(runner, folder, terms, held);
			return held;
		}
		const NO_SOURCE =
			'the build token has ended, and this process cannot ask for another: it does not see ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN, which every step of a job with `id-token: write` has; run Docker with the environment of its step';
		function heldFrom({ token, expiresIn }, now) {
			const endsAt = expiresIn === undefined ? undefined : now + expiresIn * 1000;
			return { token, obtainedAt: now, ...(endsAt !== undefined && { endsAt }) };
		}
		async function keep(runner, folder, { exchangeUrl }, held) {
			const revoked = () => (0, revoke_token.w)(runner, { url: exchangeUrl, token: held.token });
			try {
				if ((0, helper_folder.N)(folder, held)) return;
			} catch (error) {
				await revoked();
				throw new Error(`the new build token could not be kept: ${(0, one_line.bD)(error)}`, { cause: error });
			}
			await revoked();
			throw new Error('the new build token was not kept, because the job has ended');
		}
		async function renewInProcess(step) {
			try {
				return await renew(createRequestRunner(), step);
			} catch (error) {
				if (!(error instanceof failure_failure.H)) throw error;
				throw new Error(`${error.message} (${error.code}, ${pageOf(error.code)})`, { cause: error });
			}
		}
		function createRequestRunner() {
			const env = (name) => process.env[name];
			const say = (text) => (0, external_node_fs_.writeSync)(2, `${(0, one_line.tJ)(text)}\n`);
			return {
				env,
				now: () => Date.now(),
				elapsed: () => process.uptime() * 1000,
				random: () => Math.random(),
				pause: (milliseconds, signal) => (0, promises_.setTimeout)(milliseconds, undefined, { signal }),
				send: createSend(process.env),
				...listenForCancellation(),
				mask: () => undefined,
				info: say,
				warn: (title, text) => say(`${title}. ${text}`),
			};
		}
	},
	570: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			A_: () => isReference,
			F5: () => shapeOf,
			N6: () => isRedirect,
			RN: () => parseMembers,
			W2: () => retryOf,
			Zc: () => isBearerToken,
			gV: () => isMembers,
			ky: () => isJwt,
			pc: () => redacted,
			vu: () => isRefusal,
		});
		var _retry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(300);
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
	543: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			gg: () => maskToken,
			rM: () => readDepotAnswer,
			jz: () => readTokenResponse,
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
		var protocol_projects = __webpack_require__(868);
		var token_exchange = __webpack_require__(295);
		var failure = __webpack_require__(881);
		var exchange_answer = __webpack_require__(570);
		function maskToken(runner, token) {
			runner.mask(token);
			runner.mask(Buffer.from(`${token_exchange.ny}:${token}`).toString('base64'));
		}
		const MAX_LIFETIME = 10 * 365 * 86_400;
		function readTokenResponse(answer) {
			const members = membersOf(answer);
			if (!(0, exchange_answer.Zc)(members.access_token)) throw unusable('`access_token` is no bearer token');
			if (!isBearer(members.token_type)) throw unusable('`token_type` is not Bearer');
			if (members.expires_in !== undefined && lifetimeIn(members) === undefined)
				throw unusable('`expires_in` is not a positive number of seconds');
			return issued(members, members.access_token, true);
		}
		function readDepotAnswer(answer) {
			const members = membersOf(answer);
			if (!(0, exchange_answer.Zc)(members.token)) throw unusable('`token` is no bearer token');
			return issued(members, members.token, (0, exchange_answer.A_)(members.reference));
		}
		function membersOf(answer) {
			const members = (0, exchange_answer.RN)(answer.body);
			if (!members) throw unusable(`HTTP 200 with ${(0, exchange_answer.F5)(answer)} instead of a token`);
			return members;
		}
		function issued(members, token, revocable) {
			const { scope, reference } = members;
			const projects = strings(members.projects).filter(protocol_projects.Rw);
			const permissions = permissionsIn(typeof scope === 'string' ? scope.split(' ') : []);
			return {
				token,
				expiresIn: lifetimeIn(members),
				projects,
				permissions,
				grants: grantsOf(members.grants) ?? projects.map((project) => ({ project, permissions })),
				reference: (0, exchange_answer.A_)(reference) ? reference : undefined,
				revocable,
			};
		}
		function grantsOf(value) {
			if (!Array.isArray(value)) return undefined;
			return value
				.filter(exchange_answer.gV)
				.flatMap(({ project, permissions }) =>
					typeof project === 'string' && (0, protocol_projects.Rw)(project)
						? [{ project, permissions: permissionsIn(strings(permissions)) }]
						: [],
				);
		}
		function strings(value) {
			return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
		}
		function permissionsIn(names) {
			return sortPermissions(names.filter(isPermission));
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
			return new failure.H('exchange_answer_invalid', `The exchange's answer cannot be used: ${seen}.`);
		}
	},
	301: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
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
	300: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
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
	302: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			w: () => revokeToken,
		});
		var _protocol_token_exchange_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(295);
		var _failure_one_line_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(830);
		var _answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(570);
		var _network_fault_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(301);
		var _retry_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(300);
		const RETRY = { tries: 3, least: 0, spread: 500, maxSpread: 1_000 };
		const TRY_LIMIT = 2_000;
		const DEAD_STATUSES = [400, 401, 404, 410];
		const DEAD_ERRORS = ['invalid_request', 'invalid_token', 'invalid_grant'];
		async function revokeToken(runner, revocable) {
			for (let tries = 1; ; tries += 1) {
				const outcome = await tryOnce(runner, revocable);
				if (outcome === 'revoked') return runner.info('Dockpass: the build token is revoked.');
				if (outcome === 'dead') return runner.info('Dockpass: the build token had already ended.');
				const pause = outcome.final
					? undefined
					: (0, _retry_js__WEBPACK_IMPORTED_MODULE_3__.GB)(RETRY, tries, runner.random);
				if (pause === undefined || runner.cutOff.aborted) return warn(runner, outcome.seen);
				await runner.pause(pause, runner.cutOff);
			}
		}
		async function tryOnce(runner, { url, token }) {
			const request = {
				method: 'POST',
				url: url + _protocol_token_exchange_js__WEBPACK_IMPORTED_MODULE_0__.R7.revoke,
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
				body: new URLSearchParams({ token }).toString(),
			};
			try {
				const answer = await runner.send(request, { within: TRY_LIMIT });
				return outcomeOf((0, _answer_js__WEBPACK_IMPORTED_MODULE_1__.pc)(answer, token));
			} catch (error) {
				if (error instanceof _network_fault_js__WEBPACK_IMPORTED_MODULE_2__.H)
					return { seen: error.message, final: error.final };
				throw error;
			}
		}
		function outcomeOf(answer) {
			const { status, body } = answer;
			if (status === 200) return 'revoked';
			const error = (0, _answer_js__WEBPACK_IMPORTED_MODULE_1__.RN)(body)?.error;
			if (DEAD_STATUSES.includes(status) && DEAD_ERRORS.includes(error)) return 'dead';
			const what =
				typeof error === 'string'
					? `the error "${(0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_4__.TN)(error)}"`
					: (0, _answer_js__WEBPACK_IMPORTED_MODULE_1__.F5)(answer);
			const seen = `the exchange answered HTTP ${status} with ${what}`;
			return { seen, final: !(0, _retry_js__WEBPACK_IMPORTED_MODULE_3__.dg)(status) };
		}
		function warn(runner, seen) {
			runner.warn(
				'Dockpass: the build token was not revoked',
				`It stays valid until its lifetime is over, then ends by itself. Seen: ${seen}.`,
			);
		}
	},
	881: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
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
	868: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
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
	849: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			Vs: () => isReason,
			ez: () => REASONS,
		});
		const BUILDER_REASONS = ['build_token_required', 'builder_not_configured'];
		const REASONS = [
			'malformed_token',
			'unknown_issuer',
			'issuer_disabled',
			'bad_signature',
			'unknown_key',
			'wrong_audience',
			'expired',
			'not_yet_valid',
			'missing_claim',
			'replayed',
			'run_revoked',
			'unknown_token',
			'token_revoked',
			'derivation_too_deep',
			'oidc_only',
			'no_trust_relationship',
			'condition_failed',
			'privileged_event',
			'project_required',
			'project_not_granted',
			'permission_not_granted',
			'issuer_unavailable',
			'store_unavailable',
			'rate_limited',
			'malformed_request',
			'internal_error',
			...BUILDER_REASONS,
		];
		function isReason(text) {
			return REASONS.includes(text);
		}
	},
	175: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			k: () => ProxyAgent,
		});
		class ProxyAgent {
			constructor() {
				throw new Error('undici is not part of this bundle');
			}
		}
	},
};
