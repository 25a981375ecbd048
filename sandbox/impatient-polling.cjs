// The CDK command line asks CloudFormation every five seconds whether a stack is done. Here a stack takes less than one.
const patient = globalThis.setTimeout;
globalThis.setTimeout = (callback, ms, ...rest) => patient(callback, ms >= 1000 && ms <= 5000 ? 100 : ms, ...rest);
