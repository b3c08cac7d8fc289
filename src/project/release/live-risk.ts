import { IntegrityError } from '../../core/errors.ts';
import type { MoveRecord, Store } from '../../core/registry.ts';
import type { RiskLevel } from '../../core/risk.ts';
import { readVersion } from '../../registry/versions.ts';

/** The risk of what an alias names; high where its version is damaged, so that damage opens no door. */
export async function liveRisk(store: Store, { prompt, to }: MoveRecord): Promise<RiskLevel> {
  try {
    return (await readVersion(store, prompt, to.version))?.file['x-prompteval'].risk ?? 'low';
  } catch (error) {
    if (error instanceof IntegrityError) return 'high';
    throw error;
  }
}
