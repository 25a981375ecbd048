import { policyDocumentJson, statementJson } from '../../src/policy/statement';

test('one value is a string and several are a list', () => {
  expect(statementJson({ sid: 'A', actions: ['s3:GetObject'], resources: ['*'] })).toEqual({ Sid: 'A', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
  expect(statementJson({ sid: 'A', actions: ['a:B', 'a:C'], resources: ['x', 'y'], conditions: { Null: { 's3:prefix': 'true' } } })).toEqual({
    Sid: 'A', Effect: 'Allow', Action: ['a:B', 'a:C'], Resource: ['x', 'y'], Condition: { Null: { 's3:prefix': 'true' } },
  });
});

test('a document has the policy language version of its operators', () => {
  expect(policyDocumentJson([])).toEqual({ Version: '2012-10-17', Statement: [] });
});
