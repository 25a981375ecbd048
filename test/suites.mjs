// Runs every suite to its end, prints what each found, and closes with one line that counts them all.
import { spawn } from 'node:child_process';

const SUITES = ['install:sandbox', 'bundle', 'compile', 'typecheck', 'lint', 'test:unit', 'test:rds', 'test:e2e', 'test:docs', 'test:package', 'test:newest'];
const chosen = process.argv.slice(2).length > 0 ? process.argv.slice(2) : SUITES;

/** Runs one npm script, shows its output, and counts its tests: a jest summary or a closing "N passed, N failed"; else the script is one test. */
function run(suite) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn('npx', ['--no-install', 'projen', suite], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const show = (chunk) => { text += chunk; process.stdout.write(chunk); };
    child.stdout.on('data', show);
    child.stderr.on('data', show);
    child.on('close', (code) => {
      const plain = text.replace(/\u001b\[[0-9;]*m/g, '');
      const summaries = [...plain.matchAll(/^Tests:\s+(.*)$/gm), ...plain.matchAll(/^(\d+ passed, \d+ failed)$/gm)];
      const count = (word) => summaries.reduce((sum, [, line]) => sum + Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0), 0);
      const skipped = count('skipped') + count('todo');
      const failed = Math.max(count('failed') + skipped, code === 0 ? 0 : 1);
      const passed = summaries.length > 0 ? count('passed') : Number(code === 0);
      resolve({ suite, passed, failed, skipped, seconds: (Date.now() - started) / 1000 });
    });
  });
}

const results = [];
for (const suite of chosen) {
  console.log(`\n=== ${suite}`);
  results.push(await run(suite));
  if (['install:sandbox', 'bundle', 'compile'].includes(suite) && results.at(-1).failed > 0) break;
}

console.log('');
for (const { suite, passed, failed, skipped, seconds } of results) {
  const note = skipped > 0 ? ` (${skipped} skipped: a skipped test counts as failed)` : '';
  console.log(`${suite.padEnd(14)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s${note}`);
}
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${results.reduce((sum, result) => sum + result.passed, 0)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
