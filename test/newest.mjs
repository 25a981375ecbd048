// The other end of the peer range: everything is type-checked and tested once more against the newest aws-cdk-lib.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const NEWEST = 'aws-cdk-lib-newest';
const versionOf = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
console.log(`aws-cdk-lib ${versionOf('aws-cdk-lib')} is the floor; this run uses ${versionOf(NEWEST)}`);

const project = 'tsconfig.newest.json';
writeFileSync(project, JSON.stringify({
  extends: './tsconfig.check.json',
  compilerOptions: { incremental: false, tsBuildInfoFile: null, paths: { 'cdk-ai-platform-access': ['./src/index.ts'], 'aws-cdk-lib/*': [`./node_modules/${NEWEST}/*`] } },
  include: ['src', 'examples'],
}));
try {
  execFileSync('npx', ['--no-install', 'tsc', '-p', project], { stdio: ['ignore', 'inherit', 'inherit'] });
} finally {
  rmSync(project);
}
const config = JSON.parse(readFileSync('package.json', 'utf8')).jest;
config.moduleNameMapper = { ...config.moduleNameMapper, '^aws-cdk-lib(/.*)?$': `${NEWEST}$1` };
const jest = spawnSync('npx', ['--no-install', 'jest', '--config', JSON.stringify(config), '--testPathIgnorePatterns', '/node_modules/', 'test/e2e', 'test/sandbox', 'test/rds', 'test/lambda'],
  { stdio: ['ignore', 'inherit', 'inherit'] });
process.exitCode = jest.status ?? 1;
