/** Where a template is imagined to be deployed. */
export interface Environment {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
}

export const COMMERCIAL: Environment = { partition: 'aws', region: 'us-east-1', account: '111111111111', urlSuffix: 'amazonaws.com' };

/** The longest values of each, which no one deployment has together: what fits here fits everywhere. */
export const LONGEST: Environment = { partition: 'aws-us-gov', region: 'ap-southeast-10', account: '111111111111', urlSuffix: 'amazonaws.com.cn' };

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface TemplateJson {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Description?: string }>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
}

/** Reads values as they are after deployment. */
export type Resolver = (value: unknown) => unknown;

/** A physical name of the greatest length that AWS gives a resource of a type. */
function physicalName(logicalId: string, length: number, lower = false): string {
  const name = `stack-${logicalId}-`.padEnd(length, 'X1Y2Z3');
  return (lower ? name.toLowerCase() : name).slice(0, length);
}

/** What `Ref` returns and what the attributes are, by resource type: as in the CloudFormation resource reference. */
function attributesOf(
  logicalId: string, { Type, Properties = {} }: Resource, env: Environment, resolve: Resolver,
): Readonly<Record<string, unknown>> {
  const named = (property: string, length: number, lower = false) => String(resolve(Properties[property]) ?? physicalName(logicalId, length, lower));
  const arn = (service: string, resource: string, place = `${env.region}:${env.account}`) => `arn:${env.partition}:${service}:${place}:${resource}`;
  switch (Type) {
    case 'AWS::S3::Bucket': {
      const name = named('BucketName', 63, true);
      return { Ref: name, Arn: arn('s3', name, ':') };
    }
    case 'AWS::IAM::Role': {
      const name = named('RoleName', 64);
      return { Ref: name, Arn: arn('iam', `role${resolve(Properties.Path) ?? '/'}${name}`, `:${env.account}`), RoleId: 'AROAEXAMPLE' };
    }
    case 'AWS::IAM::ManagedPolicy': return { Ref: arn('iam', `policy/${named('ManagedPolicyName', 128)}`, `:${env.account}`) };
    case 'AWS::IAM::OIDCProvider': {
      const provider = arn('iam', `oidc-provider/${String(resolve(Properties.Url)).replace('https://', '')}`, `:${env.account}`);
      return { Ref: provider, Arn: provider };
    }
    case 'AWS::IAM::User': {
      const name = named('UserName', 64);
      return { Ref: name, Arn: arn('iam', `user${resolve(Properties.Path ?? '/')}${name}`, `:${env.account}`) };
    }
    case 'AWS::SecretsManager::SecretTargetAttachment':
    case 'AWS::SecretsManager::Secret': return { Ref: arn('secretsmanager', `secret:${physicalName(logicalId, 63)}-AbCdEf`) };
    case 'AWS::KMS::Key': {
      const id = '12345678-1234-1234-1234-123456789012';
      return { Ref: id, Arn: arn('kms', `key/${id}`), KeyId: id };
    }
    case 'AWS::Bedrock::ApplicationInferenceProfile': {
      const profile = arn('bedrock', 'application-inference-profile/abcdefghijkl');
      return { Ref: profile, InferenceProfileArn: profile };
    }
    case 'AWS::Lambda::Function': {
      const name = named('FunctionName', 64);
      return { Ref: name, Arn: arn('lambda', `function:${name}`) };
    }
    case 'AWS::Logs::LogGroup': {
      const name = named('LogGroupName', 512);
      return { Ref: name, Arn: arn('logs', `log-group:${name}:*`) };
    }
    case 'AWS::SQS::Queue': return { Ref: `https://sqs.${env.region}.${env.urlSuffix}/${env.account}/queue`, Arn: arn('sqs', physicalName(logicalId, 80)) };
    case 'AWS::SSM::Parameter': return { Ref: resolve(Properties.Name) };
    case 'AWS::Athena::WorkGroup': return { Ref: resolve(Properties.Name) };
    case 'AWS::EC2::SecurityGroup': return { Ref: 'sg-12345678', GroupId: 'sg-12345678' };
    case 'AWS::EC2::Subnet': return { Ref: 'subnet-12345678' };
    case 'AWS::EC2::VPC': return { Ref: 'vpc-12345678' };
    case 'AWS::RDS::DBInstance': return {
      'Ref': named('DBInstanceIdentifier', 63, true),
      'DbiResourceId': 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'Endpoint.Address': `${named('DBInstanceIdentifier', 63, true)}.abcdefghijkl.${env.region}.rds.${env.urlSuffix}`,
      'Endpoint.Port': '5432',
    };
    case 'AWS::RDS::DBCluster': return {
      'Ref': named('DBClusterIdentifier', 63, true),
      'DBClusterResourceId': 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'Endpoint.Address': `${named('DBClusterIdentifier', 63, true)}.cluster-abcdefghijkl.${env.region}.rds.${env.urlSuffix}`,
      'Endpoint.Port': '3306',
    };
    case 'AWS::RDS::DBProxy': return {
      Ref: named('DBProxyName', 60),
      DBProxyArn: arn('rds', 'db-proxy:prx-0123456789abcdef0'),
      Endpoint: `proxy.proxy-abcdefghijkl.${env.region}.rds.${env.urlSuffix}`,
    };
    case 'Custom::AiPlatformConnectionVerification': return { Ref: 'verification', Message: 'Connection successful! Found 1 bucket(s).' };
    default: throw new Error(`What Ref and GetAtt return for ${Type} is not known here: add it.`);
  }
}

/**
 * Replaces the intrinsics of a template by literals as plausible and as long as AWS makes them. An intrinsic or a resource type that
 * it does not know is an error, never passed over.
 */
export function resolver(template: TemplateJson, env: Environment = COMMERCIAL, parameters: Readonly<Record<string, string>> = {}): Resolver {
  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::Partition': env.partition,
    'AWS::Region': env.region,
    'AWS::AccountId': env.account,
    'AWS::URLSuffix': env.urlSuffix,
    'AWS::StackName': 'stack',
    'AWS::StackId': `arn:${env.partition}:cloudformation:${env.region}:${env.account}:stack/stack/12345678-1234-1234-1234-123456789012`,
  };

  function attribute(logicalId: string, name: string): unknown {
    const resource = template.Resources?.[logicalId];
    if (!resource) throw new Error(`${logicalId} is not in the template`);
    const attributes = attributesOf(logicalId, resource, env, resolve);
    if (!(name in attributes)) throw new Error(`The attribute ${name} of ${resource.Type} is not known here: add it.`);
    return attributes[name];
  }

  function reference(name: string): unknown {
    if (name in pseudoParameters) return pseudoParameters[name];
    const parameter = template.Parameters?.[name];
    if (!parameter) return attribute(name, 'Ref');
    const value = parameters[name] ?? parameter.Default;
    if (value === undefined) throw new Error(`The parameter ${name} has no value`);
    return value;
  }

  function intrinsic(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref': return reference(argument as string);
      case 'Fn::GetAtt': return attribute(...(argument as [string, string]));
      case 'Fn::ImportValue': {
        const value = parameters[String(resolve(argument))];
        if (value === undefined) throw new Error(`The import ${String(argument)} has no value`);
        return value;
      }
      case 'Fn::Join': {
        const [separator, list] = argument as [string, unknown];
        return (resolve(list) as string[]).join(separator);
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return String(resolve(text)).split(separator);
      }
      case 'Fn::Select': {
        const [index, list] = argument as [string | number, unknown];
        return (resolve(list) as unknown[])[Number(index)];
      }
      case 'Fn::Sub': return (argument as string).replace(/\$\{([^}]+)\}/g, (_, variable: string) => String(reference(variable)));
      default: throw new Error(`The intrinsic ${name} is not known here: add it.`);
    }
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (entries.length === 1 && (entries[0][0] === 'Ref' || entries[0][0].startsWith('Fn::'))) return intrinsic(...(entries[0] as [string, unknown]));
    return Object.fromEntries(entries.map(([key, each]) => [key, resolve(each)]));
  }

  return resolve;
}
