// The only file that knows the IAM evaluator (AGPL, development only).
import { runSimulation } from '@cloud-copilot/iam-simulate';

/** A policy document as it stands in a template, intrinsics resolved. */
export interface PolicyJson {
  readonly Version: string;
  readonly Statement: readonly { readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>> }[];
}

/** A request as AWS authorizes it. */
export interface Request {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The account that the resource is in. */
  readonly resourceAccount: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

export interface Policies {
  readonly identity: readonly PolicyJson[];
  /** The bucket, key or trust policy. */
  readonly resource?: PolicyJson;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATOR = new RegExp(`^(?:(?:ForAllValues:|ForAnyValue:)?(?:${[
  'String(?:Not)?Equals(?:IgnoreCase)?', 'String(?:Not)?Like', 'Numeric(?:(?:Not)?Equals|LessThan(?:Equals)?|GreaterThan(?:Equals)?)',
  'Date(?:(?:Not)?Equals|LessThan(?:Equals)?|GreaterThan(?:Equals)?)', 'Bool', 'BinaryEquals', '(?:Not)?IpAddress', 'Arn(?:Not)?(?:Equals|Like)',
].join('|')})(?:IfExists)?|Null)$`);

/** The evaluator takes an operator that it does not know as one that does not match; here it is an error. */
function requireKnownOperators({ Statement }: PolicyJson): void {
  const unknown = Statement.flatMap(({ Condition = {} }) => Object.keys(Condition)).find((operator) => !OPERATOR.test(operator));
  if (unknown) throw new Error(`The condition operator ${unknown} does not exist`);
}

/** Whether IAM allows the request. Throws when the policies or the request are not valid, or a context key is not one of the action's. */
export async function isAllowed({ identity, resource }: Policies, request: Request): Promise<boolean> {
  [...identity, ...(resource ? [resource] : [])].forEach(requireKnownOperators);
  const result = await runSimulation({
    request: {
      principal: request.principal,
      action: request.action,
      resource: { resource: request.resource, accountId: request.resourceAccount },
      contextVariables: { 'aws:ResourceAccount': request.resourceAccount, ...request.context },
    },
    identityPolicies: identity.map((policy, index) => ({ name: `policy${index}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: resource,
  }, { simulationMode: 'Strict' });
  if (result.resultType === 'error') throw new Error(`${request.action} on ${request.resource}: ${JSON.stringify(result.errors)}`);
  if (result.resultType === 'wildcard') throw new Error(`${request.action} is asked on ${request.resource}, which is no single resource`);
  const ignored = result.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`${request.action} has no context key ${ignored.join(', ')}`);
  return result.overallResult === 'Allowed';
}

/** An OIDC issuer whose condition keys the evaluator knows; those of any other issuer are renamed to it. */
const KNOWN_ISSUER = 'cognito-identity.amazonaws.com';

/** Whether STS lets a token in: its issuer's provider is the principal, its claims are the condition keys `<issuer>:<claim>`. */
export function isTokenLetIn(
  trust: PolicyJson,
  token: { readonly iss: string; readonly aud: string; readonly sub: string },
  request: Omit<Request, 'principal'>,
): Promise<boolean> {
  const issuer = token.iss.replace(/^https:\/\//, '');
  const rename = (block: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(block).map(([key, value]) => {
    // Condition keys are compared without regard to case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
    const ofIssuer = key.toLowerCase().startsWith(`${issuer.toLowerCase()}:`);
    return [ofIssuer ? `${KNOWN_ISSUER}${key.slice(issuer.length)}` : key, value];
  }));
  const renamed = trust.Statement.map((statement) => statement.Condition
    ? { ...statement, Condition: Object.fromEntries(Object.entries(statement.Condition).map(([operator, block]) => [operator, rename(block)])) }
    : statement);
  return isAllowed({ identity: [], resource: { ...trust, Statement: renamed } }, {
    ...request,
    principal: `arn:aws:iam::${request.resourceAccount}:oidc-provider/${issuer}`,
    context: { [`${KNOWN_ISSUER}:aud`]: token.aud, [`${KNOWN_ISSUER}:sub`]: token.sub, ...request.context },
  });
}
