// The main job on a local AWS: synthesize, deploy, test the connection, import, show what is denied and what to paste.
import { parseArgs } from 'node:util';
import { type CustomerAccount, fillAccount, SUBJECT } from './customer/account';
import { NotInstalled } from './databases/installation';
import { AIRIA, EXTERNAL_ID, FOUR_MINDS, synthesize } from './demo/app';
import { showDocument, showForm } from './demo/document';
import { NOT_PROVEN, NOT_PROVEN_OF_RDS } from './demo/limits';
import { showMistakes, WRITTEN_MISTAKES } from './demo/mistakes';
import { Narrator } from './demo/narrator';
import { assumeFromAiria } from './demo/platform-account';
import { type Surroundings, withSurroundings } from './demo/surroundings';
import { bootstrap, deploy, type StackOutputs } from './deploy';
import { verify } from './verifier';
import type { ConnectionDocumentV1 } from '../src/document/connection-document-v1';
import type { VerificationReportV1 } from '../src/verification/verification-report-v1';

type Outputs = Readonly<Record<string, string>>;

const { values: { broken } } = parseArgs({ options: { broken: { type: 'boolean', default: false } } });
const narrator = new Narrator();

async function prepare({ aws, issuer, databases }: Surroundings): Promise<CustomerAccount> {
  narrator.step('The customer has an AWS account with data');
  const absent = databases instanceof NotInstalled;
  if (absent) narrator.say(databases.message, 'They could not be installed from here: the demo goes on with the other integrations.');
  await aws.mapIssuer(issuer.issuer, issuer.origin);
  const [account] = await Promise.all([fillAccount(aws, absent ? undefined : databases), bootstrap(aws)]);
  narrator.say(...account.inventory);
  return account;
}

async function deployConnections({ aws }: Surroundings, account: CustomerAccount): Promise<StackOutputs> {
  narrator.step(broken ? "Synthesize 4MINDS's connection, with a typo and a wrong model" : 'Synthesize two connections: 4MINDS by OIDC federation, Airia by a cross-account role');
  const stacks = broken ? [FOUR_MINDS] : [FOUR_MINDS, AIRIA];
  const { folder, contents } = synthesize(aws, account, broken ? WRITTEN_MISTAKES : {});
  narrator.say(...stacks.map((stack) => `${stack}: ${contents[stack]}`));

  narrator.step('Deploy with the CDK command line');
  const outputs = await deploy(aws, folder, { progress: narrator.progress, stacks });
  narrator.say('The verifier ran during the deployment. 4MINDS:', ...sentences(outputs[FOUR_MINDS].FourMindsVerification));
  if (!broken) narrator.say('Airia:', ...sentences(outputs[AIRIA].AiriaVerification));
  return outputs;
}

async function fourMinds({ aws, issuer }: Surroundings, outputs: Outputs, document: ConnectionDocumentV1): Promise<void> {
  narrator.step('4MINDS presses Test Connection');
  narrator.say(`A token of ${issuer.issuer} for ${SUBJECT} is exchanged for credentials of`, `  ${outputs.FourMindsRoleArn}`,
    'A token for workspace:umbrella is tried too, and must be refused.');
  const webIdentityToken = await issuer.token({ subject: SUBJECT });
  const otherWebIdentityToken = await issuer.token({ subject: 'workspace:umbrella' });
  show(await verify(aws, outputs.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken, otherWebIdentityToken }), document);

  narrator.step('4MINDS imports from every integration that has something to import');
  show(await verify(aws, outputs.FourMindsVerifierFunction, { action: 'import', webIdentityToken }), document);
}

async function airia({ aws }: Surroundings, outputs: Outputs): Promise<void> {
  narrator.step('Airia assumes its role from its own account, and presses Test Connection');
  await assumeFromAiria(aws, narrator, outputs.AiriaRoleArn, EXTERNAL_ID);
  show(await verify(aws, outputs.AiriaVerifierFunction, { action: 'test-connection' }), JSON.parse(outputs.AiriaDocument) as ConnectionDocumentV1);
}

/** What does not pass is no demonstration. */
function show(report: VerificationReportV1, document: ConnectionDocumentV1): void {
  narrator.report(report, document);
  if (report.status !== 'pass') throw new Error(`The connection should work here, but: ${report.message}`);
}

const sentences = (said: string): readonly string[] => said.split(/(?<=\.) (?=[A-Z])/).map((sentence) => `  ${sentence}`);

function conclude({ databases }: Surroundings): void {
  const absent = databases instanceof NotInstalled;
  narrator.step(`Done${absent ? ', without RDS' : ''}. Not proven without a real AWS account:`);
  narrator.say(...[...NOT_PROVEN, ...(absent ? [] : NOT_PROVEN_OF_RDS)].map((line) => `- ${line}`));
  if (absent) narrator.say('', 'RDS, the fifth integration, was not shown, and is not in the document.', databases.message);
}

async function run(surroundings: Surroundings): Promise<void> {
  const { [FOUR_MINDS]: ofFourMinds, [AIRIA]: ofAiria } = await deployConnections(surroundings, await prepare(surroundings));
  const document = JSON.parse(ofFourMinds.FourMindsDocument) as ConnectionDocumentV1;
  if (broken) {
    await showMistakes({ ...surroundings, outputs: ofFourMinds, document }, narrator);
  } else {
    await fourMinds(surroundings, ofFourMinds, document);
    await airia(surroundings, ofAiria);
    showForm(document, narrator);
    await showDocument(document, narrator);
  }
  conclude(surroundings);
}

narrator.step('Start a local AWS, an OIDC issuer, and database servers that let in by IAM tokens');
withSurroundings(narrator, run).catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
