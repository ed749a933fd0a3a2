// Stands in for tunnel in the bundle: the real one is evaluated when a proxy is used, not before.
const tunnel = () => require('tunnel/lib/tunnel.js');

exports.httpOverHttp = (options) => tunnel().httpOverHttp(options);
exports.httpsOverHttp = (options) => tunnel().httpsOverHttp(options);
exports.httpOverHttps = (options) => tunnel().httpOverHttps(options);
exports.httpsOverHttps = (options) => tunnel().httpsOverHttps(options);
