import type { DatabaseFamily, DatabaseRights } from './database-rights';
import { rightsProblem } from './rights-problem';
import { invalid, isLiteral, requireKnownList, requireLiteralList, requireText } from '../../../validation/invalid';

/** Refuses rights that can't be granted, or would be more than they say. Names that are tokens are judged when they are granted. */
export function requireRights(family: DatabaseFamily, databases: readonly DatabaseRights[]): void {
  requireKnownList('databases', databases);
  databases.forEach(({ name, tables = [], schemas = [] }, index) => {
    requireText(`databases[${index}].name`, name);
    requireLiteralList(`databases[${index}].tables`, tables);
    schemas.forEach((schema, inner) => {
      requireText(`databases[${index}].schemas[${inner}].name`, schema.name);
      requireLiteralList(`databases[${index}].schemas[${inner}].tables`, schema.tables ?? []);
      requireLiteralList(`databases[${index}].schemas[${inner}].owners`, schema.owners ?? []);
    });
  });
  const found = rightsProblem(family, databases, isLiteral);
  if (found) throw invalid(found.property, found.value, found.problem, found.cure);
}
