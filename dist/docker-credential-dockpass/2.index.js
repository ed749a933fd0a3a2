// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 2;
export const ids = [2];
export const modules = {
	529: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			renewInProcess: () => renewInProcess,
		});
		var external_node_fs_ = __webpack_require__(24);
		var promises_ = __webpack_require__(500);
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
		const ERROR_CODES = [...OWN_CODES, ...REASONS];
		function pageOf(code) {
			return `https://github.com/dockpass/dockpass/blob/main/docs/refusals.md#${code}`;
		}
		var external_node_events_ = __webpack_require__(474);
		var external_node_http_ = __webpack_require__(67);
		var external_node_https_ = __webpack_require__(708);
		var external_node_net_ = __webpack_require__(30);
		var external_node_tls_ = __webpack_require__(692);
		var one_line = __webpack_require__(641);
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
			return IN_WORDS[codeOf(error)] ?? (0, one_line.bD)(error);
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
			if (NO_TLS.test(`${code} ${(0, one_line.bD)(error)}`))
				return new NetworkFault('unreachable', `what answers there does not speak HTTPS (${code})`, {
					cause: error,
					final: true,
				});
			return new NetworkFault('unreachable', `${inWords(error)} (${code})`, { cause: error });
		}
		function refusedByProxy(label, status) {
			if (isTransient(status))
				return new NetworkFault('unreachable', `${label} could not connect to it (HTTP ${status})`);
			const why = status === 407 ? 'demands a login, or does not accept the one it got' : 'refused';
			return new NetworkFault('proxy_refused', `${label} ${why} (HTTP ${status})`);
		}
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
			const family = (0, external_node_net_.isIP)(name);
			if (family !== 0) return isWithin(host, name, bits);
			const bare = host.replace(/\.$/, '');
			return bare === name || bare.endsWith(`.${name}`);
		}
		function isWithin(host, address, bits) {
			const longest = (0, external_node_net_.isIP)(address) === 6 ? 128 : 32;
			const length = Number(bits ?? longest);
			if ((0, external_node_net_.isIP)(host) === 0 || length > longest) return false;
			const networks = new external_node_net_.BlockList();
			networks.addSubnet(address, length, longest === 128 ? 'ipv6' : 'ipv4');
			return networks.check(host, (0, external_node_net_.isIP)(host) === 6 ? 'ipv6' : 'ipv4');
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
			return new NetworkFault('proxy_invalid', `The environment variable ${variable} ${why}`);
		}
		async function respond({ method, url: address, headers, body = '' }, env, signal) {
			const url = new URL(address);
			const proxy = proxyFor(url, env);
			const options = { method, headers: { 'user-agent': 'dockpass-action', ...headers }, signal };
			const message = await (proxy ? throughProxy(proxy, url, options, body) : connection_open(url, options, body));
			if (message.statusCode === 407) throw refusedByProxy(proxy?.label ?? 'a proxy on the way', 407);
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
				(0, external_node_tls_.connect)({
					socket,
					host,
					...((0, external_node_net_.isIP)(host) === 0 && { servername: host }),
					...STRICT,
				});
			return connection_open(url, { ...options, createConnection }, body);
		}
		async function openTunnel(proxy, url, signal) {
			const path = `${url.hostname}:${portOf(url)}`;
			const headers = { host: path, ...authorizing(proxy) };
			const request = begin(proxy.url, { method: 'CONNECT', path, headers, signal });
			request.end();
			const connected = await reached(proxy, (0, external_node_events_.once)(request, 'connect'));
			const [{ statusCode = 0 }, socket] = connected;
			if (statusCode >= 200 && statusCode < 300) return socket;
			socket.destroy();
			throw refusedByProxy(proxy.label, statusCode);
		}
		function authorizing({ authorization }) {
			return authorization === undefined ? {} : { 'proxy-authorization': authorization };
		}
		async function reached({ label }, work) {
			try {
				return await work;
			} catch (error) {
				const { message, final } = faultOf(error);
				const seen = `${label} can't be reached: ${message}`;
				throw new NetworkFault('proxy_unreachable', seen, { cause: error, final });
			}
		}
		async function connection_open(url, options, body) {
			const request = begin(url, options);
			request.end(body);
			const [message] = await (0, external_node_events_.once)(request, 'response');
			return message;
		}
		const STRICT = { rejectUnauthorized: true };
		function begin(url, options) {
			const start = url.protocol === 'https:' ? external_node_https_.request : external_node_http_.request;
			const agent = options.createConnection ? undefined : false;
			const request = start(url, { ...STRICT, agent, ...options });
			request.on('error', () => undefined);
			return request;
		}
		var regular_file = __webpack_require__(233);
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
					const fault = signal.aborted ? tooSlow(within) : faultOf(error);
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
				throw error instanceof NetworkFault ? error : truncated(size, error);
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
			return new NetworkFault('timeout', `no complete answer came within ${(within / 1000).toFixed(1)} s`);
		}
		function tooLarge() {
			return new NetworkFault('too_large', `the answer is larger than ${MAX_ANSWER_BYTES / 1024} KiB`);
		}
		function truncated(size, cause) {
			const seen = `the connection was closed after ${size} bytes, in the middle of the answer`;
			return new NetworkFault('truncated', seen, { cause });
		}
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
			const after = parseRetryAfter(answer.headers['retry-after'], now);
			return after === undefined ? TRANSIENT : { ...TRANSIENT, least: after };
		}
		function shapeOf(answer) {
			if (answer.body.trim() === '') return 'an empty body';
			if (/^\s*</.test(answer.body)) return 'an HTML page';
			return parseMembers(answer.body) ? 'JSON of another shape' : 'something that is not JSON';
		}
		const AUTHOR = "the workflow's author";
		const ADMIN = 'an administrator of the project in Dockpass';
		const OPERATOR = 'whoever operates the exchange';
		const BUILDER_OPERATOR = 'whoever operates the builder';
		const NETWORK = "whoever runs the runner's network";
		const TRUST_AUTHORITY =
			'If a private authority signed it, set NODE_EXTRA_CA_CERTS to its certificate on the runner; never switch verification off.';
		const NOBODY = "nobody's yet";
		function networkFailure(fault, code, seen, details = {}) {
			const { kind, message, final } = fault;
			const known = { ...(!final && { retry: TRANSIENT }), cause: fault };
			if (isProxyFault(kind)) return new Failure(kind, `${capitalized(message)}.`, known);
			return new Failure(code, seen, { ...details, ...known });
		}
		function isProxyFault(kind) {
			return PROXY_FAULTS.some((fault) => fault === kind);
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
			return new Failure(
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
			const idToken = parseMembers(answer.body)?.value;
			if (!isJwt(idToken)) throw unavailable(`answered with ${shapeOf(answer)} instead of an ID token`, TRANSIENT);
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
				if (!(error instanceof NetworkFault)) throw error;
				const seen = `GitHub's ID token service could not be asked: ${error.message}.`;
				const details = error.kind === 'untrusted' ? { next: TRUST_AUTHORITY } : {};
				throw networkFailure(error, 'id_token_unavailable', seen, details);
			}
		}
		function refused(answer, now) {
			const { status } = answer;
			if (isRedirect(status)) return unavailable(`answered with a redirect (HTTP ${status})`);
			if (isTransient(status)) return unavailable(`answered HTTP ${status}`, retryOf(answer, now));
			const said = parseMembers(answer.body)?.message;
			const why = typeof said === 'string' && said !== '' ? `: ${(0, one_line.TN)(said)}` : '.';
			const message = `GitHub refused to sign an ID token for this job (HTTP ${status})${why}`;
			return new Failure('id_token_refused', message, { retry: GRACE });
		}
		function unavailable(seen, retry) {
			const message = `GitHub's ID token service ${seen}.`;
			return new Failure('id_token_unavailable', message, retry && { retry });
		}
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
			const cause = error instanceof Failure ? error.cause : undefined;
			return cause instanceof NetworkFault && cause.kind === 'timeout';
		}
		async function pauseOrThrow(runner, error, tries, end) {
			const retry = error instanceof Failure ? error.details.retry : undefined;
			const pause = retry && pauseBefore(retry, tries, runner.random);
			if (!(error instanceof Failure) || pause === undefined) throw error;
			if (runner.elapsed() + pause >= end) throw error;
			runner.info(`${error.message} Trying again in ${(pause / 1000).toFixed(1)} s.`);
			await runner.pause(pause, runner.cancelled);
		}
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
		var token_exchange = __webpack_require__(295);
		function tokenExchangeRequest(terms, idToken) {
			const form = new URLSearchParams({
				grant_type: token_exchange.sF,
				subject_token: idToken,
				subject_token_type: token_exchange.Tq.idToken,
			});
			for (const project of terms.projects) form.append('resource', projectUrl(terms.exchangeUrl, project));
			if (terms.permissions.length > 0) form.set('scope', terms.permissions.join(' '));
			if (terms.lifetime !== undefined) form.set('lifetime', String(terms.lifetime));
			return {
				method: 'POST',
				url: terms.exchangeUrl + token_exchange.R7.token,
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
				body: form.toString(),
			};
		}
		function askedFor({ protocol, projects, permissions }) {
			const all = protocol === 'depot' ? 'whatever' : 'every project that';
			const where = projects.join(', ') || `${all} trusts this job`;
			return permissions.length > 0 ? `${permissions.join(', ')} on ${where}` : where;
		}
		function depotRequest(terms, idToken) {
			return {
				method: 'POST',
				url: terms.exchangeUrl + token_exchange.R7.depotExchange,
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify({ token: idToken }),
			};
		}
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
		const MAX_LIFETIME = 10 * 365 * 86_400;
		function readTokenResponse(answer) {
			const members = membersOf(answer);
			if (!isBearerToken(members.access_token)) throw issued_token_unusable('`access_token` is no bearer token');
			if (!isBearer(members.token_type)) throw issued_token_unusable('`token_type` is not Bearer');
			if (members.expires_in !== undefined && lifetimeIn(members) === undefined)
				throw issued_token_unusable('`expires_in` is not a positive number of seconds');
			return issued(members, members.access_token, true);
		}
		function readDepotAnswer(answer) {
			const members = membersOf(answer);
			if (!isBearerToken(members.token)) throw issued_token_unusable('`token` is no bearer token');
			return issued(members, members.token, isReference(members.reference));
		}
		function membersOf(answer) {
			const members = parseMembers(answer.body);
			if (!members) throw issued_token_unusable(`HTTP 200 with ${shapeOf(answer)} instead of a token`);
			return members;
		}
		function issued(members, token, revocable) {
			const { scope, reference } = members;
			const projects = strings(members.projects).filter(isProjectPath);
			const permissions = permissionsIn(typeof scope === 'string' ? scope.split(' ') : []);
			return {
				token,
				expiresIn: lifetimeIn(members),
				projects,
				permissions,
				grants: grantsOf(members.grants) ?? projects.map((project) => ({ project, permissions })),
				reference: isReference(reference) ? reference : undefined,
				revocable,
			};
		}
		function grantsOf(value) {
			if (!Array.isArray(value)) return undefined;
			return value
				.filter(isMembers)
				.flatMap(({ project, permissions }) =>
					typeof project === 'string' && isProjectPath(project)
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
		function issued_token_unusable(seen) {
			return new Failure('exchange_answer_invalid', `The exchange's answer cannot be used: ${seen}.`);
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
		function isRefusal(answer) {
			return answer.status !== 200 || parseMembers(answer.body)?.ok === false;
		}
		function refusalOf(answer, now, outageCode = 'exchange_unavailable') {
			if (isRedirect(answer.status)) return redirected(answer);
			const members = parseMembers(answer.body) ?? {};
			const details = { ...detailsOf(members), ...clocksOf(answer, now) };
			if (isTransient(answer.status))
				return outage(answer.status, members, outageCode, { ...details, retry: retryOf(answer, now) });
			if (!isAnswerOfOurs(members)) return foreign(answer, details);
			return new Failure(reasonIn(members) ?? 'exchange_refused', sentence(members), details);
		}
		function isAnswerOfOurs({ error, detail, ok }) {
			return typeof error === 'string' || typeof detail === 'string' || ok === false;
		}
		function reasonIn({ reason }) {
			return typeof reason === 'string' && isReason(reason) ? reason : undefined;
		}
		function sentence(members) {
			return (0, one_line.TN)(saidBy(members) ?? 'The exchange did not say why.');
		}
		function saidBy({ error_description: description, detail, error }) {
			return [description, detail, error].filter((text) => typeof text === 'string').find((text) => text !== '');
		}
		function detailsOf({ reference, claims }) {
			return {
				failedClaims: Array.isArray(claims) ? claims.filter(isClaimName).slice(0, MAX_CLAIMS) : [],
				...(isReference(reference) && { reference }),
			};
		}
		const MAX_CLAIMS = 20;
		function isClaimName(value) {
			return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
		}
		function clocksOf(answer, now) {
			const date = Date.parse(answer.headers.date ?? '');
			return Number.isNaN(date) ? {} : { clocks: { exchange: date, runner: now } };
		}
		function outage(status, members, outageCode, details) {
			const fallback = status === 429 ? 'rate_limited' : outageCode;
			const why = saidBy(members) ? `: ${sentence(members)}` : '.';
			const message = `The exchange answered HTTP ${status}${why}`;
			return new Failure(reasonIn(members) ?? fallback, message, details);
		}
		function redirected({ status, headers: { location = '' } }) {
			const target = URL.canParse(location) ? new URL(location).host : 'another address';
			const message = `The exchange's address answered with a redirect to ${(0, one_line.TN)(target)} (HTTP ${status}). Nothing was sent there.`;
			return new Failure('exchange_redirected', message);
		}
		function foreign(answer, details) {
			const message = `The answer is not one of an exchange: HTTP ${answer.status} with ${shapeOf(answer)}.`;
			return new Failure('exchange_answer_invalid', message, details);
		}
		function maskToken(runner, token) {
			runner.mask(token);
			runner.mask(Buffer.from(`${token_exchange.ny}:${token}`).toString('base64'));
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
				const pause = outcome.final ? undefined : pauseBefore(RETRY, tries, runner.random);
				if (pause === undefined || runner.cutOff.aborted) return warn(runner, outcome.seen);
				await runner.pause(pause, runner.cutOff);
			}
		}
		async function tryOnce(runner, { url, token }) {
			const request = {
				method: 'POST',
				url: url + token_exchange.R7.revoke,
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
				body: new URLSearchParams({ token }).toString(),
			};
			try {
				const answer = await runner.send(request, { within: TRY_LIMIT });
				return outcomeOf(redacted(answer, token));
			} catch (error) {
				if (error instanceof NetworkFault) return { seen: error.message, final: error.final };
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
			return { seen, final: !isTransient(status) };
		}
		function warn(runner, seen) {
			runner.warn(
				'Dockpass: the build token was not revoked',
				`It stays valid until its lifetime is over, then ends by itself. Seen: ${seen}.`,
			);
		}
		const TOKEN_MEMBER = /"(?:access_)?token"\s*:\s*"([^"\\]+)"/g;
		const MOST = 3;
		async function discardTokens(runner, { protocol, exchangeUrl }, answer) {
			const found = [...answer.matchAll(TOKEN_MEMBER)].map(([, token]) => token).filter(isBearerToken);
			const tokens = [...new Set(found)].slice(0, MOST);
			for (const token of tokens) maskToken(runner, token);
			if (protocol === 'depot' && !answer.includes('"reference"')) return;
			await Promise.all(tokens.map((token) => revokeToken(runner, { url: exchangeUrl, token })));
		}
		async function exchange(runner, terms, idToken, limits) {
			const depot = terms.protocol === 'depot';
			const request = depot ? depotRequest(terms, idToken) : tokenExchangeRequest(terms, idToken);
			const discard = (text) => discardTokens(runner, terms, text.replaceAll(idToken, '***'));
			const answer = redacted(await sendRequest(runner, request, limits, discard), idToken);
			try {
				if (isRefusal(answer)) throw refusalOf(answer, runner.now());
				return depot ? readDepotAnswer(answer) : readTokenResponse(answer);
			} catch (error) {
				await discard(answer.body);
				throw error;
			}
		}
		async function sendRequest(runner, request, limits, discard) {
			try {
				return await runner.send(request, limits);
			} catch (error) {
				if (!(error instanceof NetworkFault)) throw error;
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
		async function exchangeIdToken(runner, terms, source, deadline = deadlineIn(runner, terms.timeout)) {
			return tryUntil(runner, deadline, () => obtain_tryOnce(runner, terms, source, deadline));
		}
		async function obtain_tryOnce(runner, terms, source, deadline) {
			const limits = (unless) => limitsWithin(runner, deadline, unless);
			const idToken = await requestIdToken(runner, source, terms.audience, limits(runner.cancelled));
			try {
				return await exchange(runner, terms, idToken, limits(runner.cutOff));
			} catch (error) {
				if (!(error instanceof Failure)) throw error;
				const failure = error.with({ exchange: terms.exchangeUrl, asked: askedFor(terms) });
				if (failure.details.retry) throw failure;
				const { ownClaims } = await __webpack_require__.e(51).then(__webpack_require__.bind(__webpack_require__, 409));
				throw failure.with({ claims: ownClaims(idToken) });
			}
		}
		var helper_folder = __webpack_require__(561);
		const PATIENCE = 10_000;
		const GLANCE = 50;
		async function renew(world, step) {
			const began = world.now();
			const lock = (0, helper_folder.qw)(step.folder);
			const patience = world.elapsed() + PATIENCE;
			while (!isTaken(lock) && world.elapsed() < patience) {
				await world.pause(GLANCE, world.cancelled);
				const [held] = (0, helper_folder.q0)(step.folder);
				if (held && held.obtainedAt >= began) return held;
			}
			try {
				return await exchangeAgain(world, step);
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
		async function exchangeAgain(world, { folder, terms }) {
			if (!terms) throw new Error('its token was not issued by an exchange, so there is no other');
			const source = findIdTokenSource(world);
			if (!source) throw new Error(NO_SOURCE);
			const issued = await exchangeIdToken(world, terms, source);
			const held = heldFrom(issued, world.now());
			await keep(world, folder, terms, held);
			return held;
		}
		const NO_SOURCE =
			'the build token has ended, and this process cannot ask for another: it does not see ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN, which every step of a job with `id-token: write` has; run Docker with the environment of its step';
		function heldFrom({ token, expiresIn }, now) {
			const endsAt = expiresIn === undefined ? undefined : now + expiresIn * 1000;
			return { token, obtainedAt: now, ...(endsAt !== undefined && { endsAt }) };
		}
		async function keep(world, folder, { exchangeUrl }, held) {
			const revoked = () => revokeToken(world, { url: exchangeUrl, token: held.token });
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
				return await renew(createWorld(), step);
			} catch (error) {
				if (!(error instanceof Failure)) throw error;
				throw new Error(`${error.message} (${error.code}, ${pageOf(error.code)})`, { cause: error });
			}
		}
		function createWorld() {
			const env = (name) => process.env[name];
			const say = (text) => (0, external_node_fs_.writeSync)(2, `${(0, one_line.tJ)(text)}\n`);
			return {
				env,
				now: () => Date.now(),
				elapsed: () => process.uptime() * 1000,
				random: () => Math.random(),
				pause: (milliseconds, signal) => (0, promises_.setTimeout)(milliseconds, undefined, { signal }),
				send: createSend(env),
				...listenForCancellation(),
				mask: () => undefined,
				info: say,
				warn: (title, text) => say(`${title}. ${text}`),
			};
		}
	},
};
