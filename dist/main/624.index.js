// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 624;
export const ids = [624];
export const modules = {
	581: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			makeBuilderReady: () => makeBuilderReady,
		});
		var attempts = __webpack_require__(342);
		var external_node_crypto_ = __webpack_require__(598);
		var external_node_net_ = __webpack_require__(30);
		var projects = __webpack_require__(868);
		const BUILDER_CREDENTIALS_PATH = '/api/v1/builder-credentials';
		function certificateUri(installation, project) {
			const url = (0, projects.Vn)(installation, project);
			return /^[\x21-\x7e]*$/.test(url) ? url : new URL(url).href;
		}
		var exchange_answer = __webpack_require__(570);
		var failure = __webpack_require__(881);
		function readCredentials(answer, expected) {
			const members = (0, exchange_answer.RN)(answer.body);
			if (!members) throw unusable(`HTTP 201 with ${(0, exchange_answer.F5)(answer)} instead of builder credentials`);
			const { server_name: serverName, reference } = members;
			const { project } = expected;
			if (members.project !== project) throw unusable('`project` is not the one that was asked for');
			if (!isServerName(serverName)) throw unusable('`server_name` is not a valid host name');
			const [certificate, ...rest] = certificatesIn('certificate', members.certificate);
			if (!certificate || rest.length > 0) throw unusable('`certificate` is not one certificate');
			checkCertificate(certificate, expected);
			return {
				project,
				...addressIn(members.endpoint),
				serverName,
				serverCa: certificatesIn('server_ca', members.server_ca).map(String).join(''),
				certificate: certificate.toString(),
				endsAt: certificate.validToDate,
				reference: (0, exchange_answer.A_)(reference) ? reference : undefined,
			};
		}
		const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i;
		function isServerName(value) {
			return typeof value === 'string' && (HOST.test(value) || (0, external_node_net_.isIP)(value) !== 0);
		}
		const ENDPOINT = /^tcp:\/\/(?:\[([0-9a-f:.]+)\]|([^[\]:]+)):([0-9]{1,5})$/i;
		function addressIn(endpoint) {
			const text = typeof endpoint === 'string' ? endpoint : '';
			const [, address = '', name = '', port = ''] = ENDPOINT.exec(text) ?? [];
			const host = address || name;
			const isHost = address ? (0, external_node_net_.isIP)(address) === 6 : HOST.test(name);
			if (!isHost || Number(port) < 1 || Number(port) > 65_535)
				throw unusable('`endpoint` is not of the form tcp://host:port');
			return { endpoint: text, host, port: Number(port) };
		}
		const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]*-----END \1-----\s*/g;
		function certificatesIn(member, value) {
			const text = typeof value === 'string' ? value.trim() : '';
			const blocks = text.match(BLOCK) ?? [];
			if (blocks.length === 0 || blocks.join('') !== text) throw unusable(`\`${member}\` is no PEM`);
			try {
				return blocks.map((block) => new external_node_crypto_.X509Certificate(block));
			} catch {
				throw unusable(`\`${member}\` holds something that is no certificate`);
			}
		}
		const NO_END = new Date('9999-12-31T23:59:59Z');
		function checkCertificate(certificate, { project, installation, privateKey }) {
			if (!certificate.checkPrivateKey(privateKey))
				throw unusable('`certificate` was made for another key than that of this job');
			if (certificate.subjectAltName !== `URI:${certificateUri(installation, project)}`)
				throw unusable(`\`certificate\` is not made out to the project ${project}`);
			if (!(certificate.validToDate < NO_END)) throw unusable('`certificate` has no end');
		}
		function unusable(seen) {
			return new failure.H('exchange_answer_invalid', `The builder credentials cannot be used: ${seen}.`);
		}
		function driverOpts({ cacert, cert, key }, serverName) {
			return [`cacert=${cacert}`, `cert=${cert}`, `key=${key}`, `servername=${serverName}`].map(csvField).join(',');
		}
		function csvField(text) {
			return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
		}
		var external_node_fs_ = __webpack_require__(24);
		var external_node_path_ = __webpack_require__(379);
		var one_line = __webpack_require__(830);
		var own_folder = __webpack_require__(303);
		const CREDENTIAL_FILES = {
			cacert: 'ca.pem',
			cert: 'cert.pem',
			key: 'key.pem',
		};
		const PREFIX = 'dockpass-builder-';
		function claimFolder(runner) {
			const temp = runner.env('RUNNER_TEMP');
			if (!temp) throw notReady('The runner has set no RUNNER_TEMP.');
			const folder = (0, external_node_path_.resolve)(temp);
			if (/\p{Cc}/u.test(folder))
				throw notReady(`RUNNER_TEMP (${(0, one_line.TN)(folder)}) has a control character in it.`);
			return local(() => (0, external_node_fs_.mkdtempSync)((0, external_node_path_.join)(folder, PREFIX)));
		}
		function writeFiles(folder, contents) {
			const write = (name) => {
				const path = (0, external_node_path_.join)(folder, CREDENTIAL_FILES[name]);
				(0, external_node_fs_.writeFileSync)(path, contents[name], { mode: 0o600, flag: 'wx' });
				return path;
			};
			return local(() => ({ cacert: write('cacert'), cert: write('cert'), key: write('key') }));
		}
		function removeCredentials({ folder }) {
			removeFolder(folder, (name) => Object.values(CREDENTIAL_FILES).includes(name));
		}
		function local(work) {
			try {
				return work();
			} catch (error) {
				throw notReady((0, one_line.bD)(error), error);
			}
		}
		function notReady(message, cause) {
			return new failure.H('builder_not_ready', message, { cause });
		}
		function makeKeyPair(runner) {
			const { publicKey, privateKey } = (0, external_node_crypto_.generateKeyPairSync)('ec', { namedCurve: 'P-256' });
			const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
			const lines = privatePem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
			for (const line of lines) runner.mask(line);
			return {
				privateKey,
				privatePem,
				publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
			};
		}
		var external_node_events_ = __webpack_require__(474);
		var external_node_http2_ = __webpack_require__(467);
		var promises_ = __webpack_require__(500);
		var external_node_tls_ = __webpack_require__(311);
		class ProbeFault extends Error {
			name = 'ProbeFault';
			stage;
			constructor(stage, cause) {
				super(`the builder was not reached: no ${stage}`, { cause });
				this.stage = stage;
			}
		}
		class TooSlow extends Error {
			name = 'TooSlow';
		}
		class WantsAlpn extends Error {
			name = 'WantsAlpn';
		}
		class ClosedEarly extends Error {
			name = 'ClosedEarly';
		}
		const probe = async (target, { within, unless }) => {
			const timeLimit = AbortSignal.timeout(Math.ceil(within) + 1);
			const signal = unless ? AbortSignal.any([unless, timeLimit]) : timeLimit;
			const progress = { stage: 'connection' };
			const socket = openTls(target);
			socket.once('connect', () => {
				progress.stage = 'TLS';
			});
			try {
				await (0, external_node_events_.once)(socket, 'secureConnect', { signal });
				progress.stage = 'HTTP/2';
				await settings(socket, signal);
			} catch (error) {
				if (unless?.aborted) throw unless.reason;
				throw new ProbeFault(progress.stage, signal.aborted ? new TooSlow() : error);
			} finally {
				socket.destroy();
			}
		};
		function openTls({ host, port, serverName, protocols, ...pem }) {
			const socket = (0, external_node_tls_.connect)({
				host,
				port,
				servername: (0, external_node_net_.isIP)(serverName) ? '' : serverName,
				checkServerIdentity: (_, certificate) => nameFault(serverName, certificate),
				ca: pem.serverCa,
				rejectUnauthorized: true,
				allowPartialTrustChain: true,
				cert: pem.certificate,
				key: pem.privateKey,
				...(protocols && { ALPNProtocols: protocols }),
			});
			socket.on('error', () => undefined);
			return socket;
		}
		function nameFault(serverName, certificate) {
			return (0, external_node_tls_.checkServerIdentity)(serverName, { ...certificate, subject: {} });
		}
		const LISTENING = 1_000;
		async function settings(socket, signal) {
			await firstWord(socket, signal);
			const session = (0, external_node_http2_.connect)('https://builder', { createConnection: () => socket });
			await new Promise((resolve, reject) => {
				session.once('remoteSettings', () => resolve());
				session.once('error', reject);
				session.once('close', () => reject(new ClosedEarly()));
				signal.addEventListener('abort', () => session.destroy(), { once: true });
			});
		}
		async function firstWord(socket, signal) {
			const heard = new AbortController();
			const both = AbortSignal.any([signal, heard.signal]);
			try {
				await Promise.race([
					(0, external_node_events_.once)(socket, 'readable', { signal: both }),
					(0, external_node_events_.once)(socket, 'end', { signal: both }),
					(0, promises_.setTimeout)(LISTENING, undefined, { signal: both }),
				]);
			} finally {
				heard.abort();
			}
		}
		var network_error = __webpack_require__(852);
		var network_fault = __webpack_require__(301);
		var retry = __webpack_require__(300);
		function verdictOn(endpoint, fault, within) {
			const { code, seen, retry } = judge(fault, within);
			const cause = fault.cause instanceof TooSlow ? new network_fault.H('timeout', seen, { cause: fault }) : fault;
			return new failure.H(code, `${endpoint}: ${seen}.`, { ...(retry && { retry }), cause });
		}
		function judge(fault, within) {
			const { stage, cause } = fault;
			if (cause instanceof TooSlow) return tooSlow(fault, within);
			if (cause instanceof WantsAlpn) return { ...WANTS_ALPN, retry: RESTARTING };
			const code = (0, network_error.codeOf)(cause);
			const known = ALWAYS.find(({ pattern }) => pattern.test(code));
			if (known) return { code: known.code, seen: `${known.seen} (${detailOf(cause, code)})` };
			if (stage === 'HTTP/2') return afterTls(cause, code);
			const during = stage === 'TLS' ? ', during the TLS handshake' : '';
			const seen = `${(0, network_error.inWords)(cause)} (${code}${during})`;
			return { code: 'builder_unreachable', seen, ...(PASSING.test(code) && { retry: retry.vt }) };
		}
		const WANTS_ALPN = {
			code: 'builder_not_http2',
			seen: 'it speaks HTTP/2 only with clients that offer it by ALPN, which buildx does not',
		};
		const ALWAYS = [
			{
				pattern: /ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)$/,
				code: 'builder_refused_certificate',
				seen: "it ended the handshake with a TLS alert about this job's certificate",
			},
			{
				pattern: /ALTNAME_INVALID$/,
				code: 'builder_name_mismatch',
				seen: 'its certificate does not have the name that the builder settings tell',
			},
			{
				pattern: /UNRECOGNIZED_NAME$/,
				code: 'builder_name_mismatch',
				seen: 'it has no certificate for the name that the builder settings tell',
			},
			{
				pattern: /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/,
				code: 'builder_certificate_untrusted',
				seen: 'its certificate, or its authority, is not in force at this time',
			},
			{
				pattern: /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/,
				code: 'builder_certificate_untrusted',
				seen: 'its certificate was not signed by an authority in the builder settings',
			},
			{
				pattern: /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|HTTPS_PROXY_REQUEST)$/,
				code: 'builder_not_http2',
				seen: 'it does not speak TLS',
			},
			{
				pattern: /NO_APPLICATION_PROTOCOL$/,
				...WANTS_ALPN,
			},
			{
				pattern: /PROTOCOL_VERSION$/,
				code: 'builder_not_http2',
				seen: 'it speaks no version of TLS that is safe',
			},
			{
				pattern: /^ERR_HTTP2_/,
				code: 'builder_not_http2',
				seen: 'it speaks TLS, but what it answers is not HTTP/2',
			},
		];
		const PASSING = /^(?:EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;
		const RESTARTING = { ...retry.vt, tries: 3 };
		function afterTls(cause, code) {
			if (!(cause instanceof ClosedEarly) && !PASSING.test(code))
				return { code: 'builder_not_http2', seen: `TLS held, then came ${(0, one_line.bD)(cause)} (${code})` };
			return {
				code: 'builder_refused_certificate',
				seen: 'it closed the connection without a word as soon as it had seen the certificate of this job',
				retry: RESTARTING,
			};
		}
		function tooSlow({ stage }, within) {
			const time = `within ${(within / 1000).toFixed(1)} s`;
			const seen = {
				connection: `no connection came about ${time}`,
				TLS: `it accepted the connection, but no TLS handshake came about ${time}`,
				'HTTP/2': `TLS came about, but no HTTP/2 SETTINGS came ${time}`,
			}[stage];
			return { code: 'builder_unreachable', seen, retry: retry.vt };
		}
		function detailOf(cause, code) {
			return code.startsWith('ERR_TLS_') ? `${(0, one_line.bD)(cause)}, ${code}` : code;
		}
		async function preflight(runner, probe, credentials, privateKey, deadline) {
			const faultWith = (protocols) => {
				const limits = (0, attempts.yH)(runner, deadline, runner.cancelled);
				return faultOf(probe({ ...credentials, privateKey, ...(protocols && { protocols }) }, limits));
			};
			await (0, attempts.aF)(runner, deadline, async () => {
				const { within } = (0, attempts.yH)(runner, deadline, runner.cancelled);
				const fault = await faultWith();
				if (!fault) return;
				const wantsAlpn = mayWantAlpn(fault) && !(await faultWith(['h2']));
				const shown = wantsAlpn ? new ProbeFault(fault.stage, new WantsAlpn()) : fault;
				throw verdictOn(credentials.endpoint, shown, within);
			});
		}
		async function faultOf(probing) {
			try {
				await probing;
				return undefined;
			} catch (error) {
				if (error instanceof ProbeFault) return error;
				throw error;
			}
		}
		function mayWantAlpn({ stage, cause }) {
			return stage === 'HTTP/2' && !(cause instanceof TooSlow);
		}
		var exchange_refusal = __webpack_require__(162);
		async function requestCredentials(runner, order, limits) {
			const answer = (0, exchange_answer.pc)(await send(runner, order, limits), order.token);
			if (answer.status === 201) return answer;
			const refusal = (0, exchange_refusal.refusalOf)(answer, runner.now(), 'builder_credentials_unavailable');
			const next = NEXT[refusal.code];
			const asked = `builder credentials for ${order.request.project}`;
			throw refusal.with({ exchange: order.exchangeUrl, asked, ...(next && { next }) });
		}
		const NEXT = {
			permission_not_granted:
				'Leave `permissions` empty or name `build` there, and have an administrator of the project add `build` to the trust relationship.',
			project_not_granted: 'Set `project` to the project whose builder this step needs.',
		};
		async function send(runner, { exchangeUrl, token, request }, limits) {
			const url = exchangeUrl + BUILDER_CREDENTIALS_PATH;
			try {
				return await runner.send(
					{
						method: 'POST',
						url,
						headers: {
							authorization: `Bearer ${token}`,
							'content-type': 'application/json',
							accept: 'application/json',
						},
						body: JSON.stringify(request),
					},
					limits,
				);
			} catch (error) {
				if (!(error instanceof network_fault.H)) throw error;
				const tooLarge = error.kind === 'too_large';
				const code = tooLarge ? 'exchange_answer_too_large' : 'builder_credentials_unavailable';
				throw (0, attempts.rd)(error, code, `${new URL(url).host}: ${error.message}.`);
			}
		}
		async function makeBuilderReady(runner, order, deadline, save) {
			const { token } = order;
			if (!token) {
				runner.notice('Dockpass: no builder credentials', NO_BUILD_TOKEN);
				return undefined;
			}
			const folder = claimFolder(runner);
			save({ folder });
			const keys = makeKeyPair(runner);
			const credentials = await fetchCredentials(runner, { ...order, token }, keys, deadline);
			const files = leaveFiles(folder, credentials, keys);
			await preflight(runner, probe, credentials, keys.privatePem, deadline);
			for (const [name, value] of Object.entries(outputsOf(credentials, files))) runner.output(name, value);
			return credentials;
		}
		const NO_BUILD_TOKEN =
			'Builders admit build tokens only, which an exchange issues for an ID token. This step has none, so the outputs builder-… are empty.';
		function fetchCredentials(runner, { project, exchangeUrl, audience, token }, { privateKey, publicPem }, deadline) {
			const order = { exchangeUrl, token, request: { public_key: publicPem, project } };
			const expected = { project, installation: audience, privateKey };
			return (0, attempts.aF)(runner, deadline, async () => {
				const limits = (0, attempts.yH)(runner, deadline, runner.cancelled);
				return readCredentials(await requestCredentials(runner, order, limits), expected);
			});
		}
		function leaveFiles(folder, { serverCa, certificate }, { privatePem }) {
			return writeFiles(folder, { cacert: serverCa, cert: certificate, key: privatePem });
		}
		function outputsOf({ endpoint, serverName }, files) {
			return {
				'builder-endpoint': endpoint,
				'builder-driver-opts': driverOpts(files, serverName),
				'builder-server-name': serverName,
				'builder-cacert': files.cacert,
				'builder-cert': files.cert,
				'builder-key': files.key,
			};
		}
	},
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
	303: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			V3: () => removeIfEmpty,
			fc: () => makeFolder,
		});
		var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(24);
		var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(379);
		function makeFolder(path) {
			try {
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(path, { mode: 0o700 });
				return path;
			} catch (error) {
				if (isFolder(path)) return undefined;
				if (codeOf(error) !== 'ENOENT' || (0, node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path) === path)
					throw error;
			}
			const first = makeFolder((0, node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path));
			try {
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(path, { mode: 0o700 });
			} catch (error) {
				if (!isFolder(path)) throw error;
			}
			return first ?? path;
		}
		function removeFolder(path, isOurs) {
			const stats = lstatSync(path, { throwIfNoEntry: false });
			if (stats?.isSymbolicLink()) rmSync(path);
			if (!stats || stats.isSymbolicLink()) return;
			for (const name of readdirSync(path).filter(isOurs)) rmSync(join(path, name), { force: true });
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
			return (
				(0, node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path, { throwIfNoEntry: false })?.isDirectory() ?? false
			);
		}
		function codeOf(error) {
			return error.code;
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
