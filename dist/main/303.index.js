// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 303;
export const ids = [303];
export const modules = {
	689: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			makeDockerReady: () => makeDockerReady,
		});
		var external_node_fs_ = __webpack_require__(24);
		var external_node_path_ = __webpack_require__(760);
		var failure = __webpack_require__(648);
		var one_line = __webpack_require__(641);
		const PRIVATE = { mode: 0o600 };
		function writeAtomically(path, text, rights) {
			const fresh = `${path}.${process.pid}.new`;
			try {
				(0, external_node_fs_.rmSync)(fresh, { force: true });
				(0, external_node_fs_.writeFileSync)(fresh, text, { mode: rights.mode, flag: 'wx' });
				(0, external_node_fs_.chmodSync)(fresh, rights.mode);
				if (rights.owner) giveTo(fresh, rights.owner);
				(0, external_node_fs_.renameSync)(fresh, path);
			} catch (error) {
				(0, external_node_fs_.rmSync)(fresh, { force: true });
				throw error;
			}
		}
		function giveTo(path, { uid, gid }) {
			try {
				(0, external_node_fs_.chownSync)(path, uid, gid);
			} catch (error) {
				if (error.code !== 'EPERM') throw error;
			}
		}
		var members = __webpack_require__(361);
		const MAX_BYTES = 4 * 1024 * 1024;
		function configPath(runner) {
			return (0, external_node_path_.join)(
				(0, external_node_path_.resolve)(
					runner.env('DOCKER_CONFIG') || (0, external_node_path_.join)(runner.home(), '.docker'),
				),
				'config.json',
			);
		}
		function config_file_readConfigFile(given) {
			try {
				const path = withoutLinks(given);
				const stats = (0, external_node_fs_.statSync)(path, { throwIfNoEntry: false });
				return stats ? readExisting(path, stats) : { ...NEW, path };
			} catch (error) {
				throw error instanceof failure.H ? error : unusable(given, `cannot be read: ${(0, one_line.bD)(error)}`);
			}
		}
		function config_file_writeConfigFile(file, members) {
			try {
				const made = (0, external_node_fs_.mkdirSync)((0, external_node_path_.dirname)(file.path), {
					recursive: true,
					mode: 0o700,
				});
				writeAtomically(file.path, JSON.stringify(members, undefined, file.indent) + file.end, file.rights);
				return made;
			} catch (error) {
				throw unusable(file.path, `cannot be written: ${(0, one_line.bD)(error)}`);
			}
		}
		function unusable(path, why) {
			const message = `Docker's configuration ${(0, one_line.TN)(path)} ${why}. It was left as it is.`;
			return new failure.H('docker_not_ready', message);
		}
		const NEW = { exists: false, members: {}, indent: '\t', end: '', rights: PRIVATE };
		function withoutLinks(path) {
			const link = (0, external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
			if (!link?.isSymbolicLink()) return path;
			try {
				return (0, external_node_fs_.realpathSync)(path);
			} catch (error) {
				if (error.code !== 'ENOENT') throw error;
				return (0, external_node_path_.resolve)(
					(0, external_node_path_.dirname)(path),
					(0, external_node_fs_.readlinkSync)(path),
				);
			}
		}
		function readExisting(path, stats) {
			if (!stats.isFile()) throw unusable(path, 'is not a file');
			if (stats.size > MAX_BYTES) throw unusable(path, 'is too large to be one');
			const text = (0, external_node_fs_.readFileSync)(path, 'utf8');
			const rights = { mode: stats.mode & 0o777, owner: { uid: stats.uid, gid: stats.gid } };
			if (text.trim() === '') return { ...NEW, path, exists: true, rights };
			const members = parse(path, text);
			return { path, exists: true, members, indent: indentOf(text), end: endOf(text), rights };
		}
		function parse(path, text) {
			let value;
			try {
				value = JSON.parse(text);
			} catch {
				throw unusable(path, 'is not valid JSON, so Docker could not read it either');
			}
			if (!(0, members.g)(value)) throw unusable(path, 'is not a JSON object');
			return value;
		}
		function indentOf(text) {
			return /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
		}
		function endOf(text) {
			return /\s*$/.exec(text)?.[0] ?? '';
		}
		function helperRoot(temp) {
			return (0, external_node_path_.join)(temp, 'dockpass');
		}
		function binFolder(root) {
			return (0, external_node_path_.join)(root, 'bin');
		}
		function claimStepFolder(root) {
			(0, external_node_fs_.mkdirSync)(root, { recursive: true, mode: 0o700 });
			const [newest = 0] = stepNumbers(root);
			const folder = (0, external_node_path_.join)(root, String(newest + 1));
			(0, external_node_fs_.mkdirSync)(folder, { mode: 0o700 });
			return folder;
		}
		function writeSettings(folder, settings) {
			writeAtomically((0, external_node_path_.join)(folder, SETTINGS), JSON.stringify(settings), PRIVATE);
		}
		function stepsIn(root) {
			return stepNumbers(root).flatMap((number) => {
				const folder = join(root, String(number));
				const settings = helper_folder_readJson(join(folder, SETTINGS));
				return settings ? [{ folder, ...settings }] : [];
			});
		}
		function holdToken(folder, held) {
			const name = `${TOKEN_PREFIX}${held.obtainedAt}-${process.pid}`;
			writeAtomically((0, external_node_path_.join)(folder, name), JSON.stringify(held), PRIVATE);
		}
		function heldTokens(folder) {
			return namesIn(folder)
				.filter((name) => name.startsWith(TOKEN_PREFIX) && !name.endsWith('.new'))
				.flatMap((name) => helper_folder_readJson(join(folder, name)) ?? [])
				.toSorted((a, b) => helper_folder_endOf(b) - helper_folder_endOf(a));
		}
		function helper_folder_endOf({ endsAt }) {
			return endsAt ?? Number.POSITIVE_INFINITY;
		}
		const SETTINGS = 'settings.json';
		const TOKEN_PREFIX = 'token-';
		function stepNumbers(root) {
			return namesIn(root)
				.filter((name) => /^[0-9]+$/.test(name))
				.map(Number)
				.toSorted((a, b) => b - a);
		}
		function namesIn(folder) {
			return unlessGone(() => (0, external_node_fs_.readdirSync)(folder)) ?? [];
		}
		function helper_folder_readJson(path) {
			const text = unlessGone(() => readFileSync(path, 'utf8'));
			try {
				return text === undefined ? undefined : JSON.parse(text);
			} catch {
				throw new Error(`${path} is not JSON any more`);
			}
		}
		function unlessGone(read) {
			try {
				return read();
			} catch (error) {
				if (error.code === 'ENOENT') return undefined;
				throw error;
			}
		}
		const RECORD = 'config-change.json';
		function recordChange(folder, change) {
			writeAtomically((0, external_node_path_.join)(folder, RECORD), JSON.stringify(change), PRIVATE);
		}
		function recordedChange(folder) {
			return readJson(join(folder, RECORD));
		}
		function takeBack(change, inUse) {
			const file = readConfigFile(change.path);
			if (!file.exists) return;
			const previous = Object.fromEntries(
				Object.entries(change.previous).filter(([registry]) => !inUse.includes(registry)),
			);
			const members = withoutHelper(file.members, previous);
			if (change.made && saysNothing(members)) removeFile(file, change.madeFolder);
			else if (members !== file.members) writeConfigFile(file, members);
		}
		function removeFile({ path }, madeFolder) {
			rmSync(path);
			if (madeFolder === undefined) return;
			try {
				for (let folder = dirname(path); folder.startsWith(madeFolder); folder = dirname(folder)) rmdirSync(folder);
			} catch {}
		}
		const helper_program_HELPER_NAME = 'dockpass';
		function helperProgram(platform, node, script, root) {
			const name = `docker-credential-${helper_program_HELPER_NAME}`;
			const parts = [node, script, root];
			if (platform === 'win32') return { name: `${name}.cmd`, text: batchFile(parts) };
			return { name, text: `#!/bin/sh\nexec ${parts.map(shellWord).join(' ')} "$@"\n` };
		}
		function shellWord(text) {
			return `'${text.replaceAll("'", "'\\''")}'`;
		}
		function batchFile(parts) {
			const command = parts.map((part) => `"${part.replaceAll('%', '%%')}"`).join(' ');
			const ascii = /^[\x20-\x7e]*$/.test(command);
			const lines = ['@echo off', ...(ascii ? [] : ['chcp 65001 <nul >nul']), `${command} %*`];
			return lines.map((line) => `${line}\r\n`).join('');
		}
		function credHelpersOf({ credHelpers = {} }) {
			if (credHelpers === null) return {};
			return (0, members.g)(credHelpers) ? credHelpers : undefined;
		}
		function withHelper(config, helpers, registries) {
			const ours = Object.fromEntries(registries.map((registry) => [registry, helper_program_HELPER_NAME]));
			return { ...config, credHelpers: { ...helpers, ...ours } };
		}
		function previousHelpers(helpers, registries) {
			return Object.fromEntries(
				registries.map((registry) => {
					const helper = Object.hasOwn(helpers, registry) ? helpers[registry] : null;
					return [registry, typeof helper === 'string' && helper !== helper_program_HELPER_NAME ? helper : null];
				}),
			);
		}
		function cred_helpers_withoutHelper(config, previous) {
			const helpers = new Map(Object.entries(credHelpersOf(config) ?? {}));
			const ours = Object.entries(previous).filter(([registry]) => helpers.get(registry) === HELPER_NAME);
			if (ours.length === 0) return config;
			for (const [registry, helper] of ours)
				if (helper === null) helpers.delete(registry);
				else helpers.set(registry, helper);
			const { credHelpers: _, ...rest } = config;
			return helpers.size > 0 ? { ...config, credHelpers: Object.fromEntries(helpers) } : rest;
		}
		function cred_helpers_saysNothing(config) {
			return Object.values(config).every((value) => isMembers(value) && Object.keys(value).length === 0);
		}
		function makeDockerReady(runner, inputs, pass, state) {
			const { registries } = inputs;
			if (!pass.token) {
				runner.info('Dockpass: there is no token, so Docker is left as it is.');
				return state;
			}
			try {
				const root = rootFor(runner);
				const folder = claimStepFolder(root);
				const saved = { ...state, docker: { folder } };
				runner.saveState(JSON.stringify(saved));
				leaveForHelper(runner, folder, inputs, pass, pass.token);
				runner.addPath(installProgram(runner, root));
				register(runner, folder, registries);
				runner.info(`Dockpass: Docker takes its login to ${registries.join(', ')} from this step.`);
				return saved;
			} catch (error) {
				throw error instanceof failure.H ? error : new failure.H('docker_not_ready', (0, one_line.bD)(error));
			}
		}
		function rootFor(runner) {
			const temp = runner.env('RUNNER_TEMP');
			if (!temp) throw new failure.H('docker_not_ready', 'The runner has set no RUNNER_TEMP.');
			return helperRoot(temp);
		}
		function leaveForHelper(runner, folder, inputs, pass, token) {
			const { registries, protocol, exchangeUrl, audience, projects, permissions, lifetime, timeout } = inputs;
			const terms = { protocol, exchangeUrl, audience, projects, permissions, lifetime, timeout };
			writeSettings(folder, { registries, ...(pass.source === 'oidc' && { terms }) });
			const endsAt = pass.expiresAt?.getTime();
			holdToken(folder, { token, obtainedAt: runner.now(), ...(endsAt !== undefined && { endsAt }) });
		}
		function installProgram(runner, root) {
			const folder = binFolder(root);
			(0, external_node_fs_.mkdirSync)(folder, { recursive: true, mode: 0o700 });
			const { platform, node, entry } = runner.process;
			const script = (0, external_node_path_.join)(
				(0, external_node_path_.dirname)(entry),
				'../docker-credential-dockpass/index.js',
			);
			const { name, text } = helperProgram(platform, node, script, root);
			writeAtomically((0, external_node_path_.join)(folder, name), text, { mode: 0o700 });
			return folder;
		}
		function register(runner, folder, registries) {
			const file = config_file_readConfigFile(configPath(runner));
			const helpers = credHelpersOf(file.members);
			if (!helpers) throw unusable(file.path, 'has `credHelpers` that are not a JSON object');
			const change = {
				path: file.path,
				made: !file.exists,
				previous: previousHelpers(helpers, registries),
			};
			recordChange(folder, change);
			const madeFolder = config_file_writeConfigFile(file, withHelper(file.members, helpers, registries));
			if (madeFolder) recordChange(folder, { ...change, madeFolder });
		}
	},
};
