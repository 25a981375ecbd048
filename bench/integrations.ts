import { coldSynthesis, compiledApp } from './consumer';
import { inTurn } from './pairs';
import { atMost, type Row } from './row';

/** What many accesses cost in synthesis. */
export async function rows(): Promise<readonly Row[]> {
  const [example, all, plainGrants] = ['example', 'all-accesses', 'plain-grants'].map(compiledApp);
  const [ofExample, ofAll, withoutGrants, ofPlainGrants] = await inTurn(
    15, coldSynthesis(example), coldSynthesis(all), coldSynthesis(all, { GRANTS: 'false' }), coldSynthesis(plainGrants),
  );
  return [
    atMost('Cold synthesis of all accesses (50 models, 50 endpoints, 200 tables), against the S3 example', 1.25, ofAll, ofExample, 'ms'),
    atMost('Cold synthesis of all accesses, Lake Formation grants left to an administrator, against the S3 example', 1.25, withoutGrants, ofExample, 'ms'),
    atMost('Cold synthesis of all accesses, against the S3 example with the 211 grants alone by hand', 1.25, ofAll, ofPlainGrants, 'ms'),
  ];
}
