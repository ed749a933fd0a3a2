// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 51;
export const ids = [51];
export const modules = {
	852: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.r(__webpack_exports__);
		__webpack_require__.d(__webpack_exports__, {
			codeOf: () => codeOf,
			faultOf: () => faultOf,
			inWords: () => inWords,
			refusedByProxy: () => refusedByProxy,
		});
		var _failure_one_line_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(830);
		var _system_regular_file_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(837);
		var _network_fault_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(301);
		var _retry_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(300);
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
			return IN_WORDS[codeOf(error)] ?? (0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_3__.bD)(error);
		}
		function codeOf(error) {
			if (!(error instanceof Error)) return 'unknown';
			return 'code' in error ? String(error.code) : error.name;
		}
		const UNTRUSTED =
			/^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;
		const NOT_SPOKEN = [
			['HTTPS', /wrong[_ ]version[_ ]number|packet[_ ]length[_ ]too[_ ]long|http[_ ]request/i],
			['HTTP', /HPE_INVALID_CONSTANT|Expected HTTP/i],
		];
		const TUNNEL = /^tunneling socket could not be established, (?:statusCode=([0-9]+)|cause=(.*))$/s;
		function faultOf(error, proxy = 'the proxy', authorities) {
			if (error instanceof _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H) return error;
			const [, status, cause] = TUNNEL.exec((0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_3__.bD)(error)) ?? [];
			if (status) return refusedByProxy(proxy, Number(status));
			if (cause !== undefined) return unreachableProxy(proxy, cause);
			const code = codeOf(error);
			if (UNTRUSTED.test(code)) {
				const seen = `its certificate was not accepted (${code})${faultIn(authorities)}`;
				return new _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H('untrusted', seen, { cause: error });
			}
			const [protocol] =
				NOT_SPOKEN.find(([, words]) =>
					words.test(`${code} ${(0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_3__.bD)(error)}`),
				) ?? [];
			if (protocol) {
				const seen = `what answers there does not speak ${protocol} (${code})`;
				return new _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H('unreachable', seen, { cause: error, final: true });
			}
			return new _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H('unreachable', `${inWords(error)} (${code})`, {
				cause: error,
			});
		}
		function unreachableProxy(label, cause) {
			const untrusted = /certificate/i.test(cause);
			const code = /\bE[A-Z]{3,}\b/.exec(cause)?.[0] ?? 'ECONNRESET';
			const { message, final } = untrusted
				? new _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H(
						'untrusted',
						`its certificate was not accepted (${cause})`,
					)
				: faultOf(Object.assign(new Error(cause), { code }));
			return new _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H(
				'proxy_unreachable',
				`${label} can't be reached: ${message}`,
				{ final },
			);
		}
		function refusedByProxy(label, status) {
			if ((0, _retry_js__WEBPACK_IMPORTED_MODULE_2__.dg)(status))
				return new _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H(
					'unreachable',
					`${label} could not connect to it (HTTP ${status})`,
				);
			const why = status === 407 ? 'demands a login, or does not accept the one it got' : 'refused';
			return new _network_fault_js__WEBPACK_IMPORTED_MODULE_1__.H('proxy_refused', `${label} ${why} (HTTP ${status})`);
		}
		const MAX_AUTHORITIES_BYTES = 1024 * 1024;
		function faultIn(path) {
			if (!path) return '';
			try {
				const { text } = (0, _system_regular_file_js__WEBPACK_IMPORTED_MODULE_0__.XF)(path, MAX_AUTHORITIES_BYTES);
				return text.includes('-----BEGIN') ? '' : `; ${EXTRA} holds no certificate`;
			} catch (error) {
				return `; ${EXTRA} can't be read (${(0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_3__.bD)(error)})`;
			}
		}
		const EXTRA = 'the file that NODE_EXTRA_CA_CERTS names';
	},
	162: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			refusalOf: () => refusalOf,
		});
		var _protocol_reasons_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(849);
		var _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(881);
		var _failure_one_line_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(830);
		var _answer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(570);
		var _retry_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(300);
		function refusalOf(answer, now, outageCode = 'exchange_unavailable') {
			if ((0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.N6)(answer.status)) return redirected(answer);
			const members = (0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.RN)(answer.body) ?? {};
			const details = { ...detailsOf(members), ...clocksOf(answer, now) };
			if ((0, _retry_js__WEBPACK_IMPORTED_MODULE_3__.dg)(answer.status))
				return outage(answer.status, members, outageCode, {
					...details,
					retry: (0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.W2)(answer, now),
				});
			if (!isAnswerOfOurs(members)) return foreign(answer, details);
			if (isNoEndpoint(answer.status, members)) return elsewhere(answer.status, members);
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__.H(
				reasonIn(members) ?? 'exchange_refused',
				sentence(members),
				details,
			);
		}
		function isAnswerOfOurs({ error, detail, ok }) {
			return typeof error === 'string' || typeof detail === 'string' || ok === false;
		}
		function isNoEndpoint(status, members) {
			return (status === 404 || status === 405) && members.ok !== false && !reasonIn(members);
		}
		function elsewhere(status, members) {
			const message = `What \`exchange-url\` leads to answered HTTP ${status}: ${sentence(members)}`;
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__.H('exchange_answer_invalid', message);
		}
		function reasonIn({ reason }) {
			return typeof reason === 'string' && (0, _protocol_reasons_js__WEBPACK_IMPORTED_MODULE_0__.Vs)(reason)
				? reason
				: undefined;
		}
		function sentence(members) {
			return (0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_4__.TN)(
				saidBy(members) ?? 'The exchange did not say why.',
			);
		}
		function saidBy({ error_description: description, detail, error }) {
			return [description, detail, error].filter((text) => typeof text === 'string').find((text) => text !== '');
		}
		function detailsOf({ reference, claims }) {
			return {
				failedClaims: Array.isArray(claims) ? claims.filter(isClaimName).slice(0, MAX_CLAIMS) : [],
				...((0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.A_)(reference) && { reference }),
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
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__.H(reasonIn(members) ?? fallback, message, details);
		}
		function redirected({ status, headers: { location = '' } }) {
			const target = URL.canParse(location) ? new URL(location).host : 'another address';
			const message = `The exchange's address answered with a redirect to ${(0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_4__.TN)(target)} (HTTP ${status}). Nothing was sent there.`;
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__.H('exchange_redirected', message);
		}
		function foreign(answer, details) {
			const message = `The answer is not one of an exchange: HTTP ${answer.status} with ${(0, _answer_js__WEBPACK_IMPORTED_MODULE_2__.F5)(answer)}.`;
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_1__.H('exchange_answer_invalid', message, details);
		}
	},
	302: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			revokeToken: () => revokeToken,
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
	872: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			whyUnavailable: () => whyUnavailable,
		});
		var _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(881);
		var _failure_one_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(830);
		function whyUnavailable(runner) {
			const other = OTHER_SYSTEMS.find(({ variable }) => runner.env(variable) === 'true');
			if (other) {
				const { why, next, paste } = other;
				return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H('id_token_not_offered', why, { next, paste });
			}
			if (isForkEvent(runner.env('GITHUB_EVENT_NAME'))) {
				const event = payloadOf(runner);
				if (!event) return permissionMissing(OWN, NO_EVENT);
				const fork = forkIn(event.payload);
				if (fork) return forkPullRequest(fork);
			}
			if (runner.env('GITHUB_ACTOR') === 'dependabot[bot]') return dependabot();
			const own = runner.input('job-workflow-ref');
			const caller = runner.env('GITHUB_WORKFLOW_REF');
			if (!isWorkflowRef(own) || !caller) return permissionMissing(`${OWN}\n\n${PERHAPS_CALLED}`);
			return own === caller
				? permissionMissing(OWN)
				: reusableWorkflow(
						(0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_1__.TN)(own),
						(0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_1__.TN)(caller),
					);
		}
		function isForkEvent(name) {
			return name?.startsWith('pull_request') === true && name !== 'pull_request_target';
		}
		function payloadOf(runner) {
			try {
				return { payload: runner.event() };
			} catch {
				return undefined;
			}
		}
		function forkIn(payload) {
			const { head, base } = payload?.pull_request ?? {};
			const [from, to] = [head?.repo?.full_name, base?.repo?.full_name];
			return from === to
				? undefined
				: (0, _failure_one_line_js__WEBPACK_IMPORTED_MODULE_1__.TN)(from ?? 'deleted since');
		}
		function isWorkflowRef(text) {
			return /^[^/\s]+\/[^/\s]+\/[^\s@`]+@[^\s`]+$/.test(text);
		}
		const OWN = `permissions:
  id-token: write # lets this job ask GitHub for an ID token
  contents: read`;
		const SKIP = `with:
  on-unavailable: skip # the output authenticated is 'false' then`;
		const PERHAPS_CALLED = `# If another workflow calls this one, its job needs the permission, too:
${callerPermission('OWNER/REPOSITORY/.github/workflows/WORKFLOW.yml@REF')}`;
		function callerPermission(called) {
			return `jobs:
  build:
    permissions:
      id-token: write # a called workflow never has more than its caller gives it
      contents: read
    uses: ${called}`;
		}
		const OTHER_SYSTEMS = [
			{
				variable: 'FORGEJO_ACTIONS',
				why: 'Forgejo gives a job an ID token only if the workflow or the job sets `enable-openid-connect: true`, and this one has none.',
				next: 'Set that key, which takes a Forgejo and a runner that are new enough to know it, or let the step pass without a token.',
				paste: 'enable-openid-connect: true # of the workflow, or of the job',
			},
			{
				variable: 'GITEA_ACTIONS',
				why: 'Gitea gives an ID token to jobs with `id-token: write` in versions with OpenID Connect for Actions, and this one has none.',
				next: 'Give the job that permission, on such a Gitea; until then use a project token, with `on-unavailable: fallback` and `fallback-token`.',
				paste: `permissions:
  id-token: write # needs a Gitea with OpenID Connect for Actions
  contents: read`,
			},
			{
				variable: 'ACT',
				why: 'act runs workflows on your own machine, where there are no ID tokens, whatever `permissions` says.',
				next: 'Skip the step there, or pass a project token (`act --secret`) as `fallback-token`.',
				paste: `with:
  on-unavailable: \${{ env.ACT && 'skip' || 'fail' }}`,
			},
		];
		function forkPullRequest(fork) {
			const message = `This pull request comes from a fork (${fork}). GitHub gives no ID tokens to the workflows of a fork's pull request, whatever their permissions say, so that a stranger's change cannot act as this repository.`;
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H('id_token_fork_pull_request', message, {
				paste: SKIP,
			});
		}
		function dependabot() {
			const message =
				'Dependabot started this run. GitHub gives its runs read-only permissions unless the job names what it needs, and this job has no ID token.';
			const paste = `${OWN}\n\n# Or let the step pass without a token:\n${SKIP}`;
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H('id_token_dependabot', message, { paste });
		}
		function reusableWorkflow(own, caller) {
			const message = `This job belongs to the reusable workflow ${own}, called by ${caller}, and has no permission \`id-token: write\`. The called workflow cannot have more than the job that calls it.`;
			const called = own.replace(/@refs\/(?:heads|tags)\//, '@');
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H('id_token_reusable_workflow', message, {
				paste: callerPermission(called),
			});
		}
		const NO_EVENT =
			" Or the pull request comes from a fork, where that permission does nothing: the file that GITHUB_EVENT_PATH names would tell, but can't be read.";
		function permissionMissing(paste, but = '') {
			const message = `This job lacks the permission \`id-token: write\`, so GitHub gives it no way to ask for an ID token.${but}`;
			return new _failure_failure_js__WEBPACK_IMPORTED_MODULE_0__.H('id_token_permission_missing', message, { paste });
		}
	},
	621: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			discardTokens: () => discardTokens,
		});
		var _answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(570);
		var _issued_token_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(577);
		var _revoke_token_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(302);
		const TOKEN_MEMBER = /"(?:access_)?token"\s*:\s*"([^"\\]+)"/g;
		const MOST = 3;
		async function discardTokens(runner, { depot, exchangeUrl }, answer) {
			const found = [...answer.matchAll(TOKEN_MEMBER)]
				.map(([, token]) => token)
				.filter(_answer_js__WEBPACK_IMPORTED_MODULE_0__.Zc);
			const tokens = [...new Set(found)].slice(0, MOST);
			for (const token of tokens) (0, _issued_token_js__WEBPACK_IMPORTED_MODULE_1__.gg)(runner, token);
			if (depot && !answer.includes('"reference"')) return;
			await Promise.all(
				tokens.map((token) =>
					(0, _revoke_token_js__WEBPACK_IMPORTED_MODULE_2__.revokeToken)(runner, { url: exchangeUrl, token }),
				),
			);
		}
	},
	864: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			u: () => SHOWN_CLAIMS,
			ownClaims: () => ownClaims,
		});
		const buffer_utils_encoder = new TextEncoder(),
			decoder = new TextDecoder(),
			buffer_utils_strictDecoder = new TextDecoder('utf-8', { fatal: !0 }),
			UINT32_RANGE = null && 2 ** 32;
		function concat(...buffers) {
			const size = buffers.reduce((acc, { length }) => acc + length, 0),
				buf = new Uint8Array(size);
			let i = 0;
			for (const buffer of buffers) buf.set(buffer, i), (i += buffer.length);
			return buf;
		}
		function writeUInt32BE(buf, value, offset) {
			if (value < 0 || value >= UINT32_RANGE)
				throw new RangeError(`value must be >= 0 and <= ${UINT32_RANGE - 1}. Received ${value}`);
			buf.set([value >>> 24, value >>> 16, value >>> 8, value & 255], offset);
		}
		function uint64be(value) {
			const high = Math.floor(value / UINT32_RANGE),
				low = value % UINT32_RANGE,
				buf = new Uint8Array(8);
			return writeUInt32BE(buf, high, 0), writeUInt32BE(buf, low, 4), buf;
		}
		function uint32be(value) {
			const buf = new Uint8Array(4);
			return writeUInt32BE(buf, value), buf;
		}
		const NON_ASCII = /[^\x00-\x7f]/;
		function buffer_utils_encode(string) {
			if (typeof string == 'string' && string.length >= 128) {
				if (NON_ASCII.test(string)) throw new TypeError('non-ASCII string encountered in encode()');
				return buffer_utils_encoder.encode(string);
			}
			const bytes = new Uint8Array(string.length);
			for (let i = 0; i < string.length; i++) {
				const code = string.charCodeAt(i);
				if (code > 127) throw new TypeError('non-ASCII string encountered in encode()');
				bytes[i] = code;
			}
			return bytes;
		}
		function buffer_utils_encodeBase64(input, url = !1) {
			if (Uint8Array.prototype.toBase64)
				return input.toBase64({ alphabet: url ? 'base64url' : 'base64', omitPadding: url });
			const CHUNK_SIZE = 32768,
				arr = [];
			for (let i = 0; i < input.length; i += CHUNK_SIZE)
				arr.push(String.fromCharCode.apply(null, input.subarray(i, i + CHUNK_SIZE)));
			const encoded = btoa(arr.join(''));
			return url ? encoded.replace(/=/g, '').replace(/\+/g, '-').replace(/\//g, '_') : encoded;
		}
		function decodeBase64(encoded, url = !1) {
			if (Uint8Array.fromBase64) return Uint8Array.fromBase64(encoded, { alphabet: url ? 'base64url' : 'base64' });
			if (url) {
				if (encoded.includes('+') || encoded.includes('/')) throw new TypeError('Invalid base64url');
				encoded = encoded.replace(/-/g, '+').replace(/_/g, '/');
			}
			const binary = atob(encoded),
				bytes = new Uint8Array(binary.length);
			for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
			return bytes;
		}
		async function digest(algorithm, data) {
			const subtleDigest = `SHA-${algorithm.slice(-3)}`;
			return new Uint8Array(await crypto.subtle.digest(subtleDigest, data));
		}
		const invalid = 'The input to be decoded is not correctly encoded.';
		function base64url_decode(input) {
			try {
				return decodeBase64(typeof input == 'string' ? input : decoder.decode(input), !0);
			} catch (cause) {
				throw new TypeError(invalid, { cause });
			}
		}
		function base64url_encode(input) {
			return encodeBase64(typeof input == 'string' ? encoder.encode(input) : input, !0);
		}
		function assertUint8Array(input, label) {
			if (!(input instanceof Uint8Array)) throw new TypeError(`${label} must be an instance of Uint8Array`);
		}
		function isObject(input) {
			if (typeof input != 'object' || input === null || Object.prototype.toString.call(input) !== '[object Object]')
				return !1;
			const prototype = Object.getPrototypeOf(input);
			return prototype === null || Object.getPrototypeOf(prototype) === null;
		}
		function isJwkSet(input) {
			return isObject(input) && Array.isArray(input.keys) && Array.from(input.keys).every(isObject);
		}
		function isDisjoint(...headers) {
			const parameters = new Set();
			for (const header of headers)
				if (header)
					for (const parameter of Object.keys(header)) {
						if (parameters.has(parameter)) return !1;
						parameters.add(parameter);
					}
			return !0;
		}
		function assertNotSet(value, name) {
			if (value !== void 0) throw new TypeError(`${name} can only be called once`);
		}
		function decodeBase64url(value, label, ErrorClass) {
			try {
				return decode(value);
			} catch (cause) {
				throw new ErrorClass(`Failed to base64url decode the ${label}`, { cause });
			}
		}
		function encodeAsciiMember(value, label, ErrorClass) {
			try {
				return encode(value);
			} catch (cause) {
				throw new ErrorClass(`The ${label} is not a valid base64url string`, { cause });
			}
		}
		function parseJoseHeader(encodedProtectedHeader, ErrorClass, message) {
			let parsed;
			try {
				parsed = JSON.parse(strictDecoder.decode(decode(encodedProtectedHeader)));
			} catch (cause) {
				throw new ErrorClass(message, { cause });
			}
			if (!isObject(parsed)) throw new ErrorClass(message);
			return parsed;
		}
		const JWS_RECOGNIZED = { __proto__: null, b64: !0 },
			JWE_RECOGNIZED = { __proto__: null };
		function validateAlgorithms(option, algorithms) {
			if (algorithms !== void 0 && (!Array.isArray(algorithms) || algorithms.some((s) => typeof s != 'string')))
				throw new TypeError(`"${option}" option must be an array of strings`);
			return algorithms === void 0 ? void 0 : new Set(algorithms);
		}
		function validateCritDuplicates(Err, protectedHeader) {
			const { crit } = protectedHeader ?? {};
			if (Array.isArray(crit) && new Set(crit).size !== crit.length)
				throw new Err('"crit" (Critical) Header Parameter MUST NOT contain duplicate values');
		}
		function validateCrit(Err, recognizedDefault, recognizedOption, protectedHeader, joseHeader) {
			if (joseHeader.crit !== void 0 && protectedHeader?.crit === void 0)
				throw new Err('"crit" (Critical) Header Parameter MUST be integrity protected');
			if (!protectedHeader || protectedHeader.crit === void 0) return [];
			if (
				!Array.isArray(protectedHeader.crit) ||
				protectedHeader.crit.length === 0 ||
				protectedHeader.crit.some((input) => typeof input != 'string' || input.length === 0)
			)
				throw new Err('"crit" (Critical) Header Parameter MUST be an array of non-empty strings when present');
			const recognized =
				recognizedOption === void 0
					? recognizedDefault
					: { __proto__: null, ...recognizedOption, ...recognizedDefault };
			for (const parameter of protectedHeader.crit) {
				if (!(parameter in recognized))
					throw new JOSENotSupported(`Extension Header Parameter "${parameter}" is not recognized`);
				if (!Object.hasOwn(joseHeader, parameter) || joseHeader[parameter] === void 0)
					throw new Err(`Extension Header Parameter "${parameter}" is missing`);
				if (
					recognized[parameter] &&
					(!Object.hasOwn(protectedHeader, parameter) || protectedHeader[parameter] === void 0)
				)
					throw new Err(`Extension Header Parameter "${parameter}" MUST be integrity protected`);
			}
			return protectedHeader.crit;
		}
		function validateB64(protectedHeader, extensions) {
			if (extensions.includes('b64')) {
				const b64 = protectedHeader.b64;
				if (typeof b64 != 'boolean')
					throw new JWSInvalid('The "b64" (base64url-encode payload) Header Parameter must be a boolean');
				return b64;
			}
			return !0;
		}
		function serializeJoseHeader(Err, header) {
			let serialized, parsed;
			try {
				(serialized = JSON.stringify(header)), (parsed = JSON.parse(serialized));
			} catch (cause) {
				throw new Err('JOSE Header is not valid JSON', { cause });
			}
			if (!isObject(parsed)) throw new Err('JOSE Header is not a JSON object');
			return [parsed, serialized];
		}
		class JOSEError extends Error {
			static code = 'ERR_JOSE_GENERIC';
			code = 'ERR_JOSE_GENERIC';
			constructor(message, options) {
				super(message, options), (this.name = this.constructor.name), Error.captureStackTrace?.(this, this.constructor);
			}
		}
		class JWTClaimValidationFailed extends JOSEError {
			static code = 'ERR_JWT_CLAIM_VALIDATION_FAILED';
			code = 'ERR_JWT_CLAIM_VALIDATION_FAILED';
			claim;
			reason;
			payload;
			constructor(message, payload, claim = 'unspecified', reason = 'unspecified') {
				super(message, { cause: { claim, reason, payload } }),
					(this.claim = claim),
					(this.reason = reason),
					(this.payload = payload);
			}
		}
		class JWTExpired extends JOSEError {
			static code = 'ERR_JWT_EXPIRED';
			code = 'ERR_JWT_EXPIRED';
			claim;
			reason;
			payload;
			constructor(message, payload, claim = 'unspecified', reason = 'unspecified') {
				super(message, { cause: { claim, reason, payload } }),
					(this.claim = claim),
					(this.reason = reason),
					(this.payload = payload);
			}
		}
		class JOSEAlgNotAllowed extends (null && JOSEError) {
			static code = null && 'ERR_JOSE_ALG_NOT_ALLOWED';
			code = 'ERR_JOSE_ALG_NOT_ALLOWED';
		}
		class errors_JOSENotSupported extends (null && JOSEError) {
			static code = null && 'ERR_JOSE_NOT_SUPPORTED';
			code = 'ERR_JOSE_NOT_SUPPORTED';
		}
		class JWEDecryptionFailed extends JOSEError {
			static code = 'ERR_JWE_DECRYPTION_FAILED';
			code = 'ERR_JWE_DECRYPTION_FAILED';
			constructor(message = 'decryption operation failed', options) {
				super(message, options);
			}
		}
		class JWEInvalid extends (null && JOSEError) {
			static code = null && 'ERR_JWE_INVALID';
			code = 'ERR_JWE_INVALID';
		}
		class errors_JWSInvalid extends (null && JOSEError) {
			static code = null && 'ERR_JWS_INVALID';
			code = 'ERR_JWS_INVALID';
		}
		class JWTInvalid extends JOSEError {
			static code = 'ERR_JWT_INVALID';
			code = 'ERR_JWT_INVALID';
		}
		class JWKInvalid extends (null && JOSEError) {
			static code = null && 'ERR_JWK_INVALID';
			code = 'ERR_JWK_INVALID';
		}
		class JWKSInvalid extends (null && JOSEError) {
			static code = null && 'ERR_JWKS_INVALID';
			code = 'ERR_JWKS_INVALID';
		}
		class JWKSNoMatchingKey extends JOSEError {
			static code = 'ERR_JWKS_NO_MATCHING_KEY';
			code = 'ERR_JWKS_NO_MATCHING_KEY';
			constructor(message = 'no applicable key found in the JSON Web Key Set', options) {
				super(message, options);
			}
		}
		class JWKSMultipleMatchingKeys extends JOSEError {
			[Symbol.asyncIterator] = async function* () {};
			static code = 'ERR_JWKS_MULTIPLE_MATCHING_KEYS';
			code = 'ERR_JWKS_MULTIPLE_MATCHING_KEYS';
			constructor(message = 'multiple matching keys found in the JSON Web Key Set', options) {
				super(message, options);
			}
		}
		class JWKSTimeout extends JOSEError {
			static code = 'ERR_JWKS_TIMEOUT';
			code = 'ERR_JWKS_TIMEOUT';
			constructor(message = 'request timed out', options) {
				super(message, options);
			}
		}
		class JWSSignatureVerificationFailed extends JOSEError {
			static code = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';
			code = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';
			constructor(message = 'signature verification failed', options) {
				super(message, options);
			}
		}
		function decodeJwt(jwt) {
			if (typeof jwt != 'string') throw new JWTInvalid('JWTs must use Compact JWS serialization, JWT must be a string');
			const { 1: encodedPayload, length } = jwt.split('.');
			if (length === 5) throw new JWTInvalid('Only JWTs using Compact JWS serialization can be decoded');
			if (length !== 3) throw new JWTInvalid('Invalid JWT');
			if (!encodedPayload) throw new JWTInvalid('JWTs must contain a payload');
			let claimsSetBytes;
			try {
				claimsSetBytes = base64url_decode(encodedPayload);
			} catch (cause) {
				throw new JWTInvalid('Failed to base64url decode the payload', { cause });
			}
			let claimsSet;
			try {
				claimsSet = JSON.parse(buffer_utils_strictDecoder.decode(claimsSetBytes));
			} catch (cause) {
				throw new JWTInvalid('Failed to parse the decoded payload as JSON', { cause });
			}
			if (!isObject(claimsSet)) throw new JWTInvalid('Invalid JWT Claims Set');
			return claimsSet;
		}
		var one_line = __webpack_require__(830);
		const SHOWN_CLAIMS = [
			'repository',
			'repository_id',
			'repository_owner_id',
			'ref',
			'event_name',
			'environment',
			'workflow_ref',
			'job_workflow_ref',
			'sub',
			'aud',
			'iss',
			'sha',
			'run_id',
			'run_attempt',
			'actor',
			'runner_environment',
		];
		function ownClaims(idToken) {
			try {
				const payload = decodeJwt(idToken);
				const entries = SHOWN_CLAIMS.filter((name) => payload[name] !== undefined).map((name) => [
					name,
					(0, one_line.TN)(String(payload[name])),
				]);
				return {
					shown: Object.fromEntries(entries),
					...(payload.iat !== undefined && { issuedAt: payload.iat * 1000 }),
				};
			} catch {
				return { shown: {} };
			}
		}
	},
	784: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			explain: () => explain,
			explainAbsence: () => explainAbsence,
		});
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
		var claims = __webpack_require__(864);
		const AUTHOR = "the workflow's author";
		const ADMIN = 'an administrator of the project in Dockpass';
		const OPERATOR = 'whoever operates the exchange';
		const BUILDER_OPERATOR = 'whoever operates the builder';
		const NETWORK = "whoever runs the runner's network";
		const TRUST_AUTHORITY =
			'If a private authority signed it, set NODE_EXTRA_CA_CERTS to its certificate on the runner; never switch verification off.';
		const NOBODY = "nobody's yet";
		const OWN_EXPLANATIONS = {
			node_too_old: {
				component: 'runner',
				title: 'this runner starts the action with a Node that is too old',
				owner: 'whoever set up the runner',
				next: 'Use an image or a runner with Node 24: `container: node:24` for a job of Forgejo or Gitea, `-P ubuntu-latest=node:24` for act, the latest version of a runner of GitHub.',
			},
			inputs_invalid: {
				component: 'inputs',
				title: 'the inputs are wrong',
				owner: AUTHOR,
				next: 'Correct the inputs named above; nothing has been asked for yet.',
			},
			id_token_permission_missing: {
				component: 'GitHub',
				title: 'the job may not ask for an ID token',
				owner: AUTHOR,
				next: 'Give the job the permission.',
			},
			id_token_fork_pull_request: {
				component: 'GitHub',
				title: 'no ID tokens for pull requests from forks',
				owner: AUTHOR,
				next: 'Let the step pass without a token on such runs, and build without pushing.',
			},
			id_token_dependabot: {
				component: 'GitHub',
				title: 'no ID token for this Dependabot run',
				owner: AUTHOR,
				next: 'Name the permission on the job, or let the step pass without a token.',
			},
			id_token_reusable_workflow: {
				component: 'GitHub',
				title: 'the calling workflow lacks the permission for ID tokens',
				owner: "the calling workflow's author",
				next: 'Give the permission in the calling workflow, on the job that has `uses:`.',
			},
			id_token_not_offered: {
				component: 'CI system',
				title: 'the CI system gives this job no ID token',
				owner: AUTHOR,
				next: 'Set up what that system needs, or let the step pass without a token.',
			},
			fallback_token_missing: {
				component: 'inputs',
				title: 'no ID token, and no fallback token either',
				owner: AUTHOR,
				next: 'Set `fallback-token` from a secret that such runs can read (forks can read none, Dependabot only its own), or use `on-unavailable: skip`.',
			},
			id_token_refused: {
				component: 'GitHub',
				title: 'GitHub refused to sign an ID token',
				owner: 'GitHub, or the administrators of the organization',
				next: 'Run the job again; if it stays, see the status of GitHub Actions.',
			},
			id_token_unavailable: {
				component: 'GitHub',
				title: "GitHub's ID token service gave no ID token",
				owner: `GitHub, or ${NETWORK}`,
				next: 'Run the job again; if it stays, see the status of GitHub Actions.',
			},
			proxy_invalid: {
				component: 'network',
				title: "a proxy setting of the runner can't be used",
				owner: NETWORK,
				next: 'Correct the variable, or list the host in NO_PROXY if it needs no proxy.',
			},
			proxy_unreachable: {
				component: 'network',
				title: "the runner's proxy can't be reached",
				owner: NETWORK,
				next: 'Check that the proxy runs, and the variable that names it.',
			},
			proxy_refused: {
				component: 'network',
				title: "the runner's proxy refuses the connection",
				owner: NETWORK,
				next: 'Check the user name and password in the variable named above, and that the proxy allows this host; or list the host in NO_PROXY.',
			},
			exchange_unreachable: {
				component: 'network',
				title: 'the exchange cannot be reached',
				owner: `${OPERATOR}, or ${NETWORK}`,
				next: 'Check `exchange-url`, and that the exchange can be reached from this runner.',
			},
			exchange_certificate_untrusted: {
				component: 'network',
				title: "the exchange's certificate is not trusted",
				owner: `${OPERATOR}, or ${NETWORK}`,
				next: TRUST_AUTHORITY,
			},
			exchange_timeout: {
				component: 'network',
				title: 'the exchange did not answer in time',
				owner: `${OPERATOR}, or ${NETWORK}`,
				next: 'Run the job again; if it stays, ask whoever operates the exchange.',
			},
			exchange_redirected: {
				component: 'exchange',
				title: 'the exchange redirected',
				owner: AUTHOR,
				next: 'Set `exchange-url` to the final address; an ID token is never sent on.',
			},
			exchange_answer_truncated: {
				component: 'network',
				title: "the exchange's answer broke off",
				owner: `${OPERATOR}, or ${NETWORK}`,
				next: 'Run the job again; if it stays, look for a proxy that cuts connections.',
			},
			exchange_answer_too_large: {
				component: 'exchange',
				title: "the exchange's answer is too large",
				owner: AUTHOR,
				next: 'Check that `exchange-url` is the address of an exchange.',
			},
			exchange_answer_invalid: {
				component: 'exchange',
				title: "the exchange's answer is not one",
				owner: `${AUTHOR}, or ${OPERATOR}`,
				next: 'Check that `exchange-url` is the address of an exchange, and `protocol` the one that it speaks.',
			},
			exchange_unavailable: {
				component: 'exchange',
				title: 'the exchange is out of order',
				owner: OPERATOR,
				next: 'Run the job again later. This is an outage, not a refusal.',
			},
			exchange_refused: {
				component: 'exchange',
				title: 'the exchange refused',
				owner: ADMIN,
				next: 'Ask with what the exchange said above.',
			},
			docker_not_ready: {
				component: 'Docker',
				title: 'Docker could not be made ready for the registry',
				owner: `${AUTHOR}, or whoever set up the runner`,
				next: "Repair what is named above, or leave out `registry` and log in with docker/login-action and this step's outputs.",
			},
			builder_not_ready: {
				component: 'builder',
				title: 'the builder credentials could not be left for later steps',
				owner: 'whoever set up the runner',
				next: 'Repair what is named above, or leave out `builder`.',
			},
			builder_credentials_unavailable: {
				component: 'builder',
				title: 'the exchange gave no builder credentials',
				owner: `${OPERATOR}, or ${NETWORK}`,
				next: 'Run the job again later. This is an outage, not a refusal: the same exchange had issued the build token.',
			},
			builder_unreachable: {
				component: 'builder',
				title: 'the builder cannot be reached',
				owner: `${BUILDER_OPERATOR}, or ${NETWORK}`,
				next: "Check that the builder runs, that this runner may connect to it directly (buildx uses no proxy), and the endpoint in the project's builder settings.",
			},
			builder_certificate_untrusted: {
				component: 'builder',
				title: "the builder's certificate is not trusted",
				owner: `${BUILDER_OPERATOR}, or ${ADMIN}`,
				next: "Renew the builder's certificate, or set `server_ca` in the project's builder settings to the authority that signed it.",
			},
			builder_name_mismatch: {
				component: 'builder',
				title: "the builder's certificate is made out to another name",
				owner: `${BUILDER_OPERATOR}, or ${ADMIN}`,
				next: "Set `server_name` in the project's builder settings to a name that the certificate has, or give the builder a certificate with that name.",
			},
			builder_refused_certificate: {
				component: 'builder',
				title: "the builder does not accept this job's certificate",
				owner: BUILDER_OPERATOR,
				next: "Start buildkitd with the project's builder authorities as `--tlscacert` (`dockpass builder ca` prints them), and check the time of its machine.",
			},
			builder_not_http2: {
				component: 'builder',
				title: 'what answers in place of the builder is no BuildKit behind TLS',
				owner: `${BUILDER_OPERATOR}, or ${ADMIN}`,
				next: "Check the endpoint in the project's builder settings, that buildkitd has `--tlscert` and `--tlskey`, and that a proxy in front of it passes TLS through.",
			},
			unexpected_error: {
				component: 'action',
				title: 'an error that should not happen',
				owner: "the runner's, or ours",
				next: 'If the text above does not help, report it with the log of this step.',
			},
		};
		var markup = __webpack_require__(471);
		const REASON_EXPLANATIONS = {
			malformed_token: {
				component: 'exchange',
				title: 'the exchange cannot read the ID token',
				owner: OPERATOR,
				next: 'Look for a proxy that alters requests, then look up the reference (`dockpass audit show`).',
			},
			unknown_issuer: {
				component: 'exchange',
				title: "the exchange does not know this job's issuer",
				owner: OPERATOR,
				next: 'Register the `iss` shown in the job summary as an issuer.',
			},
			issuer_disabled: {
				component: 'exchange',
				title: "the exchange has switched this job's issuer off",
				owner: OPERATOR,
				next: 'Ask why; until the issuer is switched on again, none of its jobs gets a token.',
			},
			bad_signature: {
				component: 'exchange',
				title: "the ID token's signature does not hold",
				owner: OPERATOR,
				next: 'Look up the reference (`dockpass audit show`); the token was altered, or the issuer is another one.',
			},
			unknown_key: {
				component: 'exchange',
				title: "the ID token's key is not one of the issuer's",
				owner: OPERATOR,
				next: 'Run the job again; if it stays, check that the exchange can fetch the key set of the issuer.',
			},
			wrong_audience: {
				component: 'inputs',
				title: '`exchange-url` is not the URL that the exchange goes by',
				owner: AUTHOR,
				next: 'Set `exchange-url` to exactly the URL that the exchange names above, and leave `audience` unset.',
			},
			expired: {
				component: 'exchange',
				title: 'the exchange says that the ID token has expired',
				owner: OPERATOR,
				next: "Check the time of the exchange's machine; the ID token was a few seconds old.",
			},
			not_yet_valid: {
				component: 'exchange',
				title: 'the exchange says that the ID token is not valid yet',
				owner: OPERATOR,
				next: "Check the time of the exchange's machine; the ID token was valid when it was sent.",
			},
			missing_claim: {
				component: 'GitHub',
				title: 'the ID token lacks a claim that the exchange needs',
				owner: OPERATOR,
				next: 'Check that the issuer is a GitHub that sends the claims named below.',
			},
			replayed: {
				component: 'exchange',
				title: 'the ID token had been used before',
				owner: OPERATOR,
				next: 'Look up the reference (`dockpass audit show`): somebody else may have presented the ID token of this job.',
			},
			run_revoked: {
				component: 'exchange',
				title: 'this workflow run gets no tokens any more',
				owner: ADMIN,
				next: 'Ask why its tokens were revoked, then start a new run.',
			},
			unknown_token: {
				component: 'exchange',
				title: 'the exchange does not know the token',
				owner: AUTHOR,
				next: 'Check which token was sent; a build token is forgotten a day after its end.',
			},
			token_revoked: {
				component: 'exchange',
				title: 'the token was revoked',
				owner: `${AUTHOR}, or ${ADMIN}`,
				next: 'Replace the token; if nobody knows who revoked it, look up the reference.',
			},
			derivation_too_deep: {
				component: 'exchange',
				title: 'the token was narrowed too many times over',
				owner: AUTHOR,
				next: 'Narrow one of the tokens that it came from.',
			},
			oidc_only: {
				component: 'exchange',
				title: 'the project refuses user access tokens and project tokens',
				owner: `${AUTHOR}, or ${ADMIN}`,
				next: 'Exchange the ID token of a job instead, or let an administrator allow static tokens.',
			},
			no_trust_relationship: {
				component: 'exchange',
				title: 'no project trusts this repository',
				owner: ADMIN,
				next: 'Correct `project`, or add a trust relationship for the `repository` shown in the job summary.',
			},
			condition_failed: {
				component: 'exchange',
				title: "this job does not meet the project's conditions",
				owner: `${AUTHOR}, or ${ADMIN}`,
				next: 'Compare the marked claims with what this job was meant to be; if they are right, give the reference to an administrator of the project, who sees what was expected.',
			},
			privileged_event: {
				component: 'exchange',
				title: 'this event is not admitted',
				owner: ADMIN,
				next: 'Start the job by another event; name this one in the trust relationship only if no stranger can steer the run.',
			},
			project_required: {
				component: 'inputs',
				title: 'the job has to name its project',
				owner: AUTHOR,
				next: 'Set `project` to the project that this job is for; that takes `protocol: token-exchange`, the default.',
			},
			project_not_granted: {
				component: 'exchange',
				title: 'a project that was asked for is not granted',
				owner: `${AUTHOR}, or ${ADMIN}`,
				next: 'Ask only for projects that trust this repository.',
			},
			permission_not_granted: {
				component: 'exchange',
				title: 'a permission that was asked for is not granted',
				owner: `${AUTHOR}, or ${ADMIN}`,
				next: 'Ask for fewer permissions, or give the reference to an administrator of the project, who can grant more.',
			},
			issuer_unavailable: {
				component: 'exchange',
				title: 'the exchange cannot get the keys of the issuer',
				owner: OPERATOR,
				next: 'Run the job again later. This is an outage, not a refusal.',
			},
			store_unavailable: {
				component: 'exchange',
				title: 'the exchange cannot use its database',
				owner: OPERATOR,
				next: 'Run the job again later. This is an outage, not a refusal.',
			},
			rate_limited: {
				component: 'exchange',
				title: 'too many exchanges',
				owner: NOBODY,
				next: 'Run the job again later; exchange once in a job, not once in a step.',
			},
			malformed_request: {
				component: 'exchange',
				title: 'the exchange does not understand the request',
				owner: `${OPERATOR}, or ours`,
				next: 'Bring the exchange and this action to versions that belong together.',
			},
			internal_error: {
				component: 'exchange',
				title: 'the exchange failed inside',
				owner: OPERATOR,
				next: "Run the job again later; the reference leads to the error in the exchange's log.",
			},
			build_token_required: {
				component: 'exchange',
				title: 'only a build token gets builder credentials',
				owner: AUTHOR,
				next: 'Exchange the ID token of the job, or the static token (RFC 8693), for a build token, and ask with that.',
			},
			builder_not_configured: {
				component: 'exchange',
				title: 'the project has no builder',
				owner: ADMIN,
				next: 'Say where the builder is (`dockpass builder set`), or leave `builder` out.',
			},
		};
		const EXPLANATIONS = {
			...OWN_EXPLANATIONS,
			...REASON_EXPLANATIONS,
		};
		function reportOf(failure) {
			const { component, title, owner, next } = EXPLANATIONS[failure.code];
			const { asked = '', failedClaims = [], reference = '', clocks, claims, exchange, untrusted } = failure.details;
			const event = exchange && reference ? `${exchange}/events/${reference}` : '';
			const facts = [
				['Seen', failure.message],
				['Asked for', asked],
				['Where', component === 'exchange' && exchange ? `${component} (${exchange})` : component],
				['Whose move', owner],
				['Next', failure.details.next ?? (untrusted ? TRUST_AUTHORITY : next)],
				['Claims that failed', failedClaims.join(', ')],
				['Clocks', (clocks && clockSkew({ ...clocks, github: claims?.issuedAt })) ?? ''],
				['Error code', failure.code],
				['Reference', reference],
				['For an administrator to open', event],
			];
			return {
				failure,
				title: `Dockpass: ${title}`,
				facts: facts.filter(([, text]) => text !== ''),
				link: pageOf(failure.code),
				event,
			};
		}
		const TOLERANCE = 60_000;
		function clockSkew({ exchange, runner, github }) {
			const [reference, owner] = github === undefined ? [runner, 'this runner'] : [github, 'GitHub'];
			const skew = exchange - reference;
			if (Math.abs(skew) < TOLERANCE) return undefined;
			return `The clock of the exchange is ${amount(skew)} ${skew > 0 ? 'ahead of' : 'behind'} that of ${owner}.`;
		}
		function amount(milliseconds) {
			const minutes = Math.round(Math.abs(milliseconds) / 60_000);
			return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
		}
		function plainText({ failure, facts, link }) {
			const { paste, claims, failedClaims = [] } = failure.details;
			return [
				...facts.map(([label, text]) => `${label}: ${text}`),
				...(claims ? ['What this job said about itself:', ...claimLines(claims, failedClaims)] : []),
				...(paste ? ['To paste:', paste] : []),
				`More: ${link}`,
			].join('\n');
		}
		function claimLines({ shown }, failed) {
			return claims.u
				.filter((name) => name in shown)
				.map((name) => `  ${name}: ${shown[name]}${failed.includes(name) ? ' (refused)' : ''}`);
		}
		function failureSummary({ failure, title, facts, link, event }) {
			const { paste, claims, failedClaims = [] } = failure.details;
			return [
				(0, markup.qy)`<h3>${title}</h3>`.source,
				table(facts.filter(([, text]) => text !== event).map(([label, text]) => row(label, (0, markup.CS)(text))))
					.source,
				paste && `\`\`\`yaml\n${paste}\n\`\`\``,
				claims && claimsTable(claims, failedClaims).source,
				claims && notes(claims),
				event && (0, markup.qy)`<p><a href="${event}">Ask an administrator to open this refusal</a></p>`.source,
				(0, markup.qy)`<p><a href="${link}">What this means and what to do</a></p>`.source,
			]
				.filter((block) => block)
				.join('\n\n');
		}
		function table(rows) {
			return (0, markup.qy)`<table>\n${rows}</table>`;
		}
		function row(label, value) {
			return (0, markup.qy)`<tr><th align="left">${label}</th><td>${value}</td></tr>\n`;
		}
		function claimsTable({ shown }, failed) {
			const rows = claims.u.flatMap((name) => {
				const value = shown[name];
				if (value === undefined && !failed.includes(name)) return [];
				const verdict = failed.includes(name) ? '❌ ' : '';
				return [
					row(
						`${verdict}${name}`,
						value === undefined ? (0, markup.qy)`(absent)` : (0, markup.qy)`<code>${value}</code>`,
					),
				];
			});
			return (0,
			markup.qy)`<p>What this job said about itself${failed.length > 0 ? '; ❌ marks what was refused' : ''}:</p>
${table(rows)}`;
		}
		function notes({ shown }) {
			const immutable = /^repo:[^/]+@[0-9]+\/[^:]+@[0-9]+:/.test(shown.sub ?? '');
			const { workflow_ref: caller, job_workflow_ref: called } = shown;
			const items = [
				...(immutable ? [IMMUTABLE] : []),
				...(called && caller && called !== caller ? [reusable(called, caller)] : []),
			];
			return items.length > 0 ? (0, markup.qy)`<ul>\n${items}</ul>`.source : '';
		}
		const IMMUTABLE = (0,
		markup.qy)`<li><code>sub</code> has GitHub's immutable form, with the numeric ids of owner and repository. That is no reason for a refusal: Dockpass never reads <code>sub</code> apart, it matches the claims themselves.</li>
`;
		function reusable(called, caller) {
			return (0,
			markup.qy)`<li>The job belongs to the reusable workflow <code>${called}</code>, called by <code>${caller}</code>. Conditions on <code>workflows</code> look at the caller, conditions on <code>reusable_workflows</code> at the called one.</li>
`;
		}
		var one_line = __webpack_require__(830);
		function explain(runner, error) {
			const failure = (0, failure_failure.g)(error);
			const report = reportOf(failure);
			runner.fail(report.title, plainText(report));
			runner.summarize(failureSummary(report));
			setOutputs(runner, failure);
			return 1;
		}
		function explainAbsence(runner, because, outcome) {
			const link = pageOf(because.code);
			runner.info(`${outcome} ${because.message} More: ${link}`);
			runner.summarize(
				(0, markup.qy)`<p>${outcome} ${(0, markup.CS)(because.message)} <a href="${link}">More</a></p>`.source,
			);
		}
		function setOutputs(runner, { code, details }) {
			try {
				if (!details.handedOver) {
					runner.output('authenticated', 'false');
					runner.output('source', 'none');
				}
				runner.output('error-code', code);
				if (details.reference) runner.output('reference', details.reference);
			} catch (error) {
				runner.info(`The outputs could not be set: ${(0, one_line.bD)(error)}`);
			}
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
};
