// Stands in for tunnel in the bundle: the real one is evaluated when a proxy is used, not before.
function tunnel() {
  // It says `new Buffer()` for a proxy's credentials, which Node would remark on in every job's log.
  process.noDeprecation = true;
  return require('tunnel/lib/tunnel.js');
}

exports.httpOverHttp = (options) => tunnel().httpOverHttp(options);
exports.httpsOverHttp = (options) => tunnel().httpsOverHttp(options);
exports.httpOverHttps = (options) => tunnel().httpOverHttps(options);
exports.httpsOverHttps = (options) => tunnel().httpsOverHttps(options);
