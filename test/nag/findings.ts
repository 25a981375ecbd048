import { CfnResource, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, HIPAASecurityChecks, type NagPack, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** What a pack finds at one resource: the rule, with what it found in brackets where it reports each finding. */
export interface NagFinding {
  readonly path: string;
  readonly rule: string;
}

const packs = (): readonly NagPack[] => [new AwsSolutionsChecks(), new HIPAASecurityChecks(), new NIST80053R5Checks(), new PCIDSS321Checks()];

function findings(scope: IConstruct, pack: NagPack): readonly NagFinding[] {
  return pack.validateScope(scope).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath = '' }) => ({ path: constructPath, rule: ruleName })));
}

/** What the four packs find and nobody has acknowledged. */
export function unacknowledged(scope: IConstruct): readonly NagFinding[] {
  return packs().flatMap((pack) => findings(scope, pack));
}

/** What the four packs would find if nothing were acknowledged. */
export function everyFinding(scope: IConstruct): readonly NagFinding[] {
  return packs().flatMap((pack) => {
    Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
    return findings(scope, pack);
  });
}

/** What is acknowledged for version 3, which reads the core's own metadata. */
export function acknowledgedForVersion3(scope: IConstruct): readonly NagFinding[] {
  return scope.node.findAll().flatMap((construct) => construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data as object).map((rule) => ({ path: construct.node.path, rule }))));
}

/** What is suppressed for version 2, which reads the metadata of resources in the template. */
export function suppressedForVersion2(scope: IConstruct): readonly NagFinding[] {
  return scope.node.findAll().filter(CfnResource.isCfnResource).flatMap((resource) => {
    const { rules_to_suppress: rules = [] } = (resource.getMetadata('cdk_nag') ?? {}) as { rules_to_suppress?: { id: string; reason: string; applies_to?: string[] }[] };
    // Version 2 takes no reason that is shorter.
    const tooShort = rules.find(({ reason }) => reason.length < 10);
    if (tooShort) throw new Error(`${resource.node.path}: '${tooShort.reason}' is no reason for ${tooShort.id}`);
    return rules.flatMap(({ id, applies_to: applies }) => (applies ?? [undefined]).map((each) => ({
      path: resource.node.path, rule: each === undefined ? id : `${id}[${each}]`,
    })));
  });
}
