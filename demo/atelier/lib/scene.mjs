import { S, f, C, col, mix, dk, lt, reset, hash, lg, rg, g, rr, el, poly, open, fill, stroke, blur, clip, shade, at, P, line, slab } from './draw.mjs';
import * as K from './kitchen.mjs';
import * as L from './living.mjs';
import * as R from './rest.mjs';
export const W = 1200, H = 1500, LW = 2.6;
const A = { ...K, ...L, ...R };
// Ground tones: wall and table for each top category
// (three shades of one hue; neighbouring shelves take turns).
export const GROUND = {
  kitchen: [['#efe1c7', '#dcc197'], ['#f1dcc4', '#e0b78f'], ['#eee4cd', '#d6c4a0']],
  living: [['#eddad0', '#d6b1a1'], ['#efe0d3', '#dabda4'], ['#e9d6d4', '#c9a6a5']],
  bath: [['#d9e6e4', '#b3cdc9'], ['#dde8e0', '#b9cfbf'], ['#d8e4e8', '#aec6cf']],
  desk: [['#dbe1ea', '#b5c3d5'], ['#dde2e4', '#b9c4c9'], ['#dfdfe8', '#bdbdd0']],
  out: [['#e5dfe9', '#c7bbcf'], ['#ece0e4', '#d2bac4'], ['#e0dfeb', '#bcbbd2']],
  garden: [['#dbe4cd', '#b4c59f'], ['#e3e6cb', '#c3c79a'], ['#d3e2d2', '#a7c3a9']],
};
const make = (name, p, scale) => { S.lw = LW / scale; return A[name](p); };
export const measure = (name, p) => { const s = [S.n, S.defs, S.seed]; S.defs = []; S.lw = 1; const r = A[name](p); [S.n, S.defs, S.seed] = s; return r; };
const K_ROUND = new Set(['mill', 'tumblers', 'wine', 'planter']);
let onFlat = false;
const put = (name, p, x, y, scale, rotA = 0) => {
  const r = make(name, p, scale), cx = (r.b[0] + r.b[2]) / 2;
  let s = '';
  if (r.sh && !r.flat && !r.wall && !(r.lean && onFlat)) s += g(`translate(${f(r.base || 0)} 0)`, '') + at(0, (r.base || 0) - ((r.she ?? .2) <= .16 && !K_ROUND.has(name) ? (r.sh[1] - r.sh[0]) * (r.she ?? .2) * .3 : 0), shade(r.sh[0], r.sh[1], { e: r.she ?? .2, a: r.sa ?? 1 }));
  if (r.feet && !onFlat) { const ys = r.feet.map((q) => q[1]), my = (Math.min(...ys) + Math.max(...ys)) / 2; s = at(0, my, shade(r.sh[0], r.sh[1], { e: Math.max(.1, (r.she ?? .12) * 1.2), a: .42 })) + r.feet.map(([fx, fy, hw = 16]) => at(0, fy, shade(fx - hw, fx + hw, { e: .26, a: .9 }))).join(''); }
  return g(`translate(${f(x)} ${f(y)}) scale(${f(scale * 1e4) / 1e4})${rotA ? ` rotate(${rotA})` : ''} translate(${f(-cx)} 0)`, s + r.svg);
};
const tone = (top, shift = 0, deep = 0) => GROUND[top][shift].map((c) => dk(c, deep));
const light = (x = .24, y = .14, a = .5) => fill(rr(0, 0, W, H), rg(W * x, H * y, 1300, [[0, '#fffdf6', a], [.5, '#fffdf6', a * .3], [1, '#fffdf6', 0]])) + fill(rr(0, 0, W, H), rg(W * .3, H * .3, 1500, [[.5, '#3a2418', 0], [1, '#3a2418', .16]]));
const table = (t, hor) => fill(rr(0, 0, W, H), lg(0, 0, 0, Math.max(hor, 10), [[0, t[0]], [1, mix(t[0], t[1], .28)]])) + fill(rr(0, hor, W, H - hor + 5), lg(0, hor, 0, H, [[0, mix(t[1], t[0], .25)], [.35, t[1]], [1, dk(t[1], .07)]])) + (hor < H ? stroke(open([0, hor], [W, hor]), dk(t[1], .3), 2, .3) + stroke(open([0, hor + 3], [W, hor + 3]), '#fff', 2.4, .45) : '');
const flatG = (t) => fill(rr(0, 0, W, H), lg(0, 0, W, H, [[0, mix(t[0], t[1], .35)], [1, dk(t[1], .03)]]));
const room = (t, hor) => table(t, hor) + fill(rr(0, hor - 46, W, 46), mix(t[0], '#fffaf0', .45)) + fill(rr(0, hor - 46, W, 46), lg(0, hor - 46, 0, hor, [[0, '#fff', .3], [1, '#3a2418', .08]])) + stroke(open([0, hor - 46], [W, hor - 46]), dk(t[1], .3), 2, .35);
const windowLight = (dx = 0, tint = '#fffbe9') => blur(5, g(`translate(${dx} 0) skewY(13) skewX(-7)`, [[0, 0], [1, 0], [0, 1], [1, 1], [0, 2], [1, 2]].map(([i, j]) => fill(rr(300 + i * 225, -40 + j * 262, 205, 242), tint, .5 - j * .04)).join('')));
const tiles = (t, hor) => { let s = ''; const c = mix(t[0], '#fffaf0', .5); s += fill(rr(0, 0, W, hor), c); const w = 171.43, h = 86; for (let j = 0; hor - j * h > -h; j++) for (let i = -1; i < 8; i++) s += `<path d="${rr(i * w + (j % 2 ? w / 2 : 0) + 3, hor - (j + 1) * h + 3, w - 6, h - 6, 5)}" fill="${mix(c, (i * 7 + j * 5) % 4 === 0 ? t[1] : t[0], ((i * 3 + j * 2) % 3) * .12 + .08)}" stroke="#fff" stroke-opacity=".4" stroke-width="2"/>`; return s + fill(rr(0, 0, W, hor), lg(0, 0, W, hor, [[0, '#fff', .3], [.6, '#fff', 0], [1, '#3a2418', .12]])) + fill(rr(0, hor - 30, W, 30), lg(0, hor - 30, 0, hor, [[0, '#3a2418', 0], [1, '#3a2418', .1]])); };
const shelfG = (t, y) => table(t, H + 200) + blur(14, fill(rr(60, y + 40, W, 70), '#3a2418', .25)) + fill(rr(0, y - 60, W, 64), mix(C.oak, '#fffaf0', .25)) + fill(rr(0, y - 60, W, 64), lg(0, 0, W, 0, [[0, '#fff', .3], [1, '#3a2418', .1]])) + slab(-20, y + 2, W + 40, 48, 2, 'oak');
const garden = (t, hor) => table(t, hor) + blur(7, [...Array(13)].map((_, i) => { const x = i * 104 - 20, h = 190 + ((i * 73) % 150); return fill(`M${x - 90} ${hor}C${x - 120} ${hor - h * .7} ${x - 40} ${hor - h} ${x} ${hor - h}C${x + 60} ${hor - h} ${x + 120} ${hor - h * .5} ${x + 90} ${hor}z`, mix(t[1], C.moss, .3 + (i % 3) * .1), .55); }).join('')) + stroke(open([0, hor], [W, hor]), dk(t[1], .3), 2, .3);
const arch = (t, hor) => table(t, hor) + fill(`M300 ${hor}V560A300 330 0 0 1 900 560V${hor}z`, mix(t[0], t[1], .5)) + fill(`M300 ${hor}V560A300 330 0 0 1 900 560V${hor}z`, lg(300, 0, 900, 0, [[0, '#3a2418', .16], [.25, '#3a2418', 0], [1, '#fff', .18]]));
const fit = (b, kh = .6, kw = .74) => Math.min(H * kh / (b[3] - b[1]), W * kw / (b[2] - b[0]));
const svgDoc = (inner) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${W}" height="${H}" viewBox="0 0 ${W} ${H}"><defs>${S.defs.join('')}</defs>${inner}</svg>`;
const kindOf = (m) => m.flat ? 'flat' : m.hang ? 'hang' : m.air ? 'air' : m.wall ? 'wall' : m.lean ? 'lean' : m.furn ? 'furn' : 'table';
const base0 = (m, sc) => Math.min(1225, 810 + (m.b[3] - m.b[1]) * sc / 2 - m.b[3] * sc * .3);
const centreY = (m, sc, y = .5) => H * y - (m.b[1] + m.b[3]) / 2 * sc;

export function draw(prod, view) {
  const [name, p] = prod.art, top = prod.top, sh = prod.shift; reset(hash(prod.slug)); onFlat = false;
  const m = measure(name, p), kind = kindOf(m); let bg = '', s = '', over = '';
  if (view === 1) {
    const t = tone(top, sh); const bw = m.b[2] - m.b[0], bh = m.b[3] - m.b[1]; let sc = fit(m.b, bh > bw * 2.6 ? .72 : kind === 'furn' || p.stems?.length ? .66 : .6, kind === 'furn' ? .72 : bw > bh * 1.5 ? .84 : .76) * (m.big || 1);
    if (kind === 'flat') { sc = fit(m.b, .68, .76) * (m.big || 1); bg = flatG(t); s = put(name, p, W / 2, centreY(m, sc), sc); }
    else if (kind === 'hang') { sc = Math.min(W * .66 / (m.b[2] - m.b[0]), H * .66 / (m.b[3] - m.b[1])); bg = table(t, H + 60); s = put(name, { ...p, drop: 1400 / sc }, W / 2, 1010, sc); }
    else if (kind === 'wall') { bg = table(t, H + 100); s = put(name, p, W / 2, centreY(m, sc, .49), sc); }
    else if (kind === 'air') { sc = fit(m.b, .62, .8); bg = table(t, 1150); s = g(`translate(${W / 2} 1275)`, shade(-190, 190, { e: .12, a: .7 })) + put(name, p, W / 2, centreY(m, sc, .48), sc); }
    else { const y = base0(m, sc); bg = kind === 'furn' && top !== 'garden' ? room(t, y - 150) : table(t, y - (kind === 'lean' ? 46 : 165)); s = put(name, p, W / 2, y, sc); }
  } else if (view === 2) {
    const t = tone(top, sh, .1); const z = prod.zoom || (kind === 'furn' ? 2.1 : 1.95), sc = fit(m.b, .6, .76) * (m.big || 1) * z, [fx, fy] = m.f; const cx = (m.b[0] + m.b[2]) / 2; const y = H * .52 - fy * sc, x = W * .5 - (fx - cx) * sc;
    bg = kind === 'flat' ? flatG([t[1], dk(t[1], .06)]) : kind === 'wall' || kind === 'hang' || kind === 'air' ? table([mix(t[0], t[1], .6), t[1]], H + 300) : table([mix(t[0], t[1], .62), dk(t[1], .06)], y - 190 * (kind === 'lean' ? .3 : z / 1.95));
    s = put(name, kind === 'hang' ? { ...p, drop: 2200 / sc } : p, x, y, sc, kind === 'flat' ? -10 : 0);
  } else {
    const th = prod.third || {}, t = tone(top, sh, th.deep || 0);
    if (th.cols) {
      const n = th.cols.length, ps = th.cols.map((c) => ({ ...p, ...(typeof c === 'string' ? { c } : c) })), ms = ps.map((q) => measure(name, q).b), w = Math.max(...ms.map((b) => b[2] - b[0])), h = Math.max(...ms.map((b) => b[3] - b[1]));
      if (kind === 'flat') { bg = flatG(t); const wide = w > h * 1.2; const sc = wide ? fit(m.b, .29, .76) : Math.min(W * .4 / w, H * .62 / h); s = ps.map((q, i) => put(name, q, wide ? W * (.46 + (i % 2) * .08) : W * (.5 + (i - (n - 1) / 2) * .275), wide ? centreY(m, sc, .21 + i * .29) : centreY(m, sc, .5 + [-.05, .05, -.05][i]), sc)).join(''); }
      else if (kind === 'wall') { bg = table(t, H + 60); const wide = n === 2 || w > h * 1.25; const sc = n === 2 ? fit(m.b, .36, .78) : wide ? fit(m.b, .26, .66) : Math.min(H * .38 / h, W * .45 / w); const pos = n === 2 ? [[.5, .28], [.5, .72]] : wide ? [[.5, .2], [.5, .5], [.5, .8]] : [[.29, .27], [.71, .48], [.3, .73]]; s = ps.map((q, i) => put(name, q, W * pos[i][0], centreY(m, sc, pos[i][1]), sc)).join(''); }
      else if (kind === 'hang') { bg = table(t, H + 60); const sc = W * .3 / w; s = ps.map((q, i) => put(name, { ...q, drop: 1600 / sc }, W * [.21, .79, .5][i], [640, 800, 1110][i], sc)).join(''); }
      else if (kind === 'air') { bg = table(t, H + 60); const sc = W * .5 / w; s = ps.map((q, i) => put(name, q, W * [.34, .66, .4][i], centreY(m, sc, [.22, .5, .79][i]), sc, [-8, 6, -4][i])).join(''); }
      else if (w > h * 1.25) { const sc = Math.min(W * .58 / w, H * .25 / h); const gap = Math.max(h * sc * 1.08, 240), y0 = 750 - gap + h * sc / 2; const hor = y0 - (kind === 'furn' ? 120 : 130); bg = (kind === 'furn' ? room : table)(t, hor); s = ps.map((q, i) => put(name, q, W * [.41, .6, .45][i], y0 + i * gap, sc * (1 + i * .03))).join(''); }
      else { const sc = Math.min(W * .43 / w, H * (h > w * 1.9 ? .58 : .5) / h); const hs = h * sc; const y0 = 730 + hs * .34; bg = (kind === 'furn' ? room : table)(t, y0 - (kind === 'lean' ? 30 : 130)); s = ps.map((q, i) => put(name, q, W * [.25, .75, .5][i], y0 + [0, 0, Math.min(250, 130 + hs * .22)][i], sc * [1, 1, 1.06][i])).join(''); }
    } else if (kind === 'flat' || th.flat) {
      onFlat = true; bg = flatG(t); const sc = fit(m.b, .5, .6) * (m.big || 1) * (th.s || 1); if (th.cloth) s += g('rotate(-7 600 750)', P(rr(150, 250, 900, 1000, 6), mix(col(th.cloth), t[0], .25)) + stroke(rr(175, 275, 850, 950, 4), '#fff', 4, .4) + L.pattern('pin', [150, 250, 1050, 1250], lt(col(th.cloth), .4)));
      const items = [...(th.with || []).map((o) => [...o]), [name, p, th.x ?? .5, th.y ?? .5, th.r || 0]];
      s += items.map(([a, q, x, y, r = 0, k = 1]) => { const mm = measure(a, q), sq = sc * k; return put(a, q, W * x, mm.flat ? centreY(mm, sq, y) : H * y, sq, r); }).join('');
    } else {
      const sc = kind === 'hang' ? W * (th.kh || .44) / (m.b[2] - m.b[0]) : fit(m.b, th.kh || (p.stems?.length ? .62 : .46), th.kw || (kind === 'furn' ? .56 : .58)) * (th.s || 1); let y = th.y || (kind === 'furn' ? 1200 : Math.min(1160, 860 + (m.b[3] - m.b[1]) * sc * .42)); const hor = th.hor || y - (kind === 'lean' ? 40 : kind === 'furn' ? 170 : 160); const q = th.lit ? { ...p, lit: true } : p;
      const back = th.back || (kind === 'furn' ? 'room' : 'window'); let x = W * (th.x ?? .5);
      bg = back === 'tiles' ? table(t, hor) + tiles(t, hor) : back === 'shelf' ? shelfG(t, y - 14) : back === 'garden' ? garden(t, hor) : back === 'arch' ? arch(t, hor) : back === 'wall' ? table(t, H + 60) : back === 'room' ? room(t, hor) : table(t, hor);
      if (!th.lit && (back === 'window' || (back === 'room') || back === 'wall')) bg += clip(rr(0, 0, W, back === 'wall' ? H : hor - (back === 'room' ? 46 : 0)), windowLight(th.wx || 0));
      if (kind === 'hang') { y = th.y || 620; const hy = 1180; bg = table(t, hy - 150); }
      if (kind === 'wall') { y = centreY(m, sc, th.yy || .42); if (back !== 'wall') bg = room(t, 1330) + clip(rr(0, 0, W, 1284), windowLight(th.wx || 0)); }
      const items = (th.with || []).map(([a, pp, px, dz = 0, k = 1]) => { const mm = measure(a, pp), sq = sc * k; if (mm.wall) return { z: -999, svg: () => put(a, pp, W * px, H * dz, sq) }; if (mm.hang) return { z: -998, svg: () => put(a, { ...pp, drop: 1600 / sq }, W * px, dz, sq) }; const by = kind === 'hang' ? 1180 : kind === 'wall' ? (th.by || 1400) : y; return { z: dz, svg: () => put(a, pp, W * px, by + dz, sq) }; });
      items.push({ z: kind === 'wall' || kind === 'hang' ? -500 : 0, svg: () => put(name, kind === 'hang' ? { ...q, drop: 1600 / sc } : q, x, y, sc) });
      items.sort((a, b) => a.z - b.z); s = items.map((i) => i.svg()).join('');
      if (th.lit) { const lx = x + (m.f[0] - (m.b[0] + m.b[2]) / 2) * sc, ly = y + m.f[1] * sc; over = fill(rr(0, 0, W, H), rg(lx, ly + 40, 1150, [[0, '#2a1c2e', 0], [.24, '#2a1c2e', .1], [.6, '#221a30', .46], [1, '#1c1729', .68]])) + fill(rr(0, 0, W, H), rg(lx, ly, 700, [[0, '#ffd98f', .34], [.5, '#ffcf7d', .12], [1, '#ffcf7d', 0]])); }
    }
  }
  return svgDoc(bg + light(.24, .14, prod.third?.lit && view === 3 ? .1 : .5) + s + over);
}
