import { App } from 'aws-cdk-lib/core';
import { COMPLETE } from './examples';
import { FourMindsCompleteStack, type FourMindsCompleteStackProps } from '../../examples/four-minds-complete/four-minds-complete-stack';
import { Synthesized } from '../synthesis/template';

function integrationsOf(props: FourMindsCompleteStackProps): string[] {
  const stack = new FourMindsCompleteStack(new App({ analyticsReporting: false }), 'FourMindsComplete', props);
  return Object.keys(new Synthesized(stack).document().integrations);
}

test('an integration that is not wanted is absent from the document, not empty', () => {
  expect(integrationsOf(COMPLETE).sort()).toEqual(['bedrock', 'lake-formation', 'rds', 's3', 'sagemaker']);
  expect(integrationsOf({ ...COMPLETE, databases: undefined }).sort()).toEqual(['bedrock', 'lake-formation', 's3', 'sagemaker']);
});
