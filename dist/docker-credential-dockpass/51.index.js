// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 51;
export const ids = [51];
export const modules = {
	471: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
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
	621: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			discardTokens: () => discardTokens,
		});
		var _answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(570);
		var _issued_token_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(543);
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
					(0, _revoke_token_js__WEBPACK_IMPORTED_MODULE_2__.w)(runner, { url: exchangeUrl, token }),
				),
			);
		}
	},
	864: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
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
};
