// Runs the bundled verifier once, outside Lambda, and prints how long it took and what it found.
const [asset, token] = process.argv.slice(2);
const { handler } = await import(asset);
const started = performance.now();
const context = { getRemainingTimeInMillis: () => 600_000 };
const report = await handler({ action: 'test-connection', webIdentityToken: token, limits: { callSeconds: 60, concurrency: 128 } }, context);
const heads = report.checks.filter(({ id }) => id === 's3.head-bucket');
console.log(JSON.stringify({ milliseconds: performance.now() - started, status: report.status, passed: heads.filter(({ status }) => status === 'pass').length }));
