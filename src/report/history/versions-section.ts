import { shortDigest } from '../../core/digest.ts';
import { formatCount, formatTime } from '../../core/format.ts';
import { badge, section } from '../html/badge.ts';
import { type Content, foreign, html, type Markup } from '../html/markup.ts';
import { dataTable } from './data-table.ts';
import type { HistoryVersion, PromptHistory } from './history.ts';
import { type HistoryLinks, runLink } from './links.ts';
import { verdictWords } from './run-words.ts';
import { usdWords } from './usd-words.ts';

/** What each version is and what it costs, the newest first. */
export function versionsSection({ versions, volume }: PromptHistory, links: HistoryLinks): Markup {
  if (versions.length === 0) {
    return section('versions', 'Versions and what they cost', html`<p>No version was published yet.</p>`);
  }
  const note =
    volume === null
      ? 'A month is not known: x-prompteval.volume of the prompt says how many calls that is.'
      : `A month is ${formatCount(volume)} calls, as the prompt says.`;
  const columns = [
    { title: 'Version' },
    { title: 'Published' },
    { title: 'Verdict' },
    { title: 'An answer', number: true },
    { title: '1,000 answers', number: true },
    { title: 'A month', number: true },
    { title: 'Its evaluations', number: true },
    { title: 'Note' },
  ];
  const rows = versions.toReversed().map((version) => versionRow(version, links));
  return section(
    'versions',
    'Versions and what they cost',
    html`<p class="muted">Of an answer on the version’s own model, as its run measured it. ${note}</p>
${dataTable('Every version, the newest first', columns, rows)}`,
  );
}

function versionRow(version: HistoryVersion, links: HistoryLinks): Content[] {
  const { costUsd, verdict } = version;
  return [
    html`v${version.version}<span class="note"><code>${shortDigest(version.digest)}</code></span>`,
    html`${formatTime(version.publishedAt)}<span class="note">by ${foreign(version.by)}</span>`,
    html`${verdict === null ? 'not judged' : badge(verdict, verdictWords[verdict])}<span class="note">${runLink(links, version.run)}</span>`,
    usdWords(costUsd),
    usdWords(costUsd === null ? null : costUsd * 1000),
    usdWords(version.costAMonthUsd),
    usdWords(version.evaluationUsd),
    version.note === null ? '–' : foreign(version.note),
  ];
}
