/** The style of what the program shows, and of what it takes the place of. */
export const clientStyle = `
@media screen { .has-program .without-program { display: none; } }
.cases button, .cases select, .cases input[type=search] { font: inherit; font-size: .875rem; color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: .4rem; padding: .3rem .6rem; min-height: 2rem; max-width: 100%; }
.cases button { cursor: pointer; white-space: nowrap; }
.cases button:hover:enabled { background: var(--panel); }
.cases button:disabled { color: var(--muted); border-color: var(--line); cursor: default; }
.cases button[aria-pressed=true] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
.cases .plain { border: 0; text-decoration: underline; color: var(--link); }
.tabs { display: flex; flex-wrap: wrap; gap: .35rem; }
.cases .tabs button { white-space: normal; text-align: left; }
.cases .tabs [aria-selected=true] { background: var(--ink); color: var(--ground); border-color: var(--ink); }
.tabs .number { font-weight: 700; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem .8rem; margin: .8rem 0 0; align-items: end; }
.filters label > span { display: block; font-size: .8rem; color: var(--muted); }
.filters label { min-width: 0; }
.filters .search { flex: 1 1 18rem; }
.filters .search input { width: 100%; }
.filters .deep { padding-bottom: .35rem; font-size: .875rem; }
.filters select { max-width: 12rem; }
.count { display: flex; justify-content: space-between; align-items: center; margin: .3rem 0; color: var(--muted); font-size: .875rem; }
.list { --columns: 7.5rem minmax(7rem, 13rem) minmax(0, 1fr) minmax(0, 9rem) minmax(0, 9rem); --row: 38px; max-height: min(480px, 80vh); overflow: auto; border: 1px solid var(--line); border-radius: .5rem; font-size: .9rem; }
.list.columns-6 { --columns: 7.5rem minmax(7rem, 11rem) minmax(0, 1fr) minmax(0, 8rem) minmax(0, 11rem) minmax(0, 8rem); }
.list-head, .row { display: grid; grid-template-columns: var(--columns); gap: 0 .8rem; align-items: center; padding: 0 .8rem; }
.list-head { position: sticky; top: 0; z-index: 1; height: 30px; background: var(--panel); color: var(--muted); font-size: .8rem; border-bottom: 1px solid var(--line); }
.list-rows { position: relative; }
.row { position: absolute; left: 0; right: 0; height: var(--row); border-bottom: 1px solid var(--line); cursor: pointer; }
.row > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row bdi { overflow-wrap: normal; }
.row:hover { background: var(--panel); }
.row[aria-selected=true] { background: var(--panel); box-shadow: inset 4px 0 var(--link); }
.list:focus-visible .row[data-current=true] { outline: 2px solid var(--link); outline-offset: -2px; }
.slices-cell, .model, .moved { color: var(--muted); }
.move { font-weight: 700; white-space: nowrap; font-variant-numeric: tabular-nums; }
.move.fail { color: var(--fail-ink); }
.move.pass { color: var(--pass-ink); }
.move.open { color: var(--open-ink); }
.move.calm { color: var(--muted); font-weight: 400; }
.tag { margin-left: .4rem; padding: 0 .4em; border: 1px solid var(--edge); border-radius: 1em; font-size: .75rem; }
.case-view { margin-top: 1rem; padding: 0 1rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.case-head h3 { font-size: 1.1rem; margin-bottom: .2rem; scroll-margin-top: 1rem; }
.case-head p { margin: 0 0 .5rem; }
.actions, .repeats { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin-bottom: .8rem; }
.actions label { display: inline-flex; gap: .4rem; align-items: center; }
.actions label span { font-size: .8rem; color: var(--muted); }
.case-view details { margin: .4rem 0; min-width: 0; }
.case-view summary { cursor: pointer; font-weight: 600; }
.case-view h4 { margin: .6rem 0 0; font-size: .9rem; }
.figures { margin: 0 0 .3rem; font-size: .8rem; color: var(--muted); }
.marked del { background: var(--fail-ground); color: var(--fail-ink); }
.marked ins { background: var(--pass-ground); color: var(--pass-ink); }
.case-view .scroll { margin-top: .8rem; }
.scores td { min-width: 11rem; }
.scores td.value { min-width: 0; white-space: nowrap; }
.scores th { min-width: 6rem; }
.scores bdi { white-space: pre-line; }
.said:empty { margin: 0; }
.slices td a { color: inherit; text-decoration-color: var(--line); }
.slices td a:hover { text-decoration-color: currentColor; }
dialog { max-width: min(36rem, 92vw); color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: .6rem; }
dialog::backdrop { background: #0008; }
dialog h2 { margin-top: 0; }
.keys > div { display: flex; gap: .8rem; }
.keys dt { min-width: 5rem; }
.keys dd { margin: 0; }
kbd { margin-right: .3rem; padding: 0 .4em; border: 1px solid var(--edge); border-radius: .3rem; font-size: .85em; }
@media (max-width: 700px) {
  .list, .list.columns-6 { --columns: auto minmax(0, 1fr) auto; --row: 68px; }
  .list-head { display: none; }
  .row { align-content: center; }
  .row .input { grid-row: 2; grid-column: 1 / 3; }
  .row .slices-cell { grid-row: 2; grid-column: 3; max-width: 6.5rem; }
  .row .model { grid-row: 1; grid-column: 3; max-width: 6.5rem; }
  .row .moved { display: none; }
  .case-view { padding: 0 .7rem .7rem; }
  .cases .actions button, .cases .repeats button { white-space: normal; }
}
@media (forced-colors: active) {
  .row[aria-selected=true], .cases .tabs [aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px; }
}
@media print { .cases { display: none; } }
`;
