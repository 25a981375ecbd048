import type { DatabaseFamily, DatabaseRights } from './database-rights';
import { rightsProblem } from './rights-problem';
import { invalid, isLiteral, requireLiteralList } from '../../../validation/invalid';

/** Refuses rights that can't be granted, or would be more than they say. Names that are tokens are judged when they are granted. */
export function requireRights(family: DatabaseFamily, databases: readonly DatabaseRights[]): void {
  requireLiteralList('databases', databases as readonly unknown[] as readonly string[]);
  databases.forEach(({ tables = [], schemas = [] }, index) => {
    requireLiteralList(`databases[${index}].tables`, tables);
    schemas.forEach((schema, inner) => {
      requireLiteralList(`databases[${index}].schemas[${inner}].tables`, schema.tables ?? []);
      requireLiteralList(`databases[${index}].schemas[${inner}].owners`, schema.owners ?? []);
    });
  });
  const found = rightsProblem(family, databases, isLiteral);
  if (found) throw invalid(found.property, found.value, found.problem, found.cure);
}
