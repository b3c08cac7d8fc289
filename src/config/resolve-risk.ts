import type { RiskRule, RiskRules } from '../core/risk.ts';
import type { RiskConfig, UserConfig } from './user-config.ts';

/** Whose approval counts where the config names no roles. */
const approvers: RiskRule['approvals']['roles'] = ['workflow', 'domain', 'engineering'];

const defaults: RiskRules = {
  low: { approvals: { needed: 0, roles: approvers, including: [], verified: false }, gates: [] },
  medium: { approvals: { needed: 1, roles: approvers, including: [], verified: false }, gates: [] },
  high: {
    approvals: { needed: 2, roles: [...approvers, 'risk'], including: ['risk'], verified: true },
    gates: ['baseline', 'critical', 'schema'],
  },
};

/** What each risk level asks of a release: the defaults, and what the config says instead. */
export function resolveRisk(written: UserConfig['risk'] = {}): RiskRules {
  return {
    low: withDefaults(defaults.low, written.low),
    medium: withDefaults(defaults.medium, written.medium),
    high: withDefaults(defaults.high, written.high),
  };
}

/** That high risk takes verified identities only is no setting. */
function withDefaults({ approvals, gates }: RiskRule, written: RiskConfig = {}): RiskRule {
  return {
    approvals: {
      ...approvals,
      needed: written.approvals ?? approvals.needed,
      roles: written.roles ?? approvals.roles,
      including: written.including ?? approvals.including,
    },
    gates: written.gates ?? gates,
  };
}
