import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { createLogger } from '../../log/logger';
import { createRedactor } from '../../log/redactor';
import { answer } from '../answer';
import { databaseUserProvisioner } from './provision';

/** Makes, changes and removes a database user for IAM tokens. */
export async function handler(event: CustomResourceEvent): Promise<void> {
  const redactor = createRedactor();
  const logger = createLogger(redactor);
  redactor.add(event.ResponseURL);
  await answer(event, databaseUserProvisioner(logger, redactor), logger);
}
