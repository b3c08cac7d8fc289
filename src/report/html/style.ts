/** The style sheet of the page. Colours stand in pairs of text and ground with a contrast of at least 4.5. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f4f6f8; --ink: #14171c; --muted: #505a66; --line: #d5dbe1; --grid: #e6eaee; --edge: #7c8794; --link: #0b57c2;
  --pass-ink: #0b5f36; --pass-ground: #e1f4e9; --pass-mark: #138a50;
  --fail-ink: #a11220; --fail-ground: #fde7e8; --fail-mark: #c9202f;
  --open-ink: #714700; --open-ground: #fdf0d0; --open-mark: #b57600;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1216; --panel: #181c22; --ink: #e9edf2; --muted: #a7b1bd; --line: #333b45; --grid: #262c34; --edge: #77828f; --link: #8ab8ff;
    --pass-ink: #6fdca6; --pass-ground: #10301f; --pass-mark: #3fbf82;
    --fail-ink: #ff9d98; --fail-ground: #421519; --fail-mark: #ff6f6a;
    --open-ink: #f3c76a; --open-ground: #392b09; --open-mark: #e0a93a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main, footer { max-width: 1240px; margin: 0 auto; padding: 1.25rem 1.25rem 0; }
footer { padding-bottom: 2rem; color: var(--muted); font-size: .875rem; }
a { color: var(--link); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--panel); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
bdi, dd, td, tbody th, li, p { overflow-wrap: anywhere; }
h1 { margin: .25rem 0 .75rem; font-size: 1.6rem; line-height: 1.3; display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .7rem; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: .75rem 0 .35rem; font-size: .9rem; }
.crumb { margin: 0; color: var(--muted); }
.headline { margin: 0 0 1rem; font-size: 1.06rem; max-width: 75ch; }
.muted, caption { color: var(--muted); }
.notice { margin: 0 0 1rem; padding: .5rem .9rem; border-left: 4px solid var(--open-mark); background: var(--open-ground); color: var(--open-ink); }
.note { display: block; font-size: .8rem; font-weight: 400; color: var(--muted); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .85em; }
code { overflow-wrap: anywhere; }
pre { margin: 0; padding: .7rem .9rem; background: var(--panel); border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 28rem; overflow: auto; line-height: 1.5; unicode-bidi: isolate; }
.badge { display: inline-block; padding: .1em .6em; border-radius: 1em; font-weight: 700; white-space: nowrap; }
.badge.pass { background: var(--pass-ground); color: var(--pass-ink); }
.badge.fail { background: var(--fail-ground); color: var(--fail-ink); }
.badge.inconclusive { background: var(--open-ground); color: var(--open-ink); }
.strip { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin: 0; padding: .8rem 1rem; background: var(--panel); border-radius: .5rem; }
.strip dt, .facts dt { font-size: .8rem; color: var(--muted); }
.strip dd, .facts dd { margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: .6rem 2rem; margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; }
caption { text-align: left; padding-bottom: .5rem; font-size: .875rem; }
.scroll caption { position: sticky; left: 0; max-width: 100cqi; }
th, td { padding: .5rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-size: .8rem; color: var(--muted); vertical-align: bottom; }
thead th { overflow-wrap: break-word; }
tbody th { font-weight: 600; }
td.number { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.gates tr:has(+ .why) > * { border-bottom: 0; padding-bottom: .15rem; }
.gates th[scope=row] { min-width: 8rem; }
.gates .why td { padding-top: 0; color: var(--muted); font-size: .875rem; }
.gates .state { white-space: nowrap; }
.axis { width: 252px; }
.limit-words { min-width: 9rem; }
.bar { display: block; max-width: 100%; min-width: 150px; height: auto; }
.bar line { stroke: currentColor; }
.bar .grid { stroke: var(--grid); }
.bar .zero { stroke: var(--muted); stroke-width: 1.5; }
.bar .limit { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 3; }
.bar .tick { fill: var(--muted); font-size: 11px; }
.bar .range { stroke-width: 6; stroke: var(--mark); }
.bar .cap { stroke-width: 2.5; stroke: var(--mark); }
.bar .arrow { fill: none; stroke-width: 2; stroke: var(--mark); }
.bar .point { fill: var(--mark); stroke: var(--ground); stroke-width: 1.5; }
.bar-pass { --mark: var(--pass-mark); }
.bar-fail { --mark: var(--fail-mark); }
.bar-inconclusive { --mark: var(--open-mark); }
.bar-none { --mark: var(--muted); }
.spreads { display: flex; flex-wrap: wrap; gap: 1rem 2rem; margin: 1rem 0; }
.spreads table { width: auto; flex: 1; }
.spread path { fill: none; stroke: var(--link); stroke-width: 2; }
.spread .baseline { stroke: var(--muted); stroke-dasharray: 5 4; }
.scroll { overflow-x: auto; container-type: inline-size; }
.scroll td { min-width: 5.5rem; }
.scroll th[scope=row] { min-width: 8rem; }
.slices { width: auto; min-width: min(100%, 44rem); }
.slices th[scope=row] { min-width: 8rem; }
.few { color: var(--muted); background: repeating-linear-gradient(135deg, transparent 0 6px, var(--panel) 6px 9px); }
.case { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .5rem; }
.case summary { padding: .6rem .9rem; cursor: pointer; overflow-wrap: anywhere; }
.case[open] summary { border-bottom: 1px solid var(--line); }
.case > :not(summary) { margin: 0 .9rem .9rem; }
.change { white-space: nowrap; }
.case summary .change { display: inline-block; min-width: 7rem; color: var(--fail-ink); font-weight: 700; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
.pair > div { min-width: 0; }
.label { margin: .4rem 0 .2rem; font-size: .8rem; color: var(--muted); }
.reasons { width: calc(100% - 1.8rem); font-size: .875rem; }
.diff > * { display: block; min-height: 1.5em; text-decoration: none; }
.diff span > del, .diff span > ins { border-radius: .2rem; }
.fields { margin-top: 1rem; }
.diff del { background: var(--fail-ground); color: var(--fail-ink); }
.diff ins { background: var(--pass-ground); color: var(--pass-ink); }
@media screen and (max-width: 1020px) {
  main, footer { padding-left: .9rem; padding-right: .9rem; }
  h1 { font-size: 1.35rem; }
  .pair { grid-template-columns: 1fr; }
  .stack, .stack tbody, .stack tr, .stack th, .stack td, .stack caption { display: block; width: auto; }
  .stack thead { display: none; }
  .stack tbody { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; margin-bottom: .7rem; }
  .stack th, .stack td, .gates tr:has(+ .why) > * { border: 0; padding: .15rem 0; text-align: left; }
  .stack td[data-label] { display: flex; flex-wrap: wrap; gap: 0 1rem; }
  .stack td[data-label]::before { content: attr(data-label); color: var(--muted); font-size: .875rem; flex: none; }
  .stack .value { margin-left: auto; text-align: right; }
  .limit-words { min-width: 0; }
  .stack td:empty { display: none; }
  .gates .why td { padding-top: .4rem; }
}
@media screen and (max-width: 640px) {
  .slices, .slices caption, .slices tbody { display: block; width: auto; min-width: 0; }
  .slices thead { display: none; }
  .slices tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .3rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .slices tr > th[scope=row], .slices td:not(.number) { grid-column: 1 / -1; min-width: 0; padding: 0; border: 0; }
  .slices td.number { min-width: 0; padding: .3rem .4rem; border: 1px solid var(--line); border-radius: .3rem; text-align: left; white-space: normal; }
  .slices td.number::before { content: attr(data-label); display: block; font-size: .8rem; color: var(--muted); }
}
@media (forced-colors: active) {
  .badge { border: 1px solid; }
  .bar .range, .bar .cap, .bar .arrow { stroke: CanvasText; }
  .bar .point { fill: CanvasText; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --muted: #444; --line: #bbb; --grid: #ddd; }
  html { font-size: 10.5px; }
  .bar { min-width: 110px; }
  th, td { padding: .3rem .4rem; }
  main, footer { max-width: none; padding: 0; }
  .skip { display: none; }
  .gate, .case, section > h2 { break-inside: avoid; }
  h2 { break-after: avoid; }
  pre { max-height: none; }
  .scroll { overflow: visible; container-type: normal; }
  details::details-content { content-visibility: visible; display: block; }
}
`;
