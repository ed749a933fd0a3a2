// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 303;
export const ids = [303];
export const modules = {
	481: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			undoDocker: () => undoDocker,
		});
		var external_node_fs_ = __webpack_require__(24);
		var external_node_path_ = __webpack_require__(760);
		var or_warn = __webpack_require__(362);
		const atomic_file_PRIVATE = { mode: 0o600 };
		function atomic_file_writeAtomically(path, text, rights) {
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
		var members = __webpack_require__(361);
		var one_line = __webpack_require__(641);
		const MAX_BYTES = 4 * 1024 * 1024;
		function configPath(runner) {
			return join(resolve(runner.env('DOCKER_CONFIG') || join(runner.home(), '.docker')), 'config.json');
		}
		function readConfigFile(given) {
			try {
				const path = withoutLinks(given);
				const stats = (0, external_node_fs_.statSync)(path, { throwIfNoEntry: false });
				return stats ? readExisting(path, stats) : { ...NEW, path };
			} catch (error) {
				throw error instanceof Failure ? error : unusable(given, `cannot be read: ${(0, one_line.bD)(error)}`);
			}
		}
		function writeConfigFile(file, members) {
			try {
				const made = (0, external_node_fs_.mkdirSync)((0, external_node_path_.dirname)(file.path), {
					recursive: true,
					mode: 0o700,
				});
				atomic_file_writeAtomically(file.path, JSON.stringify(members, undefined, file.indent) + file.end, file.rights);
				return made;
			} catch (error) {
				throw unusable(file.path, `cannot be written: ${(0, one_line.bD)(error)}`);
			}
		}
		function unusable(path, why) {
			const message = `Docker's configuration ${(0, one_line.TN)(path)} ${why}. It was left as it is.`;
			return new Failure('docker_not_ready', message);
		}
		const NEW = { exists: false, members: {}, indent: '\t', end: '', rights: atomic_file_PRIVATE };
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
			const ours = Object.fromEntries(registries.map((registry) => [registry, HELPER_NAME]));
			return { ...config, credHelpers: { ...helpers, ...ours } };
		}
		function previousHelpers(helpers, registries) {
			return Object.fromEntries(
				registries.map((registry) => {
					const helper = Object.hasOwn(helpers, registry) ? helpers[registry] : null;
					return [registry, typeof helper === 'string' && helper !== HELPER_NAME ? helper : null];
				}),
			);
		}
		function withoutHelper(config, previous) {
			const helpers = new Map(Object.entries(credHelpersOf(config) ?? {}));
			const ours = Object.entries(previous).filter(
				([registry]) => helpers.get(registry) === helper_program_HELPER_NAME,
			);
			if (ours.length === 0) return config;
			for (const [registry, helper] of ours)
				if (helper === null) helpers.delete(registry);
				else helpers.set(registry, helper);
			const { credHelpers: _, ...rest } = config;
			return helpers.size > 0 ? { ...config, credHelpers: Object.fromEntries(helpers) } : rest;
		}
		function saysNothing(config) {
			return Object.values(config).every((value) => (0, members.g)(value) && Object.keys(value).length === 0);
		}
		function helperRoot(temp) {
			return join(temp, 'dockpass');
		}
		function binFolder(root) {
			return join(root, 'bin');
		}
		function claimStepFolder(root) {
			mkdirSync(root, { recursive: true, mode: 0o700 });
			const [newest = 0] = stepNumbers(root);
			const folder = join(root, String(newest + 1));
			mkdirSync(folder, { mode: 0o700 });
			return folder;
		}
		function writeSettings(folder, settings) {
			writeAtomically(join(folder, SETTINGS), JSON.stringify(settings), PRIVATE);
		}
		function stepsIn(root) {
			return stepNumbers(root).flatMap((number) => {
				const folder = (0, external_node_path_.join)(root, String(number));
				const settings = readJson((0, external_node_path_.join)(folder, SETTINGS));
				return settings ? [{ folder, ...settings }] : [];
			});
		}
		function holdToken(folder, held) {
			const name = `${TOKEN_PREFIX}${held.obtainedAt}-${process.pid}`;
			writeAtomically(join(folder, name), JSON.stringify(held), PRIVATE);
		}
		function heldTokens(folder) {
			return namesIn(folder)
				.filter((name) => name.startsWith(TOKEN_PREFIX) && !name.endsWith('.new'))
				.flatMap((name) => readJson((0, external_node_path_.join)(folder, name)) ?? [])
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
		function readJson(path) {
			const text = unlessGone(() => (0, external_node_fs_.readFileSync)(path, 'utf8'));
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
			writeAtomically(join(folder, RECORD), JSON.stringify(change), PRIVATE);
		}
		function recordedChange(folder) {
			return readJson((0, external_node_path_.join)(folder, RECORD));
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
			(0, external_node_fs_.rmSync)(path);
			if (madeFolder === undefined) return;
			try {
				for (
					let folder = (0, external_node_path_.dirname)(path);
					folder.startsWith(madeFolder);
					folder = (0, external_node_path_.dirname)(folder)
				)
					(0, external_node_fs_.rmdirSync)(folder);
			} catch {}
		}
		async function undoDocker(runner, { folder: claimed }) {
			const folder = undo_closed(claimed);
			const held = await (0, or_warn.w)(runner, 'the tokens of Docker’s credential helper were not found', () =>
				heldTokens(folder),
			);
			const tokens = held?.map(({ token }) => token) ?? [];
			for (const token of tokens) runner.mask(token);
			await (0, or_warn.w)(runner, 'Docker could not be left as it was found', () =>
				leave(folder, (0, external_node_path_.dirname)(claimed)),
			);
			return tokens;
		}
		function leave(folder, root) {
			const change = recordedChange(folder);
			(0, external_node_fs_.rmSync)(folder, REMOVE);
			const rest = stepsIn(root);
			if (rest.length === 0) (0, external_node_fs_.rmSync)(root, REMOVE);
			const inUse = rest.flatMap(({ registries }) => registries);
			if (change) takeBack(change, inUse);
		}
		const REMOVE = { recursive: true, force: true, maxRetries: 3 };
		function undo_closed(folder) {
			try {
				(0, external_node_fs_.renameSync)(folder, `${folder}-closed`);
				return `${folder}-closed`;
			} catch {
				return folder;
			}
		}
	},
};
