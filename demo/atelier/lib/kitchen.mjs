import { S, f, rnd, C, col, mix, dk, lt, line, lg, rg, clip, g, at, rot, rr, el, poly, open, sm, fill, stroke, dash, P, vol, slab, tube, bar, lathe, glass, cast, grain, ring, sample, rAt } from './draw.mjs';
export const O = (svg, b, o = {}) => ({ svg, b, ...o });
const knobM = (r, c, kind = 'wood', h = r * 1.3) => lathe([[-h, r * .55], [-h * .7, r], [-h * .3, r * .85], [0, r * .45]], { c, kind });

// Kettles
const KP = {
  dome: [[-150, 34], [-140, 62], [-105, 94], [-55, 104], [-14, 98], [0, 90]],
  cyl: [[-150, 62, 1], [-140, 80], [-120, 84], [-20, 88], [0, 84]],
  cone: [[-170, 36, 1], [-160, 50], [-90, 76], [-10, 104, 1], [0, 100]],
  round: [[-140, 30], [-132, 54], [-104, 90], [-66, 101], [-28, 90], [-6, 62], [0, 58]],
  goose: [[-125, 46, 1], [-112, 62], [-60, 78], [-6, 94, 1], [0, 90]],
  slim: [[-205, 56, 1], [-198, 62], [-20, 78], [0, 76]],
};
export function kettle(p) {
  const { c = 'cream', kind = 'enamel', body = 'dome', handle = 'arc', hc = 'charcoal', knob = 'black', spout = 'short', base } = p, pts = KP[body], y0 = pts[0][0], r0 = pts[0][1];
  let s = '', up = base ? -22 : 0;
  const m = kind;
  if (base) s += tube('M90 -4C150 -2 170 6 215 4', 5, 'charcoal') + lathe([[-20, 84, 1], [-16, 92], [0, 94]], { c: base, kind: 'matt' });
  let k = '';
  if (handle === 'side') k += tube(`M${r0 * .8} ${y0 + 14}C${r0 + 40} ${y0 - 6} 168 ${y0 + 18} 150 ${y0 * .5}C142 ${y0 * .3} 128 ${y0 * .22} 96 ${y0 * .24}`, 17, hc);
  if (spout === 'short') k += vol(`M-66 ${y0 * .62}C-100 ${y0 * .72} -112 ${y0 * .9} -134 ${y0 * .98}L-148 ${y0 * .88}C-136 ${y0 * .62} -128 ${y0 * .3} -84 ${y0 * .22}z`, c, [-148, y0, -60, 0], { l: .4, s: .22 }) + P(`M-134 ${f(y0 * .98)}Q-146 ${f(y0 * .97)} -148 ${f(y0 * .88)}Q-138 ${f(y0 * .89)} -134 ${f(y0 * .98)}z`, dk(col(c), .5));
  if (spout === 'goose') k += tube(`M-72 -26C-134 -22 -112 -112 -132 -140C-138 -150 -148 -152 -158 -150`, 13, c, { metal: true });
  if (spout === 'lip') k += vol(`M${-r0 * .72} ${y0 - 8}L${-r0 - 26} ${y0 - 4}L${-r0 + -4} ${y0 + 46}z`, c, [-r0 - 26, y0 - 8, -r0 + 10, y0 + 40]);
  k += lathe(pts, { c, kind: m, speckle: p.speckle, bands: p.bands, rings: p.rings });
  k += lathe([[y0 - 15, r0 * .2], [y0 - 12, r0 * .6], [y0 - 3, r0 * .93], [y0 + 1, r0 * .96]], { c: p.lid || c, kind: m });
  k += at(0, y0 - 14, knobM(p.kr || 12, knob, p.kk || 'matt'));
  if (handle === 'arc') { const w = p.wide || 74, top = y0 - 96; const yy = y0 + 26; k += tube(`M${-w} ${yy}C${-w - 6} ${top + 20} ${-w * .55} ${top} 0 ${top}C${w * .55} ${top} ${w + 6} ${top + 20} ${w} ${yy}`, 7, p.wire || 'steel', { metal: true }) + tube(`M-38 ${top + 4}C-20 ${top - 1} 20 ${top - 1} 38 ${top + 4}`, 19, hc) + P(el(-w, yy, 7), col(p.wire || C.steel)) + P(el(w, yy, 7), col(p.wire || C.steel)); }
  s += up ? at(0, up, k) : k;
  const top = handle === 'arc' ? y0 - 106 : y0 - 32;
  return O(s, [spout === 'goose' ? -165 : -150, top + up, handle === 'side' ? 160 : 110, 10], { sh: [-98, 98], f: handle === 'arc' ? [-20, y0 - 40] : [-70, y0 * .8] });
}
// Teapots
const TP = { round: [[-112, 36], [-106, 52], [-84, 80], [-54, 88], [-20, 72], [-4, 50], [0, 48]], tall: [[-160, 38], [-152, 48], [-100, 62], [-40, 72], [-8, 64], [0, 58]], low: [[-84, 40], [-78, 62], [-52, 92], [-26, 92], [-6, 66], [0, 60]], drum: [[-112, 66, 1], [-106, 74], [-12, 76], [0, 70]] };
export function teapot(p) {
  const { c = 'white', kind = 'glaze', body = 'round', handle = 'side', hc } = p, pts = TP[body], y0 = pts[0][0], r0 = pts[0][1], rm = Math.max(...pts.map((q) => q[1])); let s = '';
  if (handle === 'side') s += tube(`M${rm * .72} ${y0 * .86}C${rm + 40} ${y0 * 1.02} ${rm + 52} ${y0 * .3} ${rm * .84} ${y0 * .24}`, 13, hc || c);
  const sp = `M${-rm * .74} ${y0 * .56}C${-rm - 22} ${y0 * .58} ${-rm - 26} ${y0 * .84} ${-rm - 42} ${y0 * .98}L${-rm - 58} ${y0 * .94}C${-rm - 42} ${y0 * .6} ${-rm - 30} ${y0 * .26} ${-rm * .78} ${y0 * .2}z`;
  s += kind === 'glass' ? fill(sp, '#dfe9e4', .6) + stroke(sp, '#7d918c') : vol(sp, c, [-rm - 58, y0, -rm * .6, 0], { l: .4, s: .2 });
  if (kind === 'glass') s += glass(pts, { liquid: p.liquid || '#b9772e', ly: y0 * .7, back: lathe([[y0 * .96, 26, 1], [y0 * .4, 24], [y0 * .36, 18]], { c: 'steel', kind: 'steel' }) });
  else s += lathe(pts, { c, kind, speckle: p.speckle, bands: p.bands, rings: p.rings, flutes: p.flutes });
  s += lathe([[y0 - 14, r0 * .25], [y0 - 10, r0 * .7], [y0 + 1, r0 * 1.02]], { c: p.lid || c, kind: kind === 'glass' ? 'steel' : kind }) + at(0, y0 - 12, knobM(9, p.knob || c, p.knob ? 'wood' : kind === 'glass' ? 'steel' : kind));
  let top = y0 - 30;
  if (handle === 'arc') { top = y0 - 84; const w = r0 + 12; s += tube(`M${-w} ${y0 + 12}C${-w - 22} ${top + 6} ${-w * .4} ${top} 0 ${top}C${w * .4} ${top} ${w + 22} ${top + 6} ${w} ${y0 + 12}`, p.hw || 10, hc || 'oak'); if (p.wrap) s += [...Array(7)].map((_, i) => stroke(`M${-22 + i * 7} ${top - 4}l4 9`, line(col(hc)), S.lw, .6)).join(''); }
  return O(s, [-rm - 60, top, handle === 'side' ? rm + 42 : rm + 8, 8], { sh: [-rm * .8, rm * .8], f: [-rm * .3, y0 * .9] });
}
// Coffee
export function moka(p) {
  const c = col(p.c || C.steel), hc = p.hc || 'black'; const facets = (x0, x1, y0, X0, X1, y1) => { const ks = [-1, -.62, -.05, .52, 1], sh = [.12, -.42, .05, .4]; let s = ''; for (let i = 0; i < 4; i++) { const lerp = (a, b, k) => a + (b - a) * (k + 1) / 2, d = poly([lerp(x0, x1, ks[i]), y0 + (i === 1 || i === 2 ? 3 : 0)], [lerp(x0, x1, ks[i + 1]), y0 + (i < 2 ? 3 : 0)], [lerp(X0, X1, ks[i + 1]), y1 + (i < 3 ? 5 : 0)], [lerp(X0, X1, ks[i]), y1 + (i > 0 ? 5 : 0)]); const cc = sh[i] < 0 ? lt(c, -sh[i]) : dk(c, sh[i]); s += P(d, cc, line(c)) + fill(d, lg(x0, y0, x0, y1, [[0, '#fff', .2], [.5, '#fff', 0], [1, '#2b1f1a', .14]])); } return s; };
  const s = tube('M44 -186C84 -192 88 -168 84 -120L80 -92', 15, hc) + P('M-44 -190L-74 -194L-46 -160z', lt(c, .1)) + facets(-46, 46, -192, -34, 34, -108) + lathe([[-112, 42, 1], [-92, 42]], { c, kind: 'steel' }) + facets(-40, 40, -92, -58, 58, 0) + P(el(8, -52, 7), dk(c, .2)) + P(el(8, -52, 3.4), col('brass')) + P('M-48 -190L0 -208L48 -190L46 -186L-46 -186z', lt(c, .25)) + at(0, -206, knobM(9, hc, 'matt', 20));
  return O(s, [-76, -228, 92, 6], { sh: [-58, 58], f: [-10, -150] });
}
export function press(p) {
  const m = p.c || 'steel', k = p.kind || 'steel'; let s = tube('M50 -150C104 -160 104 -40 52 -46', 13, p.hc || 'black');
  s += glass([[-170, 50, 1], [0, 50]], { liquid: '#3c2317', ly: -105, la: .9 });
  s += lathe([[-46, 53, 1], [-34, 53]], { c: m, kind: k }) + lathe([[-158, 53, 1], [-146, 53]], { c: m, kind: k }) + bar(-51, -160, 6, -51, 2, 6, m) + bar(0, -148, 6, 0, -44, 6, m) + lathe([[-12, 54, 1], [2, 54]], { c: m, kind: k });
  s += tube('M0 -176V-226', 4, 'steel', { metal: true }) + lathe([[-186, 18], [-180, 44], [-170, 54], [-164, 54]], { c: m, kind: k }) + at(0, -224, knobM(11, p.knob || 'black', 'matt', 20)) + P('M-46 -172L-68 -170L-50 -154z', lt(col(m), .2));
  return O(s, [-72, -246, 98, 10], { sh: [-54, 54], f: [0, -165] });
}
export function dripper(p) {
  const c = p.c || 'white', kind = p.kind || 'glaze'; let s = glass([[-118, 26, 1], [-110, 30], [-84, 50], [-36, 68], [-8, 66], [0, 60]], { liquid: '#4a2a18', ly: -48, la: .88 });
  s += tube('M48 -100C104 -104 100 -30 62 -32', 9, '#dfe9e4'); s += lathe([[-126, 52, 1], [-118, 54]], { c, kind }) ;
  let d = tube('M52 -196C92 -200 84 -142 44 -150', 9, c) + lathe([[-212, 66, 1], [-206, 65], [-132, 24], [-126, 26]], { c, kind, flutes: p.flutes, open: true, wall: 4, inner: '#ece2d0', speckle: p.speckle });
  s += d; if (p.paper) s += P('M-56 -214C-40 -236 30 -240 54 -216C30 -206 -30 -206 -56 -214z', col('cream'));
  return O(s, [-72, p.paper ? -236 : -224, 98, 8], { sh: [-62, 62], f: [-10, -175] });
}
export function grinder(p) {
  const c = p.c || 'oak', k = p.kind || 'wood'; let s = lathe([[-200, 27, 1], [-192, 30], [-20, 30], [0, 31]], { c, kind: k, rings: [-96] }) + lathe([[-104, 32, 1], [-90, 32]], { c: 'steel', kind: 'steel' }) + lathe([[-212, 10], [-208, 24], [-198, 29]], { c: 'steel', kind: 'steel' }) + tube('M0 -214V-224L86 -232', 7, 'steel', { metal: true }) + at(86, -228, knobM(13, p.knob || 'walnut', 'wood', 34));
  return O(s, [-34, -264, 102, 6], { sh: [-31, 31], f: [30, -190] });
}
export function cezve(p) {
  const c = p.c || 'copper'; const s = bar(30, -92, 9, 190, -128, 13, p.hc || 'walnut') + lathe([[-104, 46, 1], [-98, 42], [-80, 36], [-50, 48], [-14, 58], [0, 56]], { c, kind: 'copper', open: true, inner: '#b9b0a4', wall: 3, rings: [-66] }) + P('M-44 -106L-64 -108L-42 -88z', lt(col(c), .25));
  return O(s, [-66, -138, 194, 9], { sh: [-56, 56], f: [0, -80] });
}
// Mugs and cups
const MP = { straight: [[-92, 42, 1], [-6, 41], [0, 38]], barrel: [[-88, 38, 1], [-70, 43], [-40, 45], [-10, 40], [0, 33]], taper: [[-100, 45, 1], [-20, 35], [0, 32]], bell: [[-82, 48, 1], [-60, 44], [-20, 36], [-4, 26], [0, 26]], low: [[-60, 50, 1], [-40, 50], [-14, 38], [0, 26]], yunomi: [[-92, 37, 1], [-40, 39], [-8, 34], [-6, 24, 1], [0, 24]], espresso: [[-62, 32, 1], [-20, 29], [0, 22]] };
export function mug(p) {
  const { c = 'white', kind = 'glaze', body = 'straight', handle = 'c' } = p, pts = MP[body], y0 = pts[0][0], r = pts[0][1]; let s = '', x1 = r + 6;
  if (p.saucer) s += at(0, 2, lathe([[-10, 64, 1], [-4, 56], [0, 34]], { c: p.sc || c, kind, e: .24, open: true, inner: lt(col(p.sc || c), .1), wall: 2.5 }) + stroke(el(0, -6, 40, 40 * .24), line(col(p.sc || c)), S.lw * .8, .5));
  const dy = p.saucer ? -5 : 0; let m = '';
  const rr0 = rAt(sample(pts), y0 * .3) - 3;
  if (handle === 'c') { m += tube(`M${r - 4} ${y0 * .84}C${r + 36} ${y0 * .98} ${r + 38} ${y0 * .2} ${rr0} ${y0 * .26}`, p.hw || 9, p.hc || c); x1 = r + 31; }
  if (handle === 'ear') { m += tube(`M${r - 3} ${y0 * .86}H${r + 22}V${y0 * .36}L${rr0} ${y0 * .3}`, 8, p.hc || c); x1 = r + 28; }
  m += lathe(pts, { c, kind, open: true, wall: p.wall || 3.2, inner: p.inner || lt(col(c), .35), top: p.rim, bands: p.bands, speckle: p.speckle, rings: p.rings, flutes: p.flutes, fillc: p.drink, filly: 10, speckc: p.speckc });
  if (p.rim) m += stroke(el(0, y0, r - 1.2, (r - 1.2) * .16), col(p.rim), Math.max(2.6, S.lw));
  s += at(0, dy, m); const w = p.saucer ? 70 : r;
  return O(s, [p.saucer ? -66 : -r, y0 - r * .16 + dy, p.saucer ? Math.max(66, x1) : x1, p.saucer ? 14 : 6], { sh: p.saucer ? [-50, 50] : [-r * .92, r * .92], f: [r * .3, y0 * .75] });
}
// Pots and pans
export function pot(p) {
  const { c = 'rust', kind = 'enamel', w = 120, h = 110, lid = true } = p; let s = ''; const ears = p.handle !== 'long';
  if (ears) for (const q of [-1, 1]) s += tube(`M${q * (w - 4)} ${-h * .78}C${q * (w + 32)} ${-h * .86} ${q * (w + 32)} ${-h * .56} ${q * (w - 4)} ${-h * .6}`, 13, p.hc || c, { metal: kind === 'steel' });
  else s += bar(w - 4, -h * .8, 15, w + 170, -h * 1.0, 20, p.hc || 'black') + P(el(w + 158, -h * .985, 4), dk(col(p.hc || 'black'), .6));
  s += lathe([[-h, w, 1], [-h * .25, w], [-h * .06, w * .94], [0, w * .88]], { c, kind, open: !lid, inner: p.inner || 'cream', wall: 5, bands: p.bands, rings: Array.isArray(p.rings) ? p.rings : [], speckle: p.speckle, fillc: p.soup, filly: h * .2 });
  if (p.rim) s += stroke(ring(-h, w - 1, .16), col(p.rim), 4);
  if (p.lip) s += P(`M${-w + 6} ${-h - 4}L${-w - 18} ${-h - 4}L${-w + 2} ${-h + 18}z`, lt(col(c), .15));
  let top = -h - w * .16;
  if (lid) { s += lathe([[-h - 34, w * .22], [-h - 30, w * .5], [-h - 14, w * .88], [-h - 4, w * 1.02], [-h + 4, w * 1.03]], { c: p.lidc || c, kind: p.lidk || kind, rings: p.rings ? [-h - 16] : [] }) + at(0, -h - 32, knobM(w * .13, p.knob || 'brass', p.kk || 'brass')); top = -h - 36 - w * .18; }
  return O(s, [ears ? -w - 30 : -w - (p.lip ? 18 : 0), top, ears ? w + 30 : w + 182, w * .14], { sh: [-w * .92, w * .92], f: [w * .2, -h] });
}
export function pan(p) {
  const { c = 'iron', kind = 'iron', w = 130, h = 44, hc } = p, e = .3; let s = '';
  const hx = w + (p.hl || 190);
  s += p.wood ? bar(w - 2, -h * .9, 12, w + 40, -h * 1.05, 12, 'steel') + bar(w + 34, -h * 1.02, 20, hx, -h * 1.6, 26, hc || 'beech') : `` + vol(`M${w - 12} ${-h - 10}L${w + 30} ${-h - 14}L${hx - 14} ${-h - 42}q16 -2 17 10q1 12 -14 15L${w + 34} ${-h + 10}L${w - 14} ${-h + 10}z`, hc || c, [w, -h - 40, hx, -h + 14], { down: 1 }) + P(`M${hx - 24} ${-h - 28}q12 -3 12 3q0 6 -12 7z`, dk(col(hc || c), .65));
  if (p.help) s += tube(`M${-w + 4} ${-h}C${-w - 26} ${-h - 8} ${-w - 26} ${-h + 18} ${-w + 6} ${-h + 16}`, 11, c);
  s += lathe([[-h, w, 1], [-h * .5, w * .9], [-4, w * .74], [0, w * .7]], { c, kind, e, open: true, inner: p.inner || dk(col(c), .25), wall: 5 });
  s += stroke(el(0, -h + 12, w * .76, w * .76 * e), '#fff', S.lw, .18);
  if (p.food === 'eggs') for (const [x, y] of [[-34, -h + 8], [36, -h + 18]]) s += P(sm([[x - 40, y], [x - 14, y - 15], [x + 26, y - 12], [x + 38, y + 4], [x + 12, y + 14], [x - 24, y + 12]]), '#f7f0e2', '#cdbf9f') + P(el(x, y - 3, 14, 9), col('flame'));
  return O(s, [-w - (p.help ? 24 : 0), -h - w * e, hx + 4, w * .7 * e + 4], { sh: [-w * .78, w * .78], she: .3, f: [w * .5, -h] });
}
// Knives, lying on the table, the point up
export function knife(p) {
  const { blade = 'chef', hc = 'walnut', a = 62 } = p, B = { chef: [200, 46, 'M0 -22L150 -18Q190 -12 204 8Q160 24 60 25L0 25z'], santoku: [170, 48, 'M0 -24L128 -24Q160 -20 172 18Q110 26 0 26z'], bread: [220, 36, 'M0 -18L196 -18Q218 -12 222 4L214 16l-10 3l-10 -4l-10 5l-10 -4l-10 5l-10 -4l-10 5l-10 -4l-10 5l-10 -4l-10 5l-10 -4l-10 5l-10 -4l-10 5l-10 -4l-10 5l-10 -4l-10 5L0 20z'], paring: [92, 24, 'M0 -12L60 -11Q84 -7 94 6Q60 13 0 13z'], nakiri: [165, 54, 'M0 -27L158 -27Q166 -26 166 -18V24Q164 28 158 28L0 28z'] }[blade];
  const hl = blade === 'paring' ? 96 : 124; const hd = p.oct ? poly([-hl, -15], [-4, -13], [-4, 13], [-hl, 15]) : `M-4 -14C-40 -17 -60 -9 -84 -12Q-${hl} -18 -${hl + 4} 0Q-${hl} 18 -${hl - 16} 17C-80 10 -50 16 -4 14z`;
  const bd = B[2];
  const silT = ` rotate(${-a})`;
  let k = vol(bd, '#c9cdcc', [0, -26, B[0], 26], { down: 1, l: .55, s: .28 }) + clip(bd, stroke(`M6 ${B[1] * .3}L${B[0] - 30} ${B[1] * .26}Q${B[0] - 8} ${B[1] * .12} ${B[0]} 0`, '#fff', S.lw * 2, .75) + fill(`M0 ${B[1] * .3}L${B[0] - 30} ${B[1] * .26}L${B[0]} 40L0 40z`, '#fff', .28) + (p.damask ? [...Array(7)].map((_, i) => stroke(sm([...Array(9)].map((_, j) => [j * B[0] / 8, -22 + i * 5 + Math.sin(j * 1.7 + i) * 3]), false), '#6f7777', S.lw * .8, .45)).join('') : '') + (p.hollow ? [...Array(5)].map((_, i) => fill(el(40 + i * 24, 4, 5, 11), '#8e9696', .5)).join('') : ''));
  k += P(rr(-7, -15, 12, 30, 3), p.bolster ? col(p.bolster) : '#a8adac') + vol(hd, hc, [-hl, -18, 0, 18], { down: 1, l: .35, s: .36 }) + grain(hd, col(hc), [-hl, -18, 0, 18], 5);
  if (!p.oct) for (const x of [-28, -62, -96].filter((x) => x > -hl + 10)) k += P(el(x, -1, 4), col(p.rivet || 'brass'));
  const both = bd + hd; const L = B[0], ca = Math.cos(a * Math.PI / 180), sa = Math.sin(a * Math.PI / 180), off = (L - hl) / 2;
  const sv = g(`translate(${f(-off * ca)} ${f(off * sa)})`, cast(both, 1, silT) + rot(-a, k)); const hw = (L + hl) / 2 * ca + 26 * sa, hh = (L + hl) / 2 * sa + 26 * ca;
  return O(sv, [-hw, -hh, hw, hh], { flat: true, f: [10, -10], big: blade === 'paring' ? .8 : 1 });
}
// Boards, leaning on the wall
export function board(p) {
  const { c = 'oak', shape = 'rect', w = 240, h = 340 } = p; let d, hole, y0 = -h;
  if (shape === 'paddle') { d = `M${-w / 2} ${-16}V${-h + 30}Q${-w / 2} ${-h} ${-w / 2 + 30} ${-h}H-34Q-20 ${-h} -20 ${-h - 16}V${-h - 84}Q-20 ${-h - 104} 0 ${-h - 104}Q20 ${-h - 104} 20 ${-h - 84}V${-h - 16}Q20 ${-h} 34 ${-h}H${w / 2 - 30}Q${w / 2} ${-h} ${w / 2} ${-h + 30}V-16Q${w / 2} 0 ${w / 2 - 16} 0H${-w / 2 + 16}Q${-w / 2} 0 ${-w / 2} -16z`; hole = [0, -h - 84, 7]; y0 = -h - 104; }
  else if (shape === 'round') { d = el(0, -w / 2, w / 2); hole = [w * .26, -w * .82, 11]; y0 = -w; }
  else if (shape === 'arch') { d = `M${-w / 2} 0V${-h + w / 2}A${w / 2} ${w / 2} 0 0 1 ${w / 2} ${-h + w / 2}V0z`; hole = [0, -h + 30, 10]; }
  else { d = rr(-w / 2, -h, w, h, p.r ?? 16); hole = p.slot ? null : [w / 2 - 30, -h + 30, 11]; }
  const b = [-w / 2, y0, w / 2, 0]; let s = cast(d, 1.6) + at(-5, 4, P(d, dk(col(c), .32)));
  const inner = p.end ? [...Array(10)].map((_, i) => [...Array(14)].map((_, j) => fill(rr(-w / 2 + i * w / 9 - (j % 2) * w / 18, y0 + j * (-y0 / 13), w / 9, -y0 / 13), [col(c), dk(col(c), .14), lt(col(c), .14), dk(col(c), .07)][Math.floor(rnd() * 4)], .8) + stroke(rr(-w / 2 + i * w / 9 - (j % 2) * w / 18, y0 + j * (-y0 / 13), w / 9, -y0 / 13), dk(col(c), .35), S.lw * .6, .5)).join('')).join('') : (p.strips ? p.strips.map(([x, ww, cc]) => fill(rr(-w / 2 + x * w, y0, ww * w, -y0), col(cc))).join('') : '') + grain(d, col(c), b, 11, true);
  s += vol(d, c, b, { l: .22, s: .2, inner: inner + (p.groove ? stroke(rr(-w / 2 + 18, -h + 18, w - 36, h - 36, 12), dk(col(c), .5), S.lw * 2, .5) + stroke(rr(-w / 2 + 20, -h + 20, w - 36, h - 36, 12), '#fff', S.lw, .35) : '') });
  if (hole) s += P(el(hole[0], hole[1], hole[2]), dk(col(c), .55)); if (p.slot) s += P(rr(-30, -h + 20, 60, 16, 8), dk(col(c), .55));
  if (p.loop) s += tube(`M${hole[0]} ${hole[1]}C-26 ${hole[1] - 50} 30 ${hole[1] - 60} ${hole[0] + 2} ${hole[1]}`, 4, p.loop);
  if (p.foot) s += [-1, 1].map((q) => P(rr(q * w * .32 - 14, -4, 28, 8, 3), col('charcoal'))).join('');
  return O(s, b, { sh: [-w / 2, w / 2], she: .06, f: [w * .2, y0 * .8], lean: true });
}
// Kitchen tools
export function crock(p) {
  const c = p.c || 'white'; const w = (x, a, t) => at(x, -96, rot(a, t)); const spoon = (c, hw = 24) => bar(0, 0, 9, 0, -170, 8, c) + vol(el(0, -196, hw, 34), c, [-hw, -230, hw, -160]) + grain(el(0, -196, hw, 34), col(c), [-hw, -230, hw, -160], 4, true);
  return O(at(0, 0, lathe([[-140, 58, 1], [-130, 60], [-10, 58], [0, 52]], { c, kind: p.kind || 'glaze', open: true, inner: dk(col(c), .3), bands: p.bands, speckle: p.speckle, rings: p.rings })) + clip(`M-300 -500H300V-141H58A58 9.28 0 0 1 -58 -141H-300z`, w(-22, -14, spoon('beech')) + w(24, 13, bar(0, 0, 9, 0, -160, 9, 'cherry') + vol('M-22 -150Q-24 -220 -14 -232L18 -236Q26 -200 20 -150z', 'cherry', [-24, -236, 24, -150])) + w(0, 1, bar(0, 0, 8, 0, -150, 8, 'steel') + [-26, -15, 0, 15, 26].map((x) => stroke(`M0 -150C${x * 1.6} -190 ${x * 1.5} -250 0 -262`, '#6f7777', Math.max(2, S.lw)) + stroke(`M-1 -150C${x * 1.6 - 1} -190 ${x * 1.5 - 1} -250 -1 -262`, '#fff', S.lw * .7, .6)).join(''))), [-100, -358, 100, 10], { sh: [-55, 55], f: [0, -200] });
}
export function mill(p) {
  const mk = (c, h, kind = 'wood') => lathe([[-h * .34, 22, 1], [-h * .3, 25], [-h * .24, 18], [-h * .12, 22], [0, 29, 1], [6, 29]], { c, kind }) + lathe([[-h * .62, 24], [-h * .5, 28], [-h * .42, 22], [-h * .36, 26, 1], [-h * .35, 26]], { c, kind }) + at(0, -h * .615, lathe([[-16, 5], [-12, 9], [-4, 8], [0, 5]], { c: 'steel', kind: 'steel' }));
  const H = p.h || 210, H2 = p.h2 || 210; return O(at(-40, -4, mk(p.c || 'walnut', H * 1.5)) + at(40, 0, mk(p.c2 || 'beech', H2 * 1.5)), [-70, -H * .93 - 24, 70, 8], { sh: [-62, 62], she: .16, f: [-40, -H * .8] });
}
export function mortar(p) { const c = p.c || 'grey'; return O(lathe([[-100, 78, 1], [-70, 76], [-34, 58], [-20, 44, 1], [-14, 44], [0, 52]], { c, kind: 'matt', open: true, wall: 9, inner: dk(col(c), .2), speckle: 160 }) + clip('M-200 -300H200V-92H62A66 11 0 0 1 -66 -92H-200z', rot(34, lathe([[-200, 8], [-194, 14], [-120, 12], [-60, 19], [-40, 20]], { c: p.pc || c, kind: p.pk || 'matt' }), 0, -50)), [-82, -225, 110, 8], { sh: [-54, 54], f: [20, -130] }); }
export function rolling(p) { const c = p.c || 'beech', a = 34; const d = rr(-190, -28, 380, 56, 20); const k = vol(d, c, [-190, -28, 190, 28], { down: 1, l: .42, s: .4 }) + grain(d, col(c), [-190, -28, 190, 28], 6) + (p.bandc ? [-150, 138].map((x) => fill(rr(x, -28, 12, 56), col(p.bandc), .85)).join('') : ''); const h = [-1, 1].map((q) => vol(rr(q > 0 ? 186 : -246, -13, 60, 26, 12), p.hc || c, [-246, -13, 246, 13], { down: 1, s: .4 })).join(''); return O(cast(d + rr(-246, -13, 492, 26, 12), 1.6, ` rotate(${-a})`) + rot(-a, h + k), [-215, -165, 215, 165], { flat: true, f: [-60, 20] }); }
// Plates and bowls
export function plates(p) {
  const { c = 'white', kind = 'glaze', n = 4, r = 135 } = p, e = .27; let s = ''; for (let i = 0; i < n; i++) { const cc = p.cols ? p.cols[i % p.cols.length] : c; s += at(0, -i * 13, lathe([[-18, r, 1], [-12, r * .93], [-4, r * .62], [0, r * .55]], { c: cc, kind, e, open: i === n - 1 || true, wall: 3, inner: lt(col(cc), .16), speckle: p.speckle && i === n - 1 ? 40 : p.speckle ? 30 : 0 })); if (i === n - 1) { const y = -i * 13 - 18; s += stroke(el(0, y + 6, r * .66, r * .66 * e), line(col(cc)), S.lw * .8, .4) + stroke(el(0, y + 7.5, r * .66, r * .65 * e), '#fff', S.lw * .8, .5) + (p.rim ? stroke(el(0, y, r - 2, (r - 2) * e), col(p.rim), 4) : '') + (p.speckle ? [...Array(60)].map(() => { const a = rnd() * 6.283, q = Math.sqrt(rnd()) * .92; return fill(el(Math.cos(a) * q * r, y + 4 + Math.sin(a) * q * r * e, .8 + rnd()), dk(col(cc), .6), .5); }).join('') : '') + (p.food || ''); } }
  return O(s, [-r, -(n - 1) * 13 - 18 - r * e, r, r * .5 * e + 2], { sh: [-r * .66, r * .66], she: .3, f: [-r * .4, -(n - 1) * 13 - 14] });
}
export function bowl(p) {
  const { c = 'sage', kind = 'glaze', r = 84, h = 78, n = 1, foot = .45 } = p, e = .22; let s = ''; for (let i = 0; i < n; i++) { const cc = p.cols ? p.cols[i] : c, q = i === n - 1; s += at(0, -i * 22, lathe([[-h, r, 1], [-h * .7, r * .96], [-h * .3, r * .74], [-h * .08, r * foot, 1], [0, r * foot * .96]], { c: cc, kind, e, open: true, wall: 3.4, inner: p.inner || lt(col(cc), .22), bands: p.bands, speckle: p.speckle, rings: p.rings, flutes: p.flutes, fillc: q && p.soup, filly: h * .22 })); if (p.rim) s += stroke(el(0, -h - i * 22, r - 1.5, (r - 1.5) * e), col(p.rim), 3.4); }
  if (p.fruit) { const y = -h - (n - 1) * 22; const fr = [[-r * .4, y + 2, r * .3], [r * .36, y + 4, r * .31], [0, y - r * .12, r * .33], [-r * .12, y + r * .1, r * .29]]; s += clip(`M${-r * 3} ${y - 200}H${r * 3}V${y}H${r * .95}A${r * .95} ${r * .95 * e} 0 0 1 ${-r * .95} ${y}H${-r * 3}z`, fr.map(([x, yy, q]) => vol(el(x, yy, q, q * .92), p.fruit, [x - q, yy - q, x + q, yy + q], { l: .5, s: .4 })).join('')); }
  return O(s, [-r, -h - (n - 1) * 22 - r * e - (p.fruit ? r * .22 : 0), r, 6], { sh: [-r * .62, r * .62], f: [-r * .3, -h - (n - 1) * 22] });
}
export function platter(p) { const c = p.c || 'sand', r = 170, e = .26; let s = lathe([[-26, r, 1], [-18, r * .92], [0, r * .7]], { c, kind: p.kind || 'matt', e, open: true, wall: 5, inner: lt(col(c), .1), speckle: p.speckle }); const fr = [[-70, -34, 40, 'lemon'], [2, -44, 42, 'lemon'], [-28, -18, 38, 'ochre'], [72, -30, 37, 'lemon'], [44, -12, 35, 'ochre']]; if (!p.empty) s += fr.map(([x, y, q, cc]) => fill(el(x + 8, y + q * .5, q * 1.05, q * .42), '#3a2418', .22) + rot(-14, vol(`M${x - q * 1.12} ${y}Q${x - q} ${y - q * .8} ${x} ${y - q * .82}Q${x + q * .9} ${y - q * .8} ${x + q * 1.16} ${y - 2}Q${x + q * .9} ${y + q * .78} ${x} ${y + q * .78}Q${x - q * .95} ${y + q * .76} ${x - q * 1.12} ${y}z`, cc, [x - q, y - q, x + q, y + q], { l: .5, s: .36 }), x, y)).join(''); return O(s, [-r, p.empty ? -26 - r * e : -88, r, 34], { sh: [-r * .75, r * .75], she: .28, f: [-r * .3, -30] }); }
export function eggcups(p) { const one = (c, ec) => lathe([[-90, 3], [-84, 13], [-66, 21], [-48, 22], [-30, 14]], { c: ec, kind: 'wax' }) + lathe([[-54, 24, 1], [-36, 22], [-22, 9], [-8, 14], [0, 22]], { c, kind: p.kind || 'glaze', bands: p.bands }); const q = p.cols || ['white', 'sky', 'rose']; return O(at(-58, -8, one(q[0], '#eedcc2')) + at(58, -6, one(q[2] || q[0], '#e6c6a4')) + at(0, 8, one(q[1] || q[0], '#f3e9da')), [-86, -98, 86, 14], { sh: [-78, 78], she: .2, f: [0, -50] }); }
// Glass
const GP = { tumbler: [[-96, 40, 1], [-4, 33], [0, 32]], low: [[-82, 42, 1], [-2, 38], [0, 37]], hi: [[-138, 33, 1], [0, 29]], beaker: [[-100, 36, 1], [-60, 40], [-20, 38], [0, 30]] };
export function tumblers(p) { const pts = GP[p.body || 'tumbler'], H = -pts[0][0], r = pts[0][1]; const one = (x, y, o) => at(x, y, glass(pts, { c: p.c, a: p.a, flutes: p.flutes, f0: .3, ...o })); const q = p.cols || []; const n = p.n || 3; let s = ''; if (n === 1) s = one(0, 0, { liquid: p.liquid, la: .5 }); else if (n === 2) s = one(-r * .72, -10, { c: q[0] || p.c }) + one(r * .82, 6, { c: q[1] || p.c, liquid: p.liquid, la: .5 }); else s = one(-r * 1.12, -12, { c: q[0] || p.c }) + one(r * 1.16, -10, { c: q[1] || p.c }) + one(0, 10, { c: q[2] || p.c, liquid: p.liquid, la: .45, ly: -H * .62 }); const w = n === 1 ? r : n === 2 ? r * 1.8 : r * 2.2; return O(s, [-w, -H - r * .3, w, 16], { sh: [-w, w * .95], she: .16, sa: .7, f: [0, -H * .7] }); }
export function carafe(p) { const s0 = p.body === 'wide' ? [[-210, 36, 1], [-190, 30], [-150, 34], [-90, 70], [-30, 82], [0, 76]] : p.body === 'jar' ? [[-230, 44, 1], [-206, 40], [-180, 50], [-120, 58], [-10, 56], [0, 52]] : [[-250, 34, 1], [-236, 30], [-180, 27], [-130, 44], [-60, 56], [-8, 54], [0, 48]]; const y0 = s0[0][0]; const W = Math.max(...s0.map((q) => q[1])); let s = (p.handle ? tube(`M${W * .55} ${y0 * .72}C${W + 46} ${y0 * .84} ${W + 46} ${y0 * .2} ${W - 4} ${y0 * .24}`, 9, p.c || '#dfe9e4') : '') + glass(s0, { c: p.c, a: p.a, liquid: p.liquid || '#cfe0dd', la: p.la ?? .5, ly: y0 * .52, flutes: p.flutes }); if (p.stop === 'cork') s += lathe([[y0 - 26, 27], [y0 - 22, 30], [y0 + 4, 27]], { c: 'cork', kind: 'matt', speckle: 30 }); if (p.stop === 'glass') s += glass([[y0 - 40, 6], [y0 - 34, 20], [y0 - 12, 20], [y0, 12]], { c: p.c, closed: 1, a: .7 }); if (p.stop === 'cup') s += at(0, y0 + 22, glass([[-64, 40, 1], [0, 40]], { c: p.c, a: p.a })); return O(s, [-W, y0 - (p.stop ? 44 : 6), p.handle ? W + 36 : W, 10], { sh: [-W * .9, W * .9], sa: .75, f: [0, y0 * .75] }); }
export function wine(p) { const one = (x, y, o) => at(x, y, lathe([[-2, 36, 1], [0, 38]], { c: '#dce6e2', kind: 'matt', e: .2 }).replace(/^/, '') + tube('M0 -4V-96', 5, '#dfe8e4') + glass(p.flute ? [[-230, 25, 1], [-180, 29], [-120, 22], [-96, 4]] : [[-206, 32, 1], [-180, 39], [-140, 42], [-108, 26], [-94, 4]], { c: p.c, a: p.a, ...o })); return O(one(-44, -10, {}) + one(46, 6, { liquid: p.liquid || '#7a2f3a', ly: -150, la: .85 }), [-92, -224, 92, 14], { sh: [-82, 84], she: .14, sa: .7, f: [40, -150] }); }
export function jug(p) { const c = p.c || 'white', kind = p.kind || 'glaze', tall = p.body === 'tall'; const pts = tall ? [[-220, 44, 1], [-200, 40], [-150, 46], [-80, 66], [-20, 62], [0, 54]] : [[-160, 48, 1], [-140, 44], [-100, 62], [-50, 74], [-12, 64], [0, 56]]; const y0 = pts[0][0]; const s = tube(`M40 ${y0 * .92}C108 ${y0 * 1.04} 116 ${y0 * .34} 66 ${y0 * .34}`, 13, p.hc || c) + P(`M-30 ${y0 - 6}L-66 ${y0 - 12}Q-60 ${y0 + 22} -40 ${y0 + 36}z`, lt(col(c), .12), line(col(c))) + lathe(pts, { c, kind, open: true, inner: p.inner || lt(col(c), .2), wall: 4, bands: p.bands, speckle: p.speckle, rings: p.rings }); return O(s, [-76, y0 - 14, 106, 9], { sh: [-56, 56], f: [-10, y0 * .85] }); }
