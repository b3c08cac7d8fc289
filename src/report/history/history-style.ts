/** What the pages over many runs need beside the style sheet of a report. */
export const historyStyle = `
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.verdicts { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; }
.mark { position: relative; display: grid; place-items: center; width: 1.9rem; height: 1.9rem; border-radius: .35rem; font-weight: 700; text-decoration: none; }
.mark.pass { background: var(--pass-ground); color: var(--pass-ink); }
.mark.fail { background: var(--fail-ground); color: var(--fail-ink); }
.mark.inconclusive { background: var(--open-ground); color: var(--open-ink); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 1.2rem 1.6rem; margin-bottom: 1.6rem; }
figure { margin: 0; min-width: 0; }
figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; }
.newest { font-size: 1.2rem; font-weight: 700; }
figcaption .muted { font-size: .8rem; }
.line-chart { display: block; width: 100%; max-width: 30rem; height: auto; }
.line-chart .grid { stroke: var(--grid); }
.line-chart .tick { fill: var(--muted); font-size: 11px; }
.line-chart .line { fill: none; stroke: var(--link); stroke-width: 2; }
.line-chart .broken { stroke-dasharray: 4 4; }
.line-chart .whisker, .line-chart .cap { fill: none; stroke: var(--muted); stroke-width: 1.5; }
.line-chart .point { fill: var(--link); stroke: var(--ground); stroke-width: 1.5; }
.timeline { display: block; width: 100%; min-width: 40rem; height: auto; }
.timeline rect { stroke: var(--ground); stroke-width: 2; }
.timeline .even { fill: var(--panel); }
.timeline .odd { fill: var(--line); }
.timeline text { fill: var(--ink); font-size: 15px; font-weight: 600; }
.ends { display: flex; justify-content: space-between; margin: .1rem 0 1rem; font-size: .8rem; color: var(--muted); }
.data td.text, .data th[scope=row] { min-width: 8rem; }
.data .number .note { white-space: nowrap; }
@media screen and (max-width: 1020px) {
  .data td.text, .data th[scope=row] { min-width: 0; }
  .data.stack .value { max-width: 70%; }
  .data.stack thead + tbody { margin-top: .3rem; }
}
.items { list-style: none; margin: 0; padding: 0; }
.items summary { cursor: pointer; }
@media (forced-colors: active) {
  .mark { border: 1px solid; }
  .line-chart .line, .line-chart .whisker, .line-chart .cap { stroke: CanvasText; }
  .line-chart .point { fill: CanvasText; }
  .timeline rect { fill: Canvas; stroke: CanvasText; }
}
@media print {
  .charts { grid-template-columns: 1fr 1fr; }
  figure { break-inside: avoid; }
}
`;
