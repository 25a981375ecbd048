/**
 * AWS's standard defaults for every client of a function. Without them a client waits for a connection as long as the system does, which in
 * a VPC without a route to the service is longer than the function has.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html
 */
process.env.AWS_DEFAULTS_MODE ??= 'standard';
