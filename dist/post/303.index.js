// Built from src/action by `npm run build`; comments are left there. Licences: licenses.txt.
export const id = 303;
export const ids = [303];
export const modules = {
	986: (__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {
		__webpack_require__.d(__webpack_exports__, {
			undoDocker: () => undoDocker,
		});
		var external_node_path_ = __webpack_require__(760);
		var or_warn = __webpack_require__(343);
		var own_folder = __webpack_require__(303);
		var external_node_fs_ = __webpack_require__(24);
		var failure = __webpack_require__(881);
		var one_line = __webpack_require__(830);
		const atomic_file_PRIVATE = { mode: 0o600 };
		const HALF_WRITTEN = '.dockpass-new';
		function isHalfWritten(name) {
			return name.endsWith(HALF_WRITTEN);
		}
		function atomic_file_writeAtomically(path, text, rights, check = () => undefined) {
			const fresh = `${path}.${process.pid}${HALF_WRITTEN}`;
			try {
				(0, external_node_fs_.rmSync)(fresh, { force: true });
				(0, external_node_fs_.writeFileSync)(fresh, text, { mode: rights.mode, flag: 'wx' });
				(0, external_node_fs_.chmodSync)(fresh, rights.mode);
				if (rights.owner) giveTo(fresh, rights.owner);
				check();
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
		var regular_file = __webpack_require__(837);
		var answer = __webpack_require__(570);
		const json = JSON;
		function parseFaithfully(text) {
			let members = 0;
			const value = json.parse(text, function (_, parsed, { source }) {
				if (isObject(this)) members += 1;
				return typeof parsed === 'number' && source !== undefined ? json.rawJSON(source) : parsed;
			});
			return members - 1 === membersIn(text) ? value : undefined;
		}
		function isObject(value) {
			return (0, answer.gV)(value) && !json.isRawJSON(value);
		}
		function membersIn(text) {
			return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '').split(':').length - 1;
		}
		const MAX_BYTES = 4 * 1024 * 1024;
		function configPath(runner) {
			const folder = resolve(runner.env('DOCKER_CONFIG') || join(runner.home(), '.docker'));
			const path = join(folder, 'config.json');
			try {
				return withoutLinks(path);
			} catch (error) {
				throw unusable(path, `cannot be read: ${messageOf(error)}`);
			}
		}
		function readConfigFile(path) {
			try {
				return (0, external_node_fs_.statSync)(path, { throwIfNoEntry: false })
					? readExisting(path, (0, regular_file.XF)(path, MAX_BYTES))
					: { ...NEW, path };
			} catch (error) {
				throw error instanceof failure.H ? error : unusable(path, `cannot be read: ${(0, one_line.bD)(error)}`);
			}
		}
		function config_file_writeConfigFile(file, members, check) {
			const text = JSON.stringify(members, undefined, file.indent) + file.end;
			atomic_file_writeAtomically(file.path, text, file.rights, check);
		}
		function unusable(path, why) {
			const message = `Docker's configuration ${(0, one_line.TN)(path)} ${why}. It was left as it is.`;
			return new failure.H('docker_not_ready', message);
		}
		const NEW = { exists: false, members: {}, indent: '\t', end: '', rights: atomic_file_PRIVATE };
		function withoutLinks(path) {
			const link = lstatSync(path, { throwIfNoEntry: false });
			if (!link?.isSymbolicLink()) return path;
			try {
				return realpathSync(path);
			} catch (error) {
				if (error.code !== 'ENOENT') throw error;
				return resolve(dirname(path), readlinkSync(path));
			}
		}
		function readExisting(path, { text, stats }) {
			const rights = { mode: stats.mode & 0o777, owner: { uid: stats.uid, gid: stats.gid } };
			if (text.trim() === '') return { ...NEW, path, exists: true, rights };
			const members = parse(path, text);
			return { path, exists: true, members, indent: indentOf(text), end: endOf(text), rights };
		}
		function parse(path, text) {
			let value;
			try {
				value = parseFaithfully(text);
			} catch {
				throw unusable(path, 'is not valid JSON, so Docker could not read it either');
			}
			if (value === undefined) throw unusable(path, 'names a member twice, one of which would be lost');
			if (!isObject(value)) throw unusable(path, 'is not a JSON object');
			return value;
		}
		function indentOf(text) {
			return /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
		}
		function endOf(text) {
			return /\s*$/.exec(text)?.[0] ?? '';
		}
		const STALE_AFTER = 5_000;
		const MAX_WAIT = 30_000;
		const POLL_INTERVAL = 20;
		async function withLock(runner, path, work) {
			const ours = await take(runner, path);
			const held = () => identityOf(path) === ours;
			try {
				return work(held);
			} finally {
				if (held()) (0, external_node_fs_.rmSync)(path, { force: true });
			}
		}
		async function take(runner, path) {
			const deadline = runner.elapsed() + MAX_WAIT;
			let seen = { identity: '', since: runner.elapsed() };
			while (runner.elapsed() < deadline) {
				const ours = tryToTake(path);
				if (ours) return ours;
				const identity = identityOf(path);
				if (identity !== seen.identity) seen = { identity, since: runner.elapsed() };
				else if (runner.elapsed() - seen.since > STALE_AFTER) (0, external_node_fs_.rmSync)(path, { force: true });
				await runner.pause(POLL_INTERVAL, runner.cancelled);
			}
			throw new Error(`another process holds ${path}; remove that file if none is running`);
		}
		function tryToTake(path) {
			try {
				const descriptor = (0, external_node_fs_.openSync)(path, 'wx', 0o600);
				try {
					return nameOf((0, external_node_fs_.fstatSync)(descriptor, { bigint: true }));
				} finally {
					(0, external_node_fs_.closeSync)(descriptor);
				}
			} catch (error) {
				if (error.code !== 'EEXIST') throw error;
				return undefined;
			}
		}
		function identityOf(path) {
			const stats = (0, external_node_fs_.statSync)(path, { bigint: true, throwIfNoEntry: false });
			return stats ? nameOf(stats) : '';
		}
		function nameOf({ dev, ino, size, mtimeNs }) {
			return [dev, ino, size, mtimeNs].join(':');
		}
		function binFolder(root) {
			return (0, external_node_path_.join)(root, 'bin');
		}
		function claimStepFolder(root) {
			makeFolder(root);
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
			const path = join(folder, `token-${held.obtainedAt}-${process.pid}`);
			try {
				writeAtomically(path, JSON.stringify(held), PRIVATE);
			} catch (error) {
				if (isGone(error)) return false;
				throw error;
			}
			if (existsSync(join(folder, SETTINGS))) return true;
			rmSync(path, { force: true });
			return false;
		}
		function closeStepFolder(folder) {
			(0, external_node_fs_.rmSync)((0, external_node_path_.join)(folder, SETTINGS), { force: true });
		}
		function removeStepFolder(folder) {
			(0, own_folder.v$)(
				folder,
				(name) => name === SETTINGS || name === RENEWING || TOKEN_FILE.test(name) || isHalfWritten(name),
			);
		}
		function renewalLock(folder) {
			return join(folder, RENEWING);
		}
		function heldTokens(folder) {
			return namesIn(folder)
				.filter((name) => TOKEN_FILE.test(name))
				.flatMap((name) => readJson((0, external_node_path_.join)(folder, name)) ?? [])
				.toSorted((a, b) => helper_folder_endOf(b) - helper_folder_endOf(a));
		}
		function helper_folder_endOf({ endsAt }) {
			return endsAt ?? Number.POSITIVE_INFINITY;
		}
		const SETTINGS = 'settings.json';
		const RENEWING = 'renewing';
		const TOKEN_FILE = /^token-[0-9]+-[0-9]+$/;
		const helper_folder_MAX_BYTES = 1024 * 1024;
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
			const file = unlessGone(() => (0, regular_file.XF)(path, helper_folder_MAX_BYTES));
			try {
				return file && JSON.parse(file.text);
			} catch {
				throw new Error(`${path} is not JSON any more`);
			}
		}
		function unlessGone(read) {
			try {
				return read();
			} catch (error) {
				if (isGone(error)) return undefined;
				throw error;
			}
		}
		function isGone(error) {
			return error.code === 'ENOENT';
		}
		const helper_program_HELPER_NAME = 'dockpass';
		const PROGRAM_NAME = `docker-credential-${helper_program_HELPER_NAME}`;
		function helperProgram(platform, start) {
			return platform === 'win32'
				? { name: `${PROGRAM_NAME}.cmd`, text: batchFile(start) }
				: { name: PROGRAM_NAME, text: shellScript(start) };
		}
		function isProgram(name) {
			return name.startsWith(PROGRAM_NAME);
		}
		function commandOf({ node, script, root, environment }) {
			return [node, ...environment.flags, script, root];
		}
		function shellScript(start) {
			const { unset, set } = start.environment;
			const lines = [
				'#!/bin/sh',
				`unset ${unset.join(' ')}`,
				...Object.entries(set).map(([name, value]) => `export ${name}=${shellWord(value)}`),
				`exec ${commandOf(start).map(shellWord).join(' ')} "$@"`,
			];
			return lines.map((line) => `${line}\n`).join('');
		}
		function shellWord(text) {
			return `'${text.replaceAll("'", "'\\''")}'`;
		}
		function batchFile(start) {
			const { unset, set } = start.environment;
			const lines = [
				...unset.map((name) => `set "${name}="`),
				...Object.entries(set).map(([name, value]) => `set "${name}=${batchWord(value)}"`),
				`${commandOf(start)
					.map((part) => `"${batchWord(part)}"`)
					.join(' ')} %*`,
			];
			const ascii = lines.every((line) => /^[\x20-\x7e]*$/.test(line));
			return ['@echo off', ...(ascii ? [] : ['chcp 65001 <nul >nul']), ...lines].map((line) => `${line}\r\n`).join('');
		}
		function batchWord(text) {
			return text.replaceAll('%', '%%');
		}
		const NO_REGISTRATIONS = { madeFile: false, previous: {}, steps: {} };
		function registrations_addStep({ members, helpers, registrations }, folder, step) {
			const previous = previousHelpers(helpers, step.registries, registrations.previous);
			return stateWith(withHelper(members, helpers, step.registries), {
				...registrations,
				previous: { ...registrations.previous, ...previous },
				steps: { ...registrations.steps, [folder]: step },
			});
		}
		function registrations_removeEndedSteps({ members, helpers, registrations }, isRunning) {
			const running = Object.entries(registrations.steps).filter(([folder, step]) => isRunning(folder, step));
			const inUse = new Set(running.flatMap(([, { registries }]) => registries));
			const select = (needed) =>
				Object.fromEntries(
					Object.entries(registrations.previous).filter(([registry]) => inUse.has(registry) === needed),
				);
			return stateWith(withoutHelper(members, helpers, select(false)), {
				...registrations,
				previous: select(true),
				steps: Object.fromEntries(running),
			});
		}
		function isEmpty({ previous, steps }) {
			return Object.keys(previous).length + Object.keys(steps).length === 0;
		}
		function stateWith(members, registrations) {
			return { members, helpers: credHelpersOf(members) ?? new Map(), registrations };
		}
		function credHelpersOf({ credHelpers }) {
			if (credHelpers === null || credHelpers === undefined) return new Map();
			if (!isObject(credHelpers)) return undefined;
			const entries = Object.entries(credHelpers);
			return entries.every(isEntry) ? new Map(entries) : undefined;
		}
		function isEntry(entry) {
			return typeof entry[1] === 'string' || entry[1] === null;
		}
		function withHelper(config, helpers, registries) {
			const ours = registries.map((registry) => [registry, HELPER_NAME]);
			return { ...config, credHelpers: Object.fromEntries([...helpers, ...ours]) };
		}
		function previousHelpers(helpers, registries, earlier) {
			const kept = new Map(Object.entries(earlier));
			return Object.fromEntries(
				registries.map((registry) => {
					const helper = helpers.get(registry);
					return [registry, (helper === HELPER_NAME ? kept.get(registry) : helper) ?? null];
				}),
			);
		}
		function withoutHelper(config, helpers, previous) {
			const ours = Object.entries(previous).filter(
				([registry]) => helpers.get(registry) === helper_program_HELPER_NAME,
			);
			if (ours.length === 0) return config;
			const restored = new Map([...helpers, ...ours]);
			for (const [registry, helper] of ours) if (helper === null) restored.delete(registry);
			const { credHelpers: _, ...rest } = config;
			return restored.size > 0 ? { ...config, credHelpers: Object.fromEntries(restored) } : rest;
		}
		function isEmptyConfig(config) {
			return Object.values(config).every((value) => isObject(value) && Object.keys(value).length === 0);
		}
		function register(runner, path, folder, registries) {
			const step = { registries, since: runner.now() };
			let madeFolder;
			const prepare = () => {
				madeFolder = makeFolder(dirname(path)) ?? madeFolder;
			};
			return withPathInError(path, async () => {
				try {
					await change(runner, path, prepare, (file, { state, check, save }) => {
						const rest = removeEndedSteps(state, isRunning(runner, folder));
						const { members, registrations } = addStep(rest, folder, step);
						save({
							...registrations,
							...(madeFolder && { madeFolder }),
							...(!file.exists && { madeFile: true }),
						});
						writeConfigFile(file, members, check);
					});
				} catch (error) {
					if (madeFolder) removeFolders(dirname(path), madeFolder);
					throw error;
				}
			});
		}
		async function unregister(runner, path, folder) {
			if (!(0, external_node_fs_.existsSync)(registrationsPath(path))) return;
			const madeFolder = await withPathInError(path, () =>
				change(runner, path, NOTHING, (file, { state, check, save }) => {
					const { members, registrations } = registrations_removeEndedSteps(state, isRunning(runner, folder));
					const empty = isEmpty(registrations);
					if (file.exists && empty && registrations.madeFile && isEmptyConfig(members)) remove(path, check);
					else if (members !== file.members) config_file_writeConfigFile(file, members, check);
					if (empty) (0, external_node_fs_.rmSync)(registrationsPath(path), { force: true });
					else save(registrations);
					return empty ? registrations.madeFolder : undefined;
				}),
			);
			if (madeFolder) removeFolders((0, external_node_path_.dirname)(path), madeFolder);
		}
		const NOTHING = () => undefined;
		function remove(path, check) {
			check();
			(0, external_node_fs_.rmSync)(path);
		}
		const LONGEST_JOB = 5 * 24 * 60 * 60_000;
		function isRunning({ now }, except) {
			return (folder, { since }) =>
				folder !== except && (0, external_node_fs_.existsSync)(folder) && now() - since < LONGEST_JOB;
		}
		const MOST_TRIES = 10;
		async function change(runner, path, prepare, work) {
			for (let tries = 1; ; tries += 1) {
				prepare();
				try {
					return await withLock(runner, `${path}.dockpass-lock`, (held) => {
						sweep(path);
						const identity = identityOf(path);
						const file = readConfigFile(path);
						const checkLock = () => {
							if (!held()) throw new ChangedMeanwhile();
						};
						const check = () => {
							checkLock();
							if (identityOf(path) !== identity) throw new ChangedMeanwhile();
						};
						const save = (registrations) =>
							atomic_file_writeAtomically(
								registrationsPath(path),
								JSON.stringify(registrations),
								atomic_file_PRIVATE,
								checkLock,
							);
						return work(file, { state: stateOf(file), check, save });
					});
				} catch (error) {
					if (!isPassing(error) || tries === MOST_TRIES) throw error;
				}
			}
		}
		function isPassing(error) {
			return error instanceof ChangedMeanwhile || error?.code === 'ENOENT';
		}
		function sweep(path) {
			const folder = (0, external_node_path_.dirname)(path);
			for (const name of (0, external_node_fs_.readdirSync)(folder))
				if (name.startsWith(`${(0, external_node_path_.basename)(path)}.`) && isHalfWritten(name))
					(0, external_node_fs_.rmSync)((0, external_node_path_.join)(folder, name), { force: true });
		}
		class ChangedMeanwhile extends Error {
			name = 'ChangedMeanwhile';
			constructor() {
				super('other programs keep changing it');
			}
		}
		function stateOf({ path, members }) {
			const helpers = credHelpersOf(members);
			if (!helpers) throw unusable(path, 'has `credHelpers` that Docker cannot read');
			return {
				members,
				helpers,
				registrations: { ...NO_REGISTRATIONS, ...readJson(registrationsPath(path)) },
			};
		}
		function registrationsPath(path) {
			return `${path}.dockpass`;
		}
		async function withPathInError(path, work) {
			try {
				return await work();
			} catch (error) {
				throw error instanceof failure.H ? error : unusable(path, `cannot be changed: ${(0, one_line.bD)(error)}`);
			}
		}
		function removeFolders(from, first) {
			for (let folder = from; folder.startsWith(first); folder = (0, external_node_path_.dirname)(folder))
				(0, own_folder.V3)(folder);
		}
		async function undoDocker(runner, { folder, config }) {
			const held = await (0, or_warn.w)(runner, 'the tokens of Docker’s credential helper were not found', () => {
				closeStepFolder(folder);
				return heldTokens(folder);
			});
			const tokens = held?.map(({ token }) => token) ?? [];
			for (const token of tokens) runner.mask(token);
			await (0, or_warn.w)(runner, 'the files of Docker’s credential helper were not removed', () => {
				removeStepFolder(folder);
				removeProgram((0, external_node_path_.dirname)(folder));
			});
			await (0, or_warn.w)(runner, 'Docker could not be left as it was found', () =>
				unregister(runner, config, folder),
			);
			return tokens;
		}
		function removeProgram(root) {
			if (stepsIn(root).length > 0) return;
			(0, own_folder.v$)(binFolder(root), isProgram);
			(0, own_folder.v$)(root, () => false);
		}
	},
};
