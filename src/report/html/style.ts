/** The one style sheet of a report; light, dark, narrow and on paper. Colours are named once, at the top. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--panel:#f6f8fa;--line:#d8dee4;--text:#1b1f24;--muted:#59636e;--link:#0b5cad;
--good:#1a7f4b;--bad:#b42318;--unclear:#8a6100;--series-0:#2563eb;--series-1:#9db2cc;--series-2:#c2680c;--series-3:#0d8a72;--series-4:#8250c4;
--limit:#b42318;--band:#2563eb;--grid:#e4e9ee}
@media (prefers-color-scheme:dark){:root{--bg:#0f1419;--panel:#171d24;--line:#2d3640;--text:#e4e9ee;--muted:#9aa6b2;--link:#6cb2ff;
--good:#4cc38a;--bad:#ff7b72;--unclear:#e3b341;--series-0:#6ea8fe;--series-1:#56657a;--series-2:#f0a35c;--series-3:#4cc3a5;--series-4:#b392f0;
--limit:#ff7b72;--band:#6ea8fe;--grid:#242c35}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main{max-width:56rem;margin:0 auto;padding:2.5rem 1.25rem 3rem}
h1{font-size:1.9rem;line-height:1.2;margin:.2rem 0 .6rem;letter-spacing:-.015em}
h2{font-size:1.3rem;line-height:1.3;margin:2.75rem 0 .9rem;padding-top:1.1rem;border-top:1px solid var(--line)}
h3{font-size:1.02rem;line-height:1.4;margin:0}
p{margin:.5rem 0;max-width:46rem}
code,pre,.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em}
a{color:var(--link)}
.eyebrow,.meta,.why,.facts,footer{color:var(--muted)}
.eyebrow{margin:0;font-size:.85rem}
.meta{margin:0;font-size:.92rem;overflow-wrap:anywhere}
.headline{margin:1.4rem 0 1rem;padding:.85rem 1.1rem;border-left:.3rem solid var(--muted);background:var(--panel);font-size:1.12rem;font-weight:600;border-radius:0 .4rem .4rem 0;max-width:none}
.headline.good{border-color:var(--good)}.headline.bad{border-color:var(--bad)}.headline.unclear{border-color:var(--unclear)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:0;padding:0}
.counts li{flex:1 1 5.5rem;padding:.5rem .8rem;border:1px solid var(--line);border-radius:.4rem;font-size:.85rem;color:var(--muted)}
.counts b{display:block;font-size:1.45rem;line-height:1.25;color:var(--text);font-variant-numeric:tabular-nums}
.counts li.none b{color:var(--muted);font-weight:400}
nav{margin-top:1.1rem;font-size:.92rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:0;padding:0}
.steps{margin:0;padding-left:1.5rem}
.steps li{margin:.7rem 0;padding-left:.2rem}
.steps p{margin:.1rem 0}
.commands{display:flex;flex-wrap:wrap;gap:.35rem;margin-top:.3rem}
.commands code,.tag{padding:.1rem .4rem;background:var(--panel);border:1px solid var(--line);border-radius:.3rem;overflow-wrap:anywhere}
.check{margin:1rem 0;border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
.check>header{display:flex;flex-wrap:wrap;gap:.3rem .7rem;align-items:center;padding:.7rem 1rem;background:var(--panel);border-bottom:1px solid var(--line)}
.check>header .share{margin-left:auto;color:var(--muted);font-size:.87rem}
.check .why,.check .fix{padding:0 1rem;font-size:.93rem}
.check ul{list-style:none;margin:0;padding:0}
.check li{padding:.55rem 1rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
.check li:first-child{border-top:0}
.place{color:var(--muted);font-size:.85rem}
.chip{display:inline-block;padding:.08rem .55rem;border-radius:1rem;font-size:.76rem;font-weight:600;line-height:1.5;color:#fff;background:#59636e;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.chip.critical{background:#9f1239}.chip.high{background:#c2320c}.chip.medium{background:#945c00}.chip.low{background:#0b6394}.chip.unknown{background:#6b4fa8}
details{margin:.3rem 0 0;font-size:.92rem}
summary{cursor:pointer;color:var(--muted);width:fit-content}
pre{margin:.4rem 0 0;padding:.6rem .8rem;overflow-x:auto;background:var(--panel);border:1px solid var(--line);border-radius:.35rem;line-height:1.45}
.scroll{overflow-x:auto;margin:.9rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:600;font-size:.85rem;white-space:nowrap;border-bottom-width:2px}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}
td.text{overflow-wrap:break-word;min-width:6rem}
.note{padding:.5rem .9rem;border-left:.25rem solid var(--unclear);background:var(--panel);max-width:none;font-size:.95rem}
figure{margin:1.3rem 0 1.6rem}
figure>.scroll{margin:0}
figcaption{font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;list-style:none;margin:.25rem 0 .4rem;padding:0;font-size:.86rem;color:var(--muted)}
.legend svg{width:1.3rem;height:.7rem;margin-right:.4rem;vertical-align:middle}
.facts{font-size:.87rem;margin:.25rem 0 0}
svg.plot{display:block;overflow:visible;width:100%;height:auto}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:var(--muted)}
.grid{stroke:var(--grid)}.axis{stroke:var(--line)}
.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.s0{stroke:var(--series-0)}.s1{stroke:var(--series-1)}.s2{stroke:var(--series-2)}.s3{stroke:var(--series-3)}.s4{stroke:var(--series-4)}
.f0{fill:var(--series-0)}.f1{fill:var(--series-1)}.f2{fill:var(--series-2)}.f3{fill:var(--series-3)}.f4{fill:var(--series-4)}
.limit{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:6 4}svg text.limit-label{fill:var(--limit)}
.band{fill:var(--band);opacity:.16}.middle{fill:none;stroke:var(--band);stroke-width:1.5;stroke-dasharray:2 4;stroke-linecap:round}
.plain{margin:0;padding-left:1.2rem}.plain li{margin:.25rem 0}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.86rem;overflow-wrap:anywhere}
@media (max-width:34rem){svg.over-time text{font-size:17px}svg.by-name{min-width:34rem}td.text:first-child{min-width:8rem}main{padding:1.4rem 1rem 2rem}h1{font-size:1.55rem}.counts li{flex-basis:28%;padding:.4rem .6rem}.check>header .share{margin-left:0;width:100%}}
@media print{:root{color-scheme:light;--bg:#fff;--panel:#f6f8fa;--line:#c9d1d9;--text:#000;--muted:#444;--grid:#e4e9ee;--series-0:#2563eb;--series-1:#9db2cc;--band:#2563eb;--limit:#b42318}
main{max-width:none;padding:0}nav,summary{display:none}body{font-size:10.5pt}h2{break-after:avoid}.check,figure,tr{break-inside:avoid}}
`;
