package draw

// style is the picture's look, light or dark as the reader's machine is. Text has
// at least the contrast 4.5:1 on its ground in both.
const style = `text{font:12px "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;fill:#1f2933}
.page{fill:#fff}
.title{font-size:18px;font-weight:700}
.legend{fill:#5a6672}
.card{fill:#f7f9fb;stroke:#8795a3;stroke-width:1.2}
.id{font-size:14px;font-weight:700}
.act{font-size:11px;font-weight:700;text-anchor:end;fill:#52606d}
.detail{fill:#3e4c59}
.prompt{fill:#3e4c59}
.note{font-size:11px;font-style:italic;fill:#5a6672}
.rule{stroke:#c5ced6;stroke-width:1}
.jump{fill:#1f4f8a}
.jump.quiet{fill:#5a6672}
.key{font-weight:700;fill:#1f2933}
.jump.quiet .key{font-weight:400;fill:#5a6672}
.asks .card{fill:#eef4fd;stroke:#3b74b9}
.asks .act{fill:#2a5d9c}
.dials .card{fill:#edf7ee;stroke:#4b8b52}
.dials .act{fill:#2f6b36}
.records .card{fill:#fdf3e7;stroke:#b9772b}
.records .act{fill:#8a5414}
.sends .card{fill:#f5effb;stroke:#8659b5}
.sends .act{fill:#6b3fa0}
.leaves .card{fill:#e9ecef;stroke:#52606d}
.line{fill:none;stroke:#52606d;stroke-width:1.5}
.line.quiet{stroke:#9aa5b1;stroke-width:1;stroke-dasharray:4 3}
.tip{fill:#52606d}
.quiet-tip{fill:#9aa5b1}
.ground{fill:#fff}
.label text{text-anchor:middle;font-weight:700}
.label.quiet text{font-weight:400;fill:#5a6672}
.end{fill:#52606d;stroke:#fff;stroke-width:1.5}
.entry .pill{fill:#1f4f8a}
.entry text{fill:#fff;text-anchor:middle;font-weight:700}
.anyone .pill{fill:#fff;stroke:#9aa5b1;stroke-dasharray:4 3}
.anyone text{fill:#5a6672;text-anchor:middle;font-weight:700}
@media(prefers-color-scheme:dark){
text,.id,.key{fill:#e4e9ee}
.page,.ground,.anyone .pill{fill:#15191e}
.legend,.note,.jump.quiet,.jump.quiet .key,.label.quiet text,.anyone text{fill:#a3afbb}
.card{fill:#20262d;stroke:#6b7885}
.act,.detail,.prompt{fill:#c3ccd5}
.rule{stroke:#465260}
.jump{fill:#8fbcf5}
.asks .card{fill:#1a2636;stroke:#5d92d3}
.asks .act{fill:#9cc4f7}
.dials .card{fill:#1a2b1d;stroke:#5fa468}
.dials .act{fill:#94d29c}
.records .card{fill:#30261a;stroke:#c48a45}
.records .act{fill:#e9b878}
.sends .card{fill:#271f31;stroke:#9b76c4}
.sends .act{fill:#c9a9ec}
.leaves .card{fill:#2b3138;stroke:#8795a3}
.line{stroke:#a3afbb}
.line.quiet{stroke:#66727e}
.tip{fill:#a3afbb}
.quiet-tip{fill:#66727e}
.end{fill:#a3afbb;stroke:#15191e}
.entry .pill{fill:#3b74b9}
.entry text{fill:#fff}
}
`

// markers are the tips of lines.
const markers = `<defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 1L10 5L0 9z"/></marker>
<marker id="quiet-tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="quiet-tip" d="M0 1L10 5L0 9z"/></marker></defs>
`
