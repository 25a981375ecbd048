import { assert, jsonValue, property } from 'fast-check';
import { foldedJson } from '../../../sandbox/demo/folded-json';

test('keeps in one line what fits, and each record of a list', () => {
  expect(foldedJson({ a: [1, 2], b: {} })).toBe('{ "a": [1, 2], "b": {} }');
  expect(foldedJson({ list: [{ id: 'one', on: true }, { id: 'two', on: false }], name: 'x' }, 20)).toBe([
    '{', '  "list": [', '    { "id": "one", "on": true },', '    { "id": "two", "on": false }', '  ],', '  "name": "x"', '}',
  ].join('\n'));
});

test('stays JSON that says the same', () => {
  assert(property(jsonValue(), (value) => {
    expect(JSON.parse(foldedJson(value, 30))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});
