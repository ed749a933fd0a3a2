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
};
