import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, HIPAASecurityChecks, type NagPack, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import * as version2 from 'cdk-nag-2';
import type { INagLogger, NagLoggerBaseData } from 'cdk-nag-2';
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

/** What the four packs of version 2 report and what they find suppressed, by the metadata of the resources. */
export function judgedByVersion2(scope: IConstruct): { readonly reported: readonly NagFinding[]; readonly suppressed: readonly NagFinding[] } {
  const [reported, suppressed]: [NagFinding[], NagFinding[]] = [[], []];
  const finding = ({ resource, ruleId, findingId = '' }: NagLoggerBaseData & { readonly findingId?: string }): NagFinding => (
    { path: resource.node.path, rule: findingId ? `${ruleId}[${findingId}]` : ruleId }
  );
  const logger: INagLogger = {
    onCompliance: () => undefined,
    onNotApplicable: () => undefined,
    onNonCompliance: (data) => reported.push(finding(data)),
    onSuppressed: (data) => suppressed.push(finding(data)),
    onError: (data) => reported.push(finding(data)),
    onSuppressedError: (data) => reported.push(finding(data)),
  };
  const options = { reports: false, additionalLoggers: [logger] };
  const packsOfVersion2 = [version2.AwsSolutionsChecks, version2.HIPAASecurityChecks, version2.NIST80053R5Checks, version2.PCIDSS321Checks];
  for (const Pack of packsOfVersion2) {
    const pack = new Pack(options);
    scope.node.findAll().forEach((construct) => pack.visit(construct));
  }
  return { reported, suppressed };
}
