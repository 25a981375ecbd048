// CDK's template validator costs about two seconds in every process; test/newest/cdk-validator.test.ts alone has it on.
process.env.CDK_VALIDATION ??= 'false';
// Said once by the SDK in every process, about a Node version that only the tests run on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
