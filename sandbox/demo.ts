// The main job on a local AWS: synthesize, deploy, test the connection, import, show what is denied and what to paste.
import { parseArgs } from 'node:util';
import { AIRIA, EXTERNAL_ID, FOUR_MINDS, SUBJECT, synthesize } from './demo/app';
import { BUCKETS, fillAccount } from './demo/customer';
import { NOT_PROVEN } from './demo/limits';
import { showMistakes } from './demo/mistakes';
import { Narrator } from './demo/narrator';
import { assumeFromAiria } from './demo/platform-account';
import { bootstrap, deploy } from './deploy';
import { LocalIssuer } from './issuer';
import { type LocalAws, startLocalAws } from './local-aws';
import { verify } from './verifier';
import type { ConnectionDocumentV1 } from '../src/document/connection-document-v1';

const { values: { broken } } = parseArgs({ options: { broken: { type: 'boolean', default: false } } });

async function run(aws: LocalAws, issuer: LocalIssuer, narrator: Narrator): Promise<void> {
  await aws.mapIssuer(issuer.issuer, issuer.origin);
  narrator.step('The customer has an AWS account with data');
  narrator.say(...await fillAccount(aws));

  narrator.step('Synthesize two connections: 4MINDS by OIDC federation, Airia by a cross-account role');
  const buckets = broken ? [BUCKETS.datasets, 'acme-reserch-notes'] : undefined;
  const { folder, resources } = synthesize(aws, { buckets });
  for (const { stack, count, types } of resources) narrator.say(`${stack}: ${count} resources`, `  ${types.join(', ')}`);

  narrator.step('Deploy them with the CDK command line');
  await bootstrap(aws);
  const outputs = await deploy(aws, folder, { progress: narrator.progress, stacks: broken ? [FOUR_MINDS] : undefined });
  const fourMinds = outputs[FOUR_MINDS];
  narrator.say(`The verifier ran during the deployment. 4MINDS: ${fourMinds.FourMindsVerification}`);
  if (broken) return showMistakes({ aws, issuer, narrator, outputs: fourMinds });
  const airia = outputs[AIRIA];
  narrator.say(`Airia: ${airia.AiriaVerification}`);

  narrator.step('4MINDS presses Test Connection');
  narrator.say(`A token of ${issuer.issuer} for ${SUBJECT} is exchanged for credentials of`, `  ${fourMinds.FourMindsRoleArn}`,
    'A token for workspace:umbrella is tried too, and must be refused.');
  const webIdentityToken = await issuer.token({ subject: SUBJECT });
  const otherWebIdentityToken = await issuer.token({ subject: 'workspace:umbrella' });
  narrator.report(await verify(aws, fourMinds.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken, otherWebIdentityToken }));

  narrator.step('4MINDS samples an import');
  const imported = await verify(aws, fourMinds.FourMindsVerifierFunction, { action: 'import', webIdentityToken });
  narrator.report(imported);
  for (const { detail } of imported.checks.filter(({ id }) => id === 's3.sample-objects')) narrator.say(`  ${JSON.stringify(detail)}`);

  narrator.step('Airia assumes its role from its own account, and presses Test Connection');
  await assumeFromAiria(aws, narrator, airia.AiriaRoleArn, EXTERNAL_ID);
  narrator.report(await verify(aws, airia.AiriaVerifierFunction, { action: 'test-connection' }));

  narrator.step("What to paste into 4MINDS's form");
  const { fields, integrations } = JSON.parse(fourMinds.FourMindsDocument) as ConnectionDocumentV1;
  for (const [label, value] of Object.entries({ ...fields, ...integrations.s3?.fields })) narrator.say(`${label}: ${[value].flat().join(', ')}`);

  narrator.step('The whole document, which the platform can ingest');
  console.log(JSON.stringify(JSON.parse(fourMinds.FourMindsDocument), null, 2).replace(/^/gm, '           '));
}

async function main(): Promise<void> {
  const narrator = new Narrator();
  narrator.step('Start a local AWS and an OIDC issuer');
  const [aws, issuer] = await Promise.all([startLocalAws({ progress: narrator.progress }), LocalIssuer.start('https://api.4minds.ai')]);
  try {
    await run(aws, issuer, narrator);
  } finally {
    await Promise.all([issuer.stop(), aws.stop()]);
  }
  console.log(`\n[${narrator.clock()}] Done. Not proven without a real AWS account:`);
  for (const line of NOT_PROVEN) console.log(`           - ${line}`);
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
