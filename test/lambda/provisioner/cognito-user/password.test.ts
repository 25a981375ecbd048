import fc from 'fast-check';
import { generatePassword } from '../../../../lambda/provisioner/cognito-user/password';

test('a password is within every policy of a user pool, and holds nothing that a shell or a form alters', () => {
  fc.assert(fc.property(fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined }), (minimum) => {
    const password = generatePassword(minimum);
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[-_.=+@%^])[\w.=+@%^-]{40,99}$/);
    expect(password.length).toBeGreaterThanOrEqual(minimum ?? 0);
  }));
});

test('no two passwords are the same', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => generatePassword())).size).toBe(1_000);
});
