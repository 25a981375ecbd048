// CDK's template validator costs about two seconds in every process; one test file (test/validation/cdk-validator.test.ts) keeps it on.
process.env.CDK_VALIDATION ??= 'false';
