import { AIRIA } from './airia';
import type { ConnectionMethod } from './connection-method';
import { customDefinition, type CustomPlatformOptions } from './custom-platform';
import type { PlatformDefinition } from './definition';
import type { FormField } from './form-field';
import { fourMindsDefinition, type FourMindsOptions } from './four-minds';
import { INTEGRATION_NAMES, type Integration } from './integration';
import { koreAiDefinition, type KoreAiOptions } from './kore-ai';

/** Who comes in: an AI platform, with the methods and integrations that it supports and the fields of its forms. */
export class Platform {
  /** 4MINDS: OIDC federation, Cognito or a Bedrock API key; S3, Bedrock, SageMaker, Lake Formation, RDS. */
  public static fourMinds(options?: FourMindsOptions): Platform {
    return new Platform(fourMindsDefinition(options));
  }

  /** Airia: its AWS account 808540602285 assumes a role with the external ID that Airia's form shows. */
  public static airia(): Platform {
    return new Platform(AIRIA);
  }

  /** Kore.ai: the account or role that Kore.ai names assumes a role, once its support has registered it. */
  public static koreAi(options: KoreAiOptions): Platform {
    return new Platform(koreAiDefinition(options));
  }

  /** A platform that this library does not know. */
  public static custom(options: CustomPlatformOptions): Platform {
    return new Platform(customDefinition(options));
  }

  /** Stable identifier, such as `4minds`. */
  public readonly id: string;
  /** The platform's name as people know it. */
  public readonly displayName: string;
  /** Prefix of the names of resources that are named. */
  public readonly resourcePrefix: string;
  /** How the platform can come in. */
  public readonly methods: ConnectionMethod[];
  /** The AWS services that the platform connects to. */
  public readonly integrations: Integration[];
  /** The `iss` claim of the platform's tokens, if it federates. */
  public readonly issuerUrl?: string;
  /** The audience of the platform's tokens, if it federates. */
  public readonly audience?: string;
  /** The platform's AWS account or role, if it comes from one. */
  public readonly principal?: string;
  /** Whether the platform always sends an external ID. */
  public readonly externalIdRequired: boolean;

  /** @internal */
  public readonly _definition: PlatformDefinition;

  private constructor(definition: PlatformDefinition) {
    this._definition = definition;
    this.id = definition.id;
    this.displayName = definition.displayName;
    this.resourcePrefix = definition.resourcePrefix;
    this.methods = [...definition.methods];
    this.integrations = [...definition.integrations];
    this.issuerUrl = definition.issuerUrl;
    this.audience = definition.audience;
    this.principal = definition.principal;
    this.externalIdRequired = definition.externalIdRequired ?? false;
  }

  /**
   * The fields of the platform's connection form.
   *
   * @throws if the platform does not support the method
   */
  public connectionFields(method: ConnectionMethod): FormField[] {
    this._requireMethod(method);
    return [...(this._definition.connectionFields[method] ?? [])];
  }

  /**
   * The fields of an integration's form.
   *
   * @throws if the platform does not support the integration
   */
  public integrationFields(integration: Integration): FormField[] {
    this._requireIntegration(integration);
    return [...(this._definition.integrationFields[integration] ?? [])];
  }

  /**
   * The message of a successful test connection, with `{placeholders}` for the figures.
   *
   * @throws if the platform does not support the integration
   */
  public successMessage(integration: Integration): string {
    this._requireIntegration(integration);
    return this._definition.successMessages[integration] ?? 'Connection successful!';
  }

  /** What to enter in the platform's form for a Bedrock model. @internal */
  public _bedrockModelId(type: string, id: string): string {
    return type === 'provisioned-model' && this._definition.provisionedModelByIdOnly ? id.replace(/^arn:.*:provisioned-model\//, '') : id;
  }

  /** @internal */
  public _requireMethod(method: ConnectionMethod): void {
    if (this.methods.includes(method)) return;
    throw new Error(`${this.displayName} does not support the connection method '${method}'. It supports: ${this.methods.join(', ')}.`);
  }

  /** @internal */
  public _requireIntegration(integration: Integration): void {
    if (this.integrations.includes(integration)) return;
    const supported = this.integrations.map((each) => INTEGRATION_NAMES[each]).join(', ');
    throw new Error(`${this.displayName} does not support the integration ${INTEGRATION_NAMES[integration]}. It supports: ${supported}.`);
  }
}
