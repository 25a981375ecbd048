// Runs every suite to its end, prints what each found, and closes with one line that counts them all.
import { spawn } from 'node:child_process';

/** What the others need, one after another. */
const PREPARATION = ['install:sandbox', 'bundle', 'compile'];
/** The longest suite beside all others. */
const LANES = [
  ['test:e2e'],
  ['test:rds', 'typecheck', 'lint', 'test:unit', 'test:newest', 'test:docs', 'test:package'],
];
const chosen = process.argv.slice(2);
const wanted = (suites) => suites.filter((suite) => chosen.length === 0 || chosen.includes(suite));
const unknown = chosen.find((suite) => ![...PREPARATION, ...LANES.flat()].includes(suite));
if (unknown) throw new Error(`There is no suite '${unknown}'. There are: ${[...PREPARATION, ...LANES.flat()].join(', ')}`);

/** Runs one npm script, shows its output when it is done, and counts its tests: a jest summary or a closing "N passed, N failed"; else the script is one test. */
function run(suite) {
  return new Promise((resolve) => {
    const started = Date.now();
    console.log(`=== ${suite} starts`);
    const child = spawn('npx', ['--no-install', 'projen', suite], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const keep = (chunk) => { text += chunk; };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('close', (code) => {
      const plain = text.replace(/\u001b\[[0-9;]*m/g, '');
      const summaries = [...plain.matchAll(/^Tests:\s+(.*)$/gm), ...plain.matchAll(/^(\d+ passed, \d+ failed)$/gm)];
      const count = (word) => summaries.reduce((sum, [, line]) => sum + Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0), 0);
      const skipped = count('skipped') + count('todo');
      const failed = Math.max(count('failed') + skipped, code === 0 ? 0 : 1);
      const passed = summaries.length > 0 ? count('passed') : Number(code === 0);
      const seconds = (Date.now() - started) / 1000;
      console.log(`\n=== ${suite}\n${text.trimEnd()}\n=== ${suite}: ${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s\n`);
      resolve({ suite, passed, failed, skipped, seconds });
    });
  });
}

async function inTurn(suites) {
  const results = [];
  for (const suite of suites) results.push(await run(suite));
  return results;
}

const prepared = await inTurn(wanted(PREPARATION));
const ready = prepared.every(({ failed }) => failed === 0);
const results = [...prepared, ...(ready ? (await Promise.all(LANES.map((lane) => inTurn(wanted(lane))))).flat() : [])];

console.log('');
for (const { suite, passed, failed, skipped, seconds } of results) {
  const note = skipped > 0 ? ` (${skipped} skipped: a skipped test counts as failed)` : '';
  console.log(`${suite.padEnd(16)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s${note}`);
}
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${results.reduce((sum, result) => sum + result.passed, 0)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
