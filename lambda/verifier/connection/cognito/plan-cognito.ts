import { createEntrance } from './entrance';
import { otherAppClientProbe, unauthenticatedProbe, wrongPasswordProbe } from './refusals';
import { startSteps, stepProbe, valueOf } from './steps';
import type { Cognito } from '../../../../src/document/connection-document-v1';
import type { ConnectionPlan } from '../connection-plan';
import type { ConnectionContext } from '../context';

/** The checks of a connection through Cognito. */
export function planCognito(cognito: Cognito, context: ConnectionContext): ConnectionPlan {
  const entrance = createEntrance(cognito, context);
  const steps = startSteps(cognito, entrance, context);
  const probes = [
    stepProbe('connection.sign-in', cognito.username, steps.signIn),
    stepProbe('connection.identity', cognito.identityPoolId, steps.identity),
    stepProbe('connection.credentials', context.document.principal.arn, steps.credentials),
  ];
  const refusals = context.request.action === 'import' ? [] : [
    wrongPasswordProbe(cognito, entrance, steps, context),
    unauthenticatedProbe(cognito, entrance, context),
    otherAppClientProbe(cognito, entrance, context),
  ];
  return { probes: [...probes, ...refusals], credentials: valueOf(steps.credentials), close: entrance.close };
}
