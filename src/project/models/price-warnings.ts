import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { formatNumber } from '../../core/format.ts';
import type { Problem } from '../../core/problem.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';

/** No model costs so little for a million tokens, in USD; one that is free costs 0. */
const least = 0.001;

const perMillion = 1_000_000;

/** Prices of the config that look like those of one token. */
export function priceWarnings({
  config,
  display,
}: {
  config: Pick<ResolvedConfig, 'file' | 'prices'>;
  display: Project['display'];
}): Problem[] {
  return Object.entries(config.prices).flatMap(([model, price]) =>
    Object.entries(price)
      .filter(([, usd]) => usd > 0 && usd < least)
      .map(([key, usd]) => ({
        file: display(config.file),
        ...lineInConfig(config, ['prices', model, key]),
        field: `prices['${model}'].${key}`,
        message: `${usd} USD per million tokens looks like the price of one token`,
        hint: `Prices are per million: write ${formatNumber(usd * perMillion)}`,
      })),
  );
}
