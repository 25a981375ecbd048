// Runs the bundled verifier once, outside Lambda, and prints how long it took and what it reported.
const [asset, event] = process.argv.slice(2);
const { handler } = await import(asset);
const started = performance.now();
const report = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 600_000 });
console.log(JSON.stringify({ milliseconds: performance.now() - started, report }));
