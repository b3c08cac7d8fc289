import { binomialPmf, binomialUpperTail } from './binomial.ts';

export interface McNemarTest {
  /** One-sided: small where the candidate lost more cases than chance explains. */
  pWorse: number;
  pTwoSided: number;
  /** Two-sided, counting the observed table half: closer to the nominal level, with no guarantee. */
  pMidTwoSided: number;
}

/**
 * McNemar's exact test: of the cases that flipped, is losing as likely as winning? (McNemar 1947; mid p after Fagerland,
 * Lydersen & Laake 2013.) Every p is 1 where nothing flipped. For reports only: "not significant" is no proof of anything.
 */
export function mcnemar({ wins, losses }: { wins: number; losses: number }): McNemarTest {
  const flips = wins + losses;
  if (flips === 0) return { pWorse: 1, pTwoSided: 1, pMidTwoSided: 1 };
  const more = Math.max(wins, losses);
  const pTwoSided = Math.min(1, 2 * binomialUpperTail(more, flips, 0.5));
  const observed = binomialPmf(more, flips, 0.5);
  const pMidTwoSided = wins === losses ? 1 - observed / 2 : pTwoSided - observed;
  return { pWorse: binomialUpperTail(losses, flips, 0.5), pTwoSided, pMidTwoSided };
}
