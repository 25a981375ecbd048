import { run } from './run';

run(process.argv.slice(2), { out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) }).then(
  (code) => { process.exitCode = code; },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
