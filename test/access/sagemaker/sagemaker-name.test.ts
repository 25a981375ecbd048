import { CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { requireSageMakerName, requireTargetModel } from '../../../src/access/sagemaker/sagemaker-name';
import { newStack } from '../../synthesis/template';

const token = () => new CfnParameter(newStack(), 'Text').valueAsString;
const NAME = 'is no name that an endpoint can have. Give at most 63 letters, digits and hyphens, with no hyphen at the start or the end.';
const TARGET = 'is no target model that SageMaker takes. Give at most 1,024 printable characters, the first of which is no space.';

describe('a name', () => {
  test.each(['churn', 'Churn-2', 'a', '0', 'a--b', 'A'.repeat(63)])('may be %s', (name) => {
    expect(() => requireSageMakerName('endpoints[0]', name, 'an endpoint')).not.toThrow();
  });

  test.each([
    ['arn:aws:sagemaker:us-east-1:111111111111:endpoint/churn', 'is an ARN. Give the name alone: churn.'],
    ['arn:', 'is an ARN. Give the name alone: arn:.'],
    ['*', 'is a pattern. List each by its name.'],
    ['churn-*', 'is a pattern. List each by its name.'],
    ['churn?', 'is a pattern. List each by its name.'],
    ['', NAME],
    ['-churn', NAME],
    ['churn-', NAME],
    ['a_b', NAME],
    ['a/b', NAME],
    ['churn\n', NAME],
    ['${aws:userid}', NAME],
    ['A'.repeat(64), NAME],
  ])('may not be %j', (name, problem) => {
    expect(() => requireSageMakerName('endpoints[0]', name, 'an endpoint')).toThrow(new Error(`endpoints[0] '${name}' ${problem}`));
  });

  test('may be a token', () => {
    expect(() => requireSageMakerName('endpoints[0]', token(), 'an endpoint')).not.toThrow();
  });

  test('never holds what a policy would take for more than a name', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', 'B', '9', '-', '*', '?', '$', '{', '/', ':'), maxLength: 70 })), (name) => {
      try {
        requireSageMakerName('name', name, 'an endpoint');
      } catch (error) {
        expect((error as Error).message).toMatch(/^name '/);
        return;
      }
      expect(name).toMatch(/^[A-Za-z0-9-]{1,63}$/);
    }), { numRuns: 500 });
  });
});

describe('a target model', () => {
  test.each(['churn.tar.gz', 'team-a/*', '/Houston_TX/x.tar.gz', '*.tar.gz', 'a b', 'x'.repeat(1024)])('may be %s', (model) => {
    expect(() => requireTargetModel('targetModels[0]', model)).not.toThrow();
  });

  test.each([
    ['', 'is every model of the endpoint. Leave targetModels out to allow them all.'],
    ['*', 'is every model of the endpoint. Leave targetModels out to allow them all.'],
    ['**', 'is every model of the endpoint. Leave targetModels out to allow them all.'],
    ['s3://bucket/models/x.tar.gz', "is a location. Give the part after the endpoint's model prefix, such as team-a/churn.tar.gz."],
    ['${aws:userid}/x', "holds a '$', which IAM can expand as a policy variable. Use a name without it."],
    [' x', TARGET],
    ['x\n', TARGET],
    ['\u00fc', TARGET],
    ['x'.repeat(1025), TARGET],
  ])('may not be %j', (model, problem) => {
    expect(() => requireTargetModel('targetModels[0]', model)).toThrow(new Error(`targetModels[0] '${model}' ${problem}`));
  });

  test('may be a token', () => {
    expect(() => requireTargetModel('targetModels[0]', token())).not.toThrow();
  });
});
