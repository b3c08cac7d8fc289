export const riskLevels = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** What an owner answers for; OWNERS.yml names the people. */
export const roles = ['workflow', 'domain', 'engineering', 'risk', 'support', 'rollback'] as const;
export type Role = (typeof roles)[number];

/** The owners of one prompt, by role. */
export type PromptOwners = Record<Role, readonly string[]>;

/**
 * Gates that a risk level insists on: `baseline`, an enforced gate that compares quality with what is live; `critical`,
 * one by which every critical case must pass; `schema`, one on the output schema, where the prompt has one.
 */
export const mandatoryGates = ['baseline', 'critical', 'schema'] as const;
export type MandatoryGate = (typeof mandatoryGates)[number];

/** How many people have to approve a plan, and who they may be. */
export interface ApprovalRule {
  /** Different people. */
  needed: number;
  /** Each of them owns the prompt in one of these roles. */
  roles: Role[];
  /** Each of these roles has to be among them. */
  including: Role[];
  /** Whether a claimed identity counts for nothing. */
  verified: boolean;
}

/** What a risk level asks of a release. */
export interface RiskRule {
  approvals: ApprovalRule;
  gates: MandatoryGate[];
}

export type RiskRules = Record<RiskLevel, RiskRule>;

/** The highest of the levels that are named; low where none is. */
export function highestRisk(levels: readonly (RiskLevel | undefined)[]): RiskLevel {
  return riskLevels.findLast((level) => levels.includes(level)) ?? 'low';
}
