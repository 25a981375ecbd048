import type { IModel } from 'aws-cdk-lib/aws-bedrock';
import type { ApplicationInferenceProfileOptions, FoundationModelOptions, InferenceProfileOptions } from './bedrock-model-options';
import type { ModelDefinition, ModelType } from './model-definition';
import { foundationModelId, parseBedrockArn, refuseUninvokable, requireEndpointArn, requireModelArn, requireProfileId, requireRegions, splitProfileId } from './model-id';
import { invalid, isLiteral } from '../../validation/invalid';

/** Something that the platform may invoke with Amazon Bedrock. */
export class BedrockModel {
  /**
   * A foundation model by its ID, such as `amazon.nova-lite-v1:0`, or its ARN. Newer models are only reached through an inference
   * profile, and Bedrock refuses their bare IDs.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
   */
  public static foundationModel(modelId: string, options: FoundationModelOptions = {}): BedrockModel {
    const id = foundationModelId('modelId', modelId);
    const regions = options.regions ?? ofArn(modelId)?.regions;
    if (regions) requireRegions('regions', regions);
    return new BedrockModel({ type: 'foundation-model', given: modelId, id, regions: regions && [...regions], foundationModel: id });
  }

  /**
   * A system-defined inference profile by its ID, such as `us.anthropic.claude-sonnet-4-5-20250929-v1:0` or
   * `global.anthropic.claude-sonnet-4-5-20250929-v1:0`, or its ARN: cross-region inference.
   */
  public static inferenceProfile(idOrArn: string, options: InferenceProfileOptions = {}): BedrockModel {
    refuseUninvokable('idOrArn', idOrArn);
    const arn = parseBedrockArn(idOrArn);
    if (arn?.type === 'application-inference-profile') throw invalid('idOrArn', idOrArn, 'is an application inference profile', 'Give BedrockModel.applicationInferenceProfile(arn)');
    if (!arn && !isLiteral(idOrArn)) {
      throw invalid('idOrArn', undefined, 'is only known at deployment, and so is the model that it reaches', 'Give the ID as a literal, or use BedrockModel.applicationInferenceProfile(arn)');
    }
    if (arn) requireModelArn('idOrArn', idOrArn, ['inference-profile']);
    const id = arn?.id ?? idOrArn;
    requireProfileId('idOrArn', id);
    const { geography, model } = splitProfileId(id);
    const { destinationRegions } = options;
    if (destinationRegions) {
      if (geography === 'global') throw invalid('destinationRegions', undefined, 'is given for a global profile, which AWS sends anywhere', 'Leave it out, or use a profile of a geography');
      requireRegions('destinationRegions', destinationRegions);
    }
    return new BedrockModel({ type: 'inference-profile', given: idOrArn, id, source: arn && { region: arn.region, account: arn.account }, destinationRegions, foundationModel: model });
  }

  /** An application inference profile, by its ARN: one's own profile, to track costs. */
  public static applicationInferenceProfile(profileArn: string, options: ApplicationInferenceProfileOptions = {}): BedrockModel {
    const { foundationModelId: model, destinationRegions } = options;
    if (destinationRegions) {
      if (model === undefined) throw invalid('destinationRegions', undefined, 'is given without foundationModelId', 'Say which model the profile reaches');
      requireRegions('destinationRegions', destinationRegions);
    }
    return BedrockModel.byArn('application-inference-profile', 'profileArn', profileArn, ['application-inference-profile'], {
      foundationModel: model && foundationModelId('foundationModelId', model), destinationRegions,
    });
  }

  /** A provisioned throughput of a foundation model or of a custom model, by its ARN. */
  public static provisionedThroughput(provisionedModelArn: string): BedrockModel {
    return BedrockModel.byArn('provisioned-model', 'provisionedModelArn', provisionedModelArn, ['provisioned-model']);
  }

  /** An on-demand deployment of a custom model, by its ARN. */
  public static customModelDeployment(deploymentArn: string): BedrockModel {
    return BedrockModel.byArn('custom-model-deployment', 'deploymentArn', deploymentArn, ['custom-model-deployment']);
  }

  /** A model that was imported into Bedrock, by its ARN. */
  public static importedModel(importedModelArn: string): BedrockModel {
    return BedrockModel.byArn('imported-model', 'importedModelArn', importedModelArn, ['imported-model']);
  }

  /** A prompt router of one's own or a default one, by its ARN; with the models that it routes to, through it only. */
  public static promptRouter(promptRouterArn: string): BedrockModel {
    return BedrockModel.byArn('prompt-router', 'promptRouterArn', promptRouterArn, ['prompt-router', 'default-prompt-router']);
  }

  /**
   * A model of the Bedrock Marketplace that is deployed to a SageMaker endpoint, by the ARN of the endpoint.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/amazon-bedrock-marketplace.html
   */
  public static marketplaceEndpoint(endpointArn: string): BedrockModel {
    requireEndpointArn('endpointArn', endpointArn);
    return new BedrockModel({ type: 'marketplace-endpoint', given: endpointArn, id: endpointArn });
  }

  /** A model of aws-cdk-lib: a foundation model or a provisioned one. */
  public static fromModel(model: IModel): BedrockModel {
    const { modelArn } = model;
    refuseUninvokable('modelArn', modelArn);
    const type = parseBedrockArn(modelArn)?.type;
    switch (type) {
      case 'foundation-model': return BedrockModel.foundationModel(modelArn);
      case 'inference-profile': return BedrockModel.inferenceProfile(modelArn);
      case 'application-inference-profile': return BedrockModel.applicationInferenceProfile(modelArn);
      case 'provisioned-model': return BedrockModel.provisionedThroughput(modelArn);
      case 'custom-model-deployment': return BedrockModel.customModelDeployment(modelArn);
      case 'imported-model': return BedrockModel.importedModel(modelArn);
      case 'prompt-router': case 'default-prompt-router': return BedrockModel.promptRouter(modelArn);
      default: throw invalid('modelArn', isLiteral(modelArn) ? modelArn : undefined, 'does not tell what kind of model it is', 'Use the factory of BedrockModel that is named after the kind');
    }
  }

  private static byArn(type: ModelType, property: string, arn: string, types: readonly string[], more: Partial<ModelDefinition> = {}): BedrockModel {
    requireModelArn(property, arn, types);
    return new BedrockModel({ type, given: arn, id: arn, ...more });
  }

  /** @internal */
  public readonly _definition: ModelDefinition;

  private constructor(definition: ModelDefinition) {
    this._definition = definition;
  }
}

/** The region of a foundation model's ARN. */
function ofArn(modelId: string): { readonly regions: readonly string[] } | undefined {
  const arn = parseBedrockArn(modelId);
  return arn && { regions: [arn.region] };
}
