import { type Provisioned, type Provisioner, ProvisioningError } from './provisioner';
import { failureOf } from '../aws/failure';
import type { CustomResourceEvent } from '../custom-resource/custom-resource-event';
import { addressOf, bytesOf, clip, MOST_RESPONSE_BYTES, type CustomResourceResponse } from '../custom-resource/custom-resource-response';
import { sendResponse } from '../custom-resource/send-response';
import { stackOf, type Logger } from '../log/logger';

const REASON_LENGTH = 1_200;

/** The name of what could not be made: CloudFormation asks for its deletion, and there is nothing to delete. */
const NOTHING = 'nothing-was-made';

/** Answers CloudFormation whatever happens: without an answer the stack hangs for an hour. */
export async function answer(event: CustomResourceEvent, provisioner: Provisioner, logger: Logger): Promise<void> {
  const response = await responseTo(event, provisioner, logger);
  await sendResponse(event.ResponseURL, response);
  logger.info('Answered CloudFormation', { requestType: event.RequestType, status: response.Status, reason: response.Reason });
}

async function responseTo(event: CustomResourceEvent, provisioner: Provisioner, logger: Logger): Promise<CustomResourceResponse> {
  const address = addressOf(event);
  try {
    const { physicalResourceId: PhysicalResourceId, data: Data } = await perform(event, provisioner);
    const response: CustomResourceResponse = { ...address, PhysicalResourceId, Status: 'SUCCESS', Reason: 'Done', ...(Data && { Data }) };
    if (bytesOf(response) > MOST_RESPONSE_BYTES) throw new Error('the answer is longer than CloudFormation takes');
    return response;
  } catch (error) {
    logger.error('A custom resource could not be provisioned', { requestType: event.RequestType, error: stackOf(error) });
    const { name, reason } = failureOf(error);
    const told = error instanceof ProvisioningError ? error.message : `${name}: ${reason}`;
    return { ...address, PhysicalResourceId: event.PhysicalResourceId ?? provisioner.nameOfRemains ?? NOTHING, Status: 'FAILED', Reason: clip(told, REASON_LENGTH) };
  }
}

async function perform(event: CustomResourceEvent, { apply, remove }: Provisioner): Promise<Provisioned> {
  if (event.RequestType !== 'Delete') return apply(event);
  const physicalResourceId = event.PhysicalResourceId ?? NOTHING;
  if (physicalResourceId !== NOTHING) await remove(event);
  return { physicalResourceId };
}
