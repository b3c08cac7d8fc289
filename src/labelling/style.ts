/** The style of the labelling page, beside that of every report. */
export const style = `
main { max-width: 60rem; }
.labelling button, .labelling input:not([type=checkbox]), .labelling textarea { font: inherit; font-size: .94rem; color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: .4rem; padding: .4rem .8rem; min-height: 2.5rem; max-width: 100%; }
.labelling button { cursor: pointer; }
.labelling button:hover:enabled { background: var(--panel); }
.labelling button:disabled { color: var(--muted); border-color: var(--line); cursor: default; }
.labelling button[aria-pressed=true] { background: var(--ink); color: var(--ground); border-color: var(--ink); }
.labelling h1 { display: block; font-size: 1.3rem; }
.labelling h1:focus { outline: 0; }
.labelling h2 { margin: .5rem 0; }
.labelling pre { max-height: 45vh; }
.labelling .given { display: grid; gap: .8rem; }
.labelling .tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.labelling .answer { border-left: 4px solid var(--link); }
.bar-row { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; margin: 0 0 1rem; }
.bar-row progress { flex: 1 1 12rem; min-width: 8rem; height: .8rem; accent-color: var(--link); }
.choices { position: sticky; bottom: 0; margin: 1.2rem 0 0; padding: .8rem 0; background: var(--ground); border-top: 1px solid var(--line); }
.choices fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.choices legend { padding: 0 0 .4rem; font-weight: 600; overflow-wrap: anywhere; }
.choices button { text-align: left; overflow-wrap: anywhere; }
.choices .means { display: block; font-size: .8rem; }
.note-row { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem; align-items: end; }
.note-row label { flex: 1 1 16rem; font-size: .8rem; color: var(--muted); }
.note-row input { display: block; width: 100%; }
.alert { margin: 0 0 1rem; padding: .5rem .9rem; border-left: 4px solid var(--fail-mark); background: var(--fail-ground); color: var(--fail-ink); overflow-wrap: anywhere; }
kbd { padding: 0 .4em; border: 1px solid currentColor; border-radius: .3rem; font-size: .85em; }
dialog { max-width: min(36rem, 92vw); color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: .6rem; }
dialog::backdrop { background: #0008; }
.keys > div { display: flex; gap: .8rem; }
.keys dt { min-width: 6.5rem; }
.keys dd { margin: 0; }
@media (max-width: 640px) {
  .choices { position: static; }
  .labelling pre { max-height: none; }
}
@media (forced-colors: active) { .labelling button[aria-pressed=true] { outline: 2px solid Highlight; } }
`;
