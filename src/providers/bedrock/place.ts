import { regionOfArn } from './model-id.ts';

/** Where the calls of a provider go, as messages name it. */
export interface Place {
  /** The provider's name in the config. */
  provider: string;
  region: string;
  /** What set the region: a variable, a field of the config, the profile. */
  regionPlace: string;
  /** Set in the config or by a variable, freed from everything secret; null for the region's own. */
  endpoint: string | null;
}

export function namePlace({ provider, region, endpoint }: Place): string {
  return `${provider} at ${endpoint ?? region}`;
}

/** The region and what sets it, and another one that the model's ARN names. */
export function regionAdvice(place: Place, modelId: string): string {
  const { region, regionPlace } = place;
  const ofModel = regionOfArn(modelId);
  if (ofModel !== null && ofModel !== region) {
    return `the ARN is of ${ofModel}, but calls go to ${region} (${regionPlace})`;
  }
  return `calls go to ${region} (${regionPlace})`;
}
