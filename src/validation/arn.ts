import { invalid, isLiteral, requireText } from './invalid';

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

/** Refuses a literal that is no ARN of the service; lets a token through. */
export function requireArn(property: string, value: string, service: string, resourcePrefix: string, example: string): void {
  requireText(property, value);
  if (!isLiteral(value)) return;
  const arn = parseArn(value);
  if (arn?.service === service && arn.resource.startsWith(resourcePrefix)) return;
  const kind = resourcePrefix.replace(/\/$/, '');
  const what = kind === '' ? service : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  throw invalid(property, value, `is not the ARN of ${what}`, `Give it in the form ${example}`);
}
