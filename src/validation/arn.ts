import { isLiteral } from './invalid';

/** An ARN's parts that this library looks at. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const ARN = /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)$/;

/** Takes an ARN apart, or undefined when the text is no ARN or holds a token. */
export function parseArn(text: string): ArnParts | undefined {
  const match = isLiteral(text) ? ARN.exec(text) : null;
  if (!match) return undefined;
  const [, partition, service, region, account, resource] = match;
  return { partition, service, region, account, resource };
}
