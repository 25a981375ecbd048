import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { COMMERCIAL, LONGEST, resolver, type TemplateJson } from './resolve';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
const validate = ajv.compile<ConnectionDocumentV1>(JSON.parse(readFileSync(join(__dirname, '../../schema/connection-document.schema.json'), 'utf8')));

/** Limits of AWS. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html and the Parameter Store's */
const PARAMETER_CHARACTERS = 4096;
const OUTPUTS = 200;
const POLICY_CHARACTERS = 6144;

/** What looks like a secret: access keys, tokens, private keys, Bedrock API keys, references that resolve to a secret. */
const SECRETS = [
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bABSK[A-Za-z0-9+/=]{20,}/,
  /\{\{resolve:(?:secretsmanager|ssm-secure):/,
  /aws_?(?:secret|session)_?(?:access_?key|token)/i,
];

/** Texts that look like a secret, and fields named like one that hold something else than an ARN or a path into an answer. */
export function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') {
    const named = /secret|password|token|api.?key/i.test(name) && !/^(?:arn:|\$\.)/.test(value);
    return named || SECRETS.some((pattern) => pattern.test(value)) ? [`${name}: ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => secretsIn(each, Array.isArray(value) ? name : key));
}

/** Fails unless a document is what the schema says and holds no secret. */
export function requireDocument(json: unknown): ConnectionDocumentV1 {
  if (!validate(json)) throw new Error(`The document is not what the schema says: ${ajv.errorsText(validate.errors, { separator: '\n' })}`);
  const secrets = secretsIn(json);
  if (secrets.length > 0) throw new Error(`The document holds what looks like a secret: ${secrets.join('\n')}`);
  return json;
}

/** The connection documents of a template, checked in every way that the contract has, by the start of their outputs' names. */
export function documentsOf(
  template: TemplateJson, env = COMMERCIAL, parameters: Readonly<Record<string, string>> = {},
): Record<string, ConnectionDocumentV1> {
  const resolve = resolver(template, env, parameters);
  const resources = Object.values(template.Resources ?? {});
  const stored = new Map(resources.filter(({ Type }) => Type === 'AWS::SSM::Parameter').map(({ Properties }) => [resolve(Properties?.Name), resolve(Properties?.Value) as string]));
  const outputs = Object.entries(template.Outputs ?? {});
  if (outputs.length > OUTPUTS) throw new Error(`${outputs.length} outputs; CloudFormation takes ${OUTPUTS}`);
  const documents = outputs.filter(([, { Description }]) => Description?.endsWith(': the whole connection document')).map(([name, { Value }]) => {
    const text = resolve(Value) as string;
    const prefix = name.slice(0, -'Document'.length);
    const parameterNames = String(resolve(template.Outputs?.[`${prefix}DocumentParameters`]?.Value)).split(',');
    const parts = parameterNames.map((each) => stored.get(each) ?? '');
    const tooLong = parts.find((part) => part.length > PARAMETER_CHARACTERS);
    if (tooLong) throw new Error(`A parameter of ${prefix} would hold ${tooLong.length} characters`);
    if (parts.join('') !== text) throw new Error(`The parameters of ${prefix}, joined, are not its document`);
    if (!/^[\x20-\x7e]*$/.test(text)) throw new Error(`The document of ${prefix} is not ASCII`);
    return [prefix, requireDocument(JSON.parse(text))] as const;
  });
  return Object.fromEntries(documents);
}

/** Fails when a managed policy would be longer than IAM takes, whatever its tokens turn out to be. */
export function requirePolicySizes(template: TemplateJson, parameters: Readonly<Record<string, string>> = {}): void {
  const resolve = resolver(template, LONGEST, parameters);
  for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources ?? {})) {
    if (Type !== 'AWS::IAM::ManagedPolicy') continue;
    const length = JSON.stringify(resolve(Properties?.PolicyDocument)).replace(/\s/g, '').length;
    if (length > POLICY_CHARACTERS) throw new Error(`${logicalId} would be ${length} characters long`);
  }
}
