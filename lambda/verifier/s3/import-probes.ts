import { listPlace, type Listing } from './listing';
import { findPlaces, type Place, type Places } from './place';
import { isRequesterPays } from './requester-pays';
import type { S3Context } from './s3-context';
import { samplePlace } from './sample';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

/** Lists each place once and opens a few of the objects that were found there. */
export function importProbes(context: S3Context): readonly Probe[] {
  let places: Promise<Places> | undefined;
  const listings = new Map<string, Promise<Listing>>();
  const placesOnce = async (): Promise<Places> => (places ??= findPlaces(context));
  const listOnce = async (place: Place): Promise<Listing> => {
    const listing = listings.get(place.name) ?? listPlace(context, place);
    listings.set(place.name, listing);
    return listing;
  };
  const targets = (check: (place: Place) => Promise<Finding | readonly Finding[]>) => async (): Promise<readonly ProbeTarget[]> => (
    (await placesOnce()).places.map((place) => ({ name: place.name, check: async () => check(place) }))
  );

  return [
    { id: 's3.list-objects', integration: 's3', expects: 'allowed', targets: targetsOrReason(targets(async (place) => reportListing(context, place, listOnce)), placesOnce) },
    { id: 's3.sample-objects', integration: 's3', expects: 'allowed', targets: targets(async (place) => reportSamples(context, place, listOnce)) },
  ];
}

type ListOnce = (place: Place) => Promise<Listing>;

/** Without a bucket, or with more than the limit, the report must say so: no target is no finding. */
function targetsOrReason(targets: () => Promise<readonly ProbeTarget[]>, placesOnce: () => Promise<Places>) {
  return async (): Promise<readonly ProbeTarget[]> => {
    const { places, left } = await placesOnce();
    if (places.length === 0) return [{ name: 'every bucket', check: async () => found('S3_NO_BUCKETS', {}) }];
    const rest: readonly ProbeTarget[] = left === 0 ? [] : [{ name: 'more places', check: async () => found('S3_PLACES_LEFT', { left, looked: places.length }) }];
    return [...await targets(), ...rest];
  };
}

async function reportListing(context: S3Context, place: Place, listOnce: ListOnce): Promise<Finding> {
  try {
    const { objects, bytes, archived, truncated } = await listOnce(place);
    if (objects === 0) return found('S3_EMPTY_SOURCE', { place: place.name });
    return passed(`${truncated ? 'More than ' : ''}${objects} object(s), ${bytes} byte(s)`, { objects, bytes, archived, truncated });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.httpStatus === 404) return found('S3_NO_SUCH_BUCKET', { bucket: place.bucket });
    if (failure.kind !== 'denied') throw error;
    return await isRequesterPays(context, place.bucket, place.prefix) ? found('S3_REQUESTER_PAYS', { bucket: place.bucket }) : found('S3_OBJECTS_DENIED', { place: place.name });
  }
}

async function reportSamples(context: S3Context, place: Place, listOnce: ListOnce): Promise<Finding | readonly Finding[]> {
  let listing: Listing;
  try {
    listing = await listOnce(place);
  } catch (error) {
    if (failureOf(error).kind === 'time-ran-out') throw error;
    return found('S3_NOT_LISTED', { place: place.name });
  }
  if (listing.samples.length === 0) return found('NOT_APPLICABLE', { reason: 'there is no object with content to open' });
  return samplePlace(context, place, listing.samples);
}
