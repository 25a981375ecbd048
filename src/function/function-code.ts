import { join } from 'path';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';

export const FUNCTION_RUNTIME = Runtime.NODEJS_24_X;

/** Code bundled when this package was built: a consumer's synthesis needs neither a bundler nor Docker. */
export function functionCode(asset: string): Code {
  return Code.fromAsset(join(__dirname, '..', '..', 'assets', asset));
}
