// The drawing kit: colours, shapes, volumes. All objects are drawn in millimetres, standing on y = 0, y pointing down.
export const S = { lw: 1, n: 0, defs: [], seed: 1, detail: false };
export const reset = (seed) => { S.n = 0; S.defs = []; S.seed = seed >>> 0 || 1; };
export const rnd = () => { S.seed = (Math.imul(S.seed, 1664525) + 1013904223) >>> 0; return S.seed / 4294967296; };
export const hash = (s) => { let h = 2166136261; for (const ch of s) h = Math.imul(h ^ ch.charCodeAt(0), 16777619) >>> 0; return h; };
export const f = (n) => String(Math.round(n * 100) / 100);
const id = () => 'i' + S.n++;

// Colour
const hex = (c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16));
export const mix = (a, b, t) => { const x = hex(a), y = hex(b); return '#' + x.map((v, i) => Math.round(v + (y[i] - v) * t).toString(16).padStart(2, '0')).join(''); };
export const dk = (c, t) => mix(c, '#2b1f1a', t);
export const lt = (c, t) => mix(c, '#fffaf0', t);
export const line = (c) => mix(c, '#2b1f1a', .5);
export const C = {
  white: '#f4efe4', cream: '#eadfc9', oat: '#d9c7a7', sand: '#c9b08a', ochre: '#c8963e', mustard: '#d0a03a', rust: '#b5583a', brick: '#a04a36', terra: '#c4724f',
  rose: '#d3a296', blush: '#e2bfb0', plum: '#6d4453', wine: '#7a3340', sage: '#9aa98a', olive: '#757a4c', moss: '#5b6a45', pine: '#2f5546', green: '#3f6b57', mint: '#b5ccb9',
  sky: '#a9bfca', blue: '#587a92', navy: '#2f4257', ink: '#34353b', slate: '#6a7078', grey: '#a8a59c', stone: '#bdb5a6', charcoal: '#3d3a37', black: '#2b2927',
  oak: '#cfa871', beech: '#dfbf8f', ash: '#e2cda4', walnut: '#7c5438', cherry: '#a9683f', pinew: '#e0bd82', cork: '#c3966a',
  steel: '#b9bdbd', zinc: '#9ea6a8', brass: '#c6a052', copper: '#c47b52', iron: '#45423f', leather: '#9b623a', tan: '#b98250', canvas: '#d8cbb0', lemon: '#e3bf4b', flame: '#f2b24a',
};
export const col = (c) => C[c] || c;

// Paint
export const lg = (x1, y1, x2, y2, stops) => { const i = id(); S.defs.push(`<linearGradient id="${i}" gradientUnits="userSpaceOnUse" x1="${f(x1)}" y1="${f(y1)}" x2="${f(x2)}" y2="${f(y2)}">${stops.map(([o, c, a = 1]) => `<stop offset="${o}" stop-color="${c}" stop-opacity="${a}"/>`).join('')}</linearGradient>`); return `url(#${i})`; };
export const rg = (cx, cy, r, stops) => { const i = id(); S.defs.push(`<radialGradient id="${i}" gradientUnits="userSpaceOnUse" cx="${f(cx)}" cy="${f(cy)}" r="${f(r)}">${stops.map(([o, c, a = 1]) => `<stop offset="${o}" stop-color="${c}" stop-opacity="${a}"/>`).join('')}</radialGradient>`); return `url(#${i})`; };
export const clip = (d, inner) => { const i = id(); S.defs.push(`<clipPath id="${i}"><path d="${d}"/></clipPath>`); return `<g clip-path="url(#${i})">${inner}</g>`; };
export const blur = (sd, inner) => { const i = id(); S.defs.push(`<filter id="${i}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${f(sd)}"/></filter>`); return `<g filter="url(#${i})">${inner}</g>`; };
export const g = (t, inner, o = 1) => `<g transform="${t}"${o < 1 ? ` opacity="${o}"` : ''}>${inner}</g>`;
export const at = (x, y, inner, s = 1) => g(`translate(${f(x)} ${f(y)})${s !== 1 ? ` scale(${s})` : ''}`, inner);
export const rot = (a, inner, x = 0, y = 0) => g(`rotate(${f(a)} ${f(x)} ${f(y)})`, inner);

// Paths
export const rr = (x, y, w, h, r = 0) => { r = Math.min(r, w / 2, h / 2); return `M${f(x + r)} ${f(y)}h${f(w - 2 * r)}a${f(r)} ${f(r)} 0 0 1 ${f(r)} ${f(r)}v${f(h - 2 * r)}a${f(r)} ${f(r)} 0 0 1 ${f(-r)} ${f(r)}h${f(2 * r - w)}a${f(r)} ${f(r)} 0 0 1 ${f(-r)} ${f(-r)}v${f(2 * r - h)}a${f(r)} ${f(r)} 0 0 1 ${f(r)} ${f(-r)}z`; };
export const el = (cx, cy, rx, ry = rx) => `M${f(cx - rx)} ${f(cy)}a${f(rx)} ${f(ry)} 0 1 0 ${f(2 * rx)} 0a${f(rx)} ${f(ry)} 0 1 0 ${f(-2 * rx)} 0z`;
export const poly = (...p) => 'M' + p.map(([x, y]) => `${f(x)} ${f(y)}`).join('L') + 'z';
export const open = (...p) => 'M' + p.map(([x, y]) => `${f(x)} ${f(y)}`).join('L');
export const sm = (pts, closed = true, k = 1 / 6) => {
  const n = pts.length, at = (i) => closed ? pts[(i + n) % n] : pts[Math.max(0, Math.min(n - 1, i))];
  let d = `M${f(pts[0][0])} ${f(pts[0][1])}`;
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const a = at(i - 1), b = at(i), c = at(i + 1), e = at(i + 2);
    d += `C${f(b[0] + (c[0] - a[0]) * k)} ${f(b[1] + (c[1] - a[1]) * k)} ${f(c[0] - (e[0] - b[0]) * k)} ${f(c[1] - (e[1] - b[1]) * k)} ${f(c[0])} ${f(c[1])}`;
  }
  return d + (closed ? 'z' : '');
};
export const fill = (d, c, a = 1) => `<path d="${d}" fill="${c}"${a < 1 ? ` fill-opacity="${a}"` : ''}/>`;
export const stroke = (d, c, w = S.lw, a = 1, x = '') => `<path d="${d}" fill="none" stroke="${c}" stroke-width="${f(w)}" stroke-linecap="round" stroke-linejoin="round"${a < 1 ? ` stroke-opacity="${a}"` : ''} ${x}/>`;
export const dash = (d, c, w, on, off, a = 1) => stroke(d, c, w, a, `stroke-dasharray="${f(on)} ${f(off)}"`);
export const P = (d, c, lc = line(c)) => `<path d="${d}" fill="${c}" stroke="${lc}" stroke-width="${f(S.lw)}" stroke-linejoin="round"/>`;
const dark = (c) => mix(c, '#1f1418', .78);

// A soft volume: lit from the upper left. box = [x0,y0,x1,y1]
export const vol = (d, c0, b, o = {}) => {
  const c = col(c0), { l = .34, s = .3, inner = '', dir = 1 } = o, [x0, y0, x1, y1] = b, w = x1 - x0, h = y1 - y0;
  const ang = o.flat ? [x0, y0, x0 + w, y0 + h * .4] : o.down ? [x0 + w * .4, y0, x0 + w * .6, y1] : [x0, y0 + h * .2, x1, y1 - h * .2];
  return fill(d, c) + (inner ? clip(d, inner) : '') + fill(d, lg(...ang, [[0, '#fff8ea', l * .6], [.2, '#fff8ea', l], [.48, '#fff8ea', 0]])) + fill(d, lg(...ang, [[.42, dark(c), 0], [.9, dark(c), s], [1, dark(c), s * .8]])) + stroke(d, line(c));
};
// A slab: rounded box seen from the front
export const slab = (x, y, w, h, r, c, o = {}) => vol(rr(x, y, w, h, r), c, [x, y, x + w, y + h], { l: .26, s: .22, ...o }) + (o.noedge ? '' : stroke(open([x + Math.max(r, 2), y + S.lw * 1.5], [x + w - Math.max(r, 2), y + S.lw * 1.5]), '#fff', S.lw, .35));
// A tube along a path: handles, legs, arms, cables
export const tube = (d, w, c0, o = {}) => { const c = col(c0); return stroke(d, line(c), w + S.lw, 1, o.butt ? 'style="stroke-linecap:butt"' : '') + stroke(d, c, Math.max(.1, w - S.lw), 1, o.butt ? 'style="stroke-linecap:butt"' : '') + g(`translate(${f(w * .17)} ${f(w * .14)})`, stroke(d, dark(c), w * .42, .26, o.butt ? 'style="stroke-linecap:butt"' : '')) + g(`translate(${f(-w * .2)} ${f(-w * .18)})`, stroke(d, '#fffaf0', w * .2, o.metal ? .7 : .42)); };
// A tapered leg or bar
export const bar = (x0, y0, w0, x1, y1, w1, c0) => { const c = col(c0), a = Math.atan2(y1 - y0, x1 - x0), nx = -Math.sin(a), ny = Math.cos(a); const d = poly([x0 + nx * w0 / 2, y0 + ny * w0 / 2], [x1 + nx * w1 / 2, y1 + ny * w1 / 2], [x1 - nx * w1 / 2, y1 - ny * w1 / 2], [x0 - nx * w0 / 2, y0 - ny * w0 / 2]); const m = Math.max(w0, w1) / 2, cx = (x0 + x1) / 2, cy = (y0 + y1) / 2, flip = Math.abs(nx) > .5 ? 1 : 0; const gx = flip ? [cx - m, cy, cx + m, cy] : [cx, cy - m, cx, cy + m]; return fill(d, c) + fill(d, lg(...gx, [[0, '#fff8ea', .3], [.45, '#fff8ea', 0]])) + fill(d, lg(...gx, [[.45, dark(c), 0], [1, dark(c), .34]])) + stroke(d, line(c)); };

// Bodies of revolution. pts: [y, r, corner?] from top to bottom.
export function sample(pts) {
  const out = []; let seg = [];
  const flush = () => { if (seg.length < 2) return; const n = seg.length;
    for (let i = 0; i < n - 1; i++) { const a = seg[Math.max(0, i - 1)], b = seg[i], c = seg[i + 1], e = seg[Math.min(n - 1, i + 2)];
      if (n === 2) { for (let k = 0; k < 6; k++) out.push([0, 1].map((j) => b[j] + (c[j] - b[j]) * k / 6)); continue; }
      // Centripetal spline: no loops where the points are unevenly spaced
      const kn = (p, q) => Math.max(.01, Math.sqrt(Math.hypot(p[0] - q[0], p[1] - q[1]))), t0 = 0, t1 = i ? kn(a, b) : kn(b, c), t2 = t1 + kn(b, c), t3 = t2 + (i < n - 2 ? kn(c, e) : kn(b, c));
      const A = i ? a : [2 * b[0] - c[0], 2 * b[1] - c[1]], E = i < n - 2 ? e : [2 * c[0] - b[0], 2 * c[1] - b[1]], mixp = (p, q, u, v, t) => [0, 1].map((j) => p[j] * (v - t) / (v - u) + q[j] * (t - u) / (v - u));
      for (let k = 0; k < 12; k++) { const t = t1 + (t2 - t1) * k / 12, A1 = mixp(A, b, t0, t1, t), A2 = mixp(b, c, t1, t2, t), A3 = mixp(c, E, t2, t3, t), B1 = mixp(A1, A2, t0, t2, t), B2 = mixp(A2, A3, t1, t3, t), q = mixp(B1, B2, t1, t2, t); out.push([Math.min(c[0], Math.max(b[0], q[0])), q[1]]); } } };
  for (const p of pts) { seg.push(p); if (p[2] && seg.length > 1) { flush(); seg = [p]; } }
  flush(); const l = pts.at(-1); out.push([l[0], l[1]]); return out.map(([y, r]) => [y, Math.max(r, .01)]);
}
const KIND = {
  matt: [.4, .24, 0], glaze: [.4, .26, .6], enamel: [.36, .28, .75], iron: [.42, .2, .12], wood: [.38, .24, 0], terracotta: [.42, .26, 0], paper: [.2, .3, 0], wax: [.26, .34, .2],
  steel: [.34, .3, .5, 1], brass: [.34, .3, .6, 1], copper: [.34, .3, .6, 1], brushed: [.36, .34, 0, .6],
};
export const rAt = (s, y) => { for (let i = 1; i < s.length; i++) if (s[i][0] >= y) { const [a, b] = [s[i - 1], s[i]]; const t = (y - a[0]) / (b[0] - a[0] || 1); return a[1] + (b[1] - a[1]) * t; } return s.at(-1)[1]; };
export const ring = (y, R, e) => `M${f(-R)} ${f(y)}A${f(R)} ${f(e * R)} 0 0 0 ${f(R)} ${f(y)}`;
// A small chamfer at the foot would leave horns beside the rounded base: drop it.
const tidy = (pts) => { const a = pts.at(-2), b = pts.at(-1), H = b[0] - pts[0][0]; return a[1] > b[1] && (a[1] - b[1]) / a[1] <= .13 && (b[0] - a[0]) / H <= .17 ? [...pts.slice(0, -1), [b[0], a[1] * .99]] : pts; };
export function lathe(pts, o = {}) {
  const c = col(o.c || 'cream'), kind = o.kind || 'matt', e = o.e ?? .16, s = sample(tidy(pts)), [y0, r0] = s[0], [y1, r1] = s.at(-1), big = Math.max(...s.map((p) => p[1])), H = y1 - y0;
  const left = s.map(([y, r]) => [-r, y]), right = s.map(([y, r]) => [r, y]).reverse();
  const body = 'M' + left.map((p) => p.map(f).join(' ')).join('L') + `A${f(r1)} ${f(e * r1)} 0 0 0 ${f(r1)} ${f(y1)}L` + right.map((p) => p.map(f).join(' ')).join('L') + `A${f(r0)} ${f(e * r0)} 0 0 0 ${f(-r0)} ${f(y0)}z`;
  const iso = (k) => [[k * r0, y0 - e * r0 - 2], ...s.map(([y, r]) => [k * r, y]), [k * r1, y1 + e * r1 + 2]];
  const edge = (k) => 'M' + iso(k).map((p) => p.map(f).join(' ')).join('L');
  const [D, L, sp, metal] = KIND[kind] || KIND.matt, dc = dark(c);
  let t = '';
  for (const b of o.bands || []) { const [ya, yb, bc] = b, ra = rAt(s, ya), rb = rAt(s, yb); t += fill(`M${f(-ra - 40)} ${f(ya)}L${f(-ra)} ${f(ya)}A${f(ra)} ${f(e * ra)} 0 0 0 ${f(ra)} ${f(ya)}h40L${f(rb + 40)} ${f(yb)}L${f(rb)} ${f(yb)}A${f(rb)} ${f(e * rb)} 0 0 1 ${f(-rb)} ${f(yb)}h-40z`, col(bc)); if (b[3]) t += stroke(ring(ya, ra, e), line(col(bc)), S.lw * .7, .5); }
  if (kind === 'wood' || o.grain) for (let i = 0; i < 9; i++) { const k = -.9 + i * .22 + rnd() * .1; t += stroke('M' + iso(k).map(([x, y], j) => `${f(x + Math.sin(j / 5 + i) * big * .012)} ${f(y)}`).join('L'), dk(c, .5), S.lw * .6, .28); }
  if (o.flutes) for (let i = 1; i < o.flutes; i++) { const k = Math.cos(Math.PI * i / o.flutes); t += stroke(edge(k), dc, S.lw * .9, .3) + g(`translate(${f(S.lw)} 0)`, stroke(edge(k), '#fff', S.lw * .7, .22)); }
  for (const y of o.rings || []) t += stroke(ring(y, rAt(s, y), e), dc, S.lw * .8, .35) + g(`translate(0 ${f(S.lw)})`, stroke(ring(y, rAt(s, y), e), '#fff', S.lw * .7, .3));
  if (o.under) t += o.under;
  if (o.speckle) { const n = o.speckle === true ? 90 : o.speckle; for (let i = 0; i < n; i++) { const y = y0 + rnd() * (H + e * r1), k = (rnd() * 2 - 1); t += fill(el(k * big, y, (.25 + rnd() * .6) * big / 75), o.speckc ? col(o.speckc) : dk(c, .6), .5); } }
  // The light goes round the body: one gradient, stretched to the width of each thin slice, so that it follows the outline.
  const base = id(), stops = [], mixA = (q) => { const dkA = (x, w, a) => a * Math.max(0, 1 - Math.abs(q - x) / w), sm01 = (t) => { t = Math.min(1, Math.max(0, t)); return t * t * (3 - 2 * t); };
    let v = L * 1.55 * sm01(1 - Math.abs(q + .5) / .46) - D * 1.06 * sm01((q + .2) / 1.14) - .16 * sm01((-q - .84) / .16) + .13 * sm01((q - .86) / .14);
    if (metal) for (const [x, w, a] of [[-.84, .13, -.26], [-.54, .2, .3], [-.14, .2, -.15], [.13, .13, .34], [.52, .26, -.2], [.84, .1, .3]]) v += metal * a * sm01(1 - Math.abs(q - x) / w); return v; };
  for (let i = 0; i <= 40; i++) { const q = -1 + i / 20, v = mixA(q); stops.push(`<stop offset="${f((q + 1) / 2 * 1000) / 1000}" stop-color="${v > 0 ? '#fffaf0' : dc}" stop-opacity="${f(Math.min(.85, Math.abs(v)) * 1000) / 1000}"/>`); }
  S.defs.push(`<linearGradient id="${base}">${stops.join('')}</linearGradient>`);
  const px = S.lw / 2.6, cut = []; { let ys = y0 - e * r0 - 4, rs = r0; for (let y = y0; y < y1; y += px) { const r = rAt(s, y); if (Math.abs(r - rs) > px * 1.4) { cut.push([ys, y, rs]); ys = y; rs = r; } } cut.push([ys, y1 + e * r1 + 4, rs]); }
  let sh = `<g shape-rendering="crispEdges">${cut.map(([a, b, r]) => { const i = id(); S.defs.push(`<linearGradient id="${i}" xlink:href="#${base}" gradientUnits="userSpaceOnUse" x1="${f(-r)}" x2="${f(r)}" y1="0" y2="0"/>`); return `<rect x="${f(-big - 9)}" y="${(a).toFixed(3)}" width="${f(2 * big + 18)}" height="${(b - a).toFixed(3)}" fill="url(#${i})"/>`; }).join('')}</g>`;
  sh += fill(body, lg(0, y0, 0, y1 + e * r1, [[.55, dc, 0], [1, dc, .2]]));
  if (sp) { const a = y0 + H * (o.sp0 ?? .1), b = y0 + H * (o.sp1 ?? .72), q = s.filter(([y]) => y >= a && y <= b).map(([y, r]) => [-.66 * r, y]); if (q.length > 2) sh += stroke(open(...q), '#fff', big * .055, sp * .75) + stroke(open(...q.slice(Math.floor(q.length * .1), Math.ceil(q.length * .45)).map(([x, y]) => [x * .82, y])), '#fff', big * .025, sp * .6); }
  let out = fill(body, c) + clip(body, t + sh) + stroke(body, line(c));
  const tc = col(o.top || c);
  if (o.open) { const w = o.wall ?? Math.max(2, big * .045), ri = r0 - w, ic = col(o.inner || dk(c, .12));
    out += P(el(0, y0, r0, e * r0), lt(tc, .22), line(c));
    const di = el(0, y0 + w * e * .6, ri, e * ri);
    out += fill(di, ic) + clip(di, fill(di, lg(-ri, 0, ri, 0, [[0, dark(ic), .5], [.5, dark(ic), .28], [1, dark(ic), .02]])) + (o.fillc ? fill(el(0, y0 + (o.filly ?? H * .12), ri * .97, e * ri * .97), col(o.fillc)) + fill(el(0, y0 + (o.filly ?? H * .12), ri * .97, e * ri * .97), lg(-ri, 0, ri, 0, [[0, '#fff', .25], [.5, '#fff', 0]])) : '')) + stroke(di, line(ic), S.lw * .8, .8);
  } else if (r0 > big * .06) out += fill(el(0, y0, r0, e * r0), lt(tc, .14)) + fill(el(0, y0, r0, e * r0), lg(-r0, -r0 * e, r0, r0 * e, [[0, '#fff', .3], [.6, '#fff', 0], [1, dc, .15]])) + stroke(el(0, y0, r0, e * r0), line(c));
  return out;
}
// Glass: what is behind it shows through
export function glass(pts, o = {}) {
  const e = o.e ?? .16, s = sample(tidy(pts)), [y0, r0] = s[0], [y1, r1] = s.at(-1), big = Math.max(...s.map((p) => p[1])), H = y1 - y0, tint = col(o.c || '#dfe9e4'), lc = mix(tint, '#2c4a4a', .52);
  const L = s.map(([y, r]) => [-r, y]), R = s.map(([y, r]) => [r, y]).reverse(), fmt = (a) => a.map((p) => p.map(f).join(' ')).join('L');
  const body = 'M' + fmt(L) + `A${f(r1)} ${f(e * r1)} 0 0 0 ${f(r1)} ${f(y1)}L` + fmt(R) + `A${f(r0)} ${f(e * r0)} 0 0 0 ${f(-r0)} ${f(y0)}z`;
  let t = fill(body, tint, o.a ?? .42);
  if (o.liquid) { const ly = o.ly ?? y0 + H * .4, lr = rAt(s, ly) - 2, lp = s.filter(([y]) => y > ly); const cc = col(o.liquid);
    const d = 'M' + fmt([[-lr, ly], ...lp.map(([y, r]) => [-r + 2.2, y - 1.5])]) + `A${f(r1)} ${f(e * r1)} 0 0 0 ${f(r1 - 2)} ${f(y1 - 1.5)}L` + fmt([...lp.map(([y, r]) => [r - 2.2, y - 1.5]).reverse(), [lr, ly]]) + 'z';
    t += fill(d, cc, o.la ?? .75) + fill(d, lg(-big, 0, big, 0, [[.1, '#fff', .22], [.5, '#fff', 0], [1, dark(cc), .35]])) + fill(el(0, ly, lr, e * lr), lt(cc, .3), .9); }
  if (o.back) t = o.back + t;
  const iso = (k, a = .06, b = .9) => open(...s.filter(([y]) => y >= y0 + H * a && y <= y0 + H * b).map(([y, r]) => [k * r, y]));
  if (o.flutes) for (let i = 1; i < o.flutes; i++) { const k = Math.cos(Math.PI * i / o.flutes); t += stroke(iso(k, o.f0 ?? .1, o.f1 ?? 1), lc, S.lw * .8, .4) + g(`translate(${f(S.lw)} 0)`, stroke(iso(k, o.f0 ?? .1, o.f1 ?? 1), '#fff', S.lw * .8, .5)); }
  t += fill(body, lg(-big, 0, big, 0, [[0, lc, .38], [.1, '#fff', .3], [.28, '#fff', .05], [.7, '#fff', 0], [.88, lc, .16], [1, lc, .42]]));
  t += stroke(iso(-.7), '#fff', big * .07, .75) + stroke(iso(-.5, .1, .4), '#fff', big * .03, .6) + stroke(iso(.8, .2, .8), '#fff', big * .035, .5);
  let out = clip(body, t) + stroke(body, lc, S.lw, .85);
  if (!o.closed) out += stroke(el(0, y0, r0, e * r0), lc, S.lw, .85) + stroke(el(0, y0 + S.lw, r0 * .97, e * r0 * .95), '#fff', S.lw, .6);
  out += fill(el(0, y1 - e * r1 * .1, r1 * .8, e * r1 * .7), '#fff', .18);
  return out;
}
// Soft shadows. On the table, thrown to the right.
export const shade = (x0, x1, o = {}) => { const cx = (x0 + x1) / 2, r = (x1 - x0) / 2, e = o.e ?? .2, c = '#3a2418', ell = (dx, dy, rx, ry, a) => `<g transform="translate(${f(cx + dx)} ${f(dy)}) scale(1 ${f(ry / rx)})">${fill(el(0, 0, rx), rg(0, 0, rx, [[0, c, a], [.5, c, a * .62], [.8, c, a * .18], [1, c, 0]]))}</g>`; return ell(r * .5, r * .05, r * 1.75, r * 1.75 * e * .9, .3 * (o.a ?? 1)) + ell(r * .08, r * .03, r * 1.13, r * 1.13 * e, .5 * (o.a ?? 1)); };
// For things lying flat or leaning: the silhouette, moved and blurred
export const cast = (d, k = 1, t = '') => blur(5 * k, g(`translate(${f(7 * k)} ${f(9 * k)})${t}`, fill(d, '#3a2418', .3))) + blur(1.6 * k, g(`translate(${f(2 * k)} ${f(2.6 * k)})${t}`, fill(d, '#3a2418', .3)));
// Wood grain inside a path
export const grain = (d, c, b, n = 9, vert = false) => { const [x0, y0, x1, y1] = b; let t = ''; for (let i = 0; i < n; i++) { const q = (i + .2 + rnd() * .6) / n, a = (rnd() - .5) * .05, m = (rnd() - .5) * .08; const w = x1 - x0, h = y1 - y0; t += vert ? stroke(`M${f(x0 + w * q)} ${f(y0)}C${f(x0 + w * (q + m))} ${f(y0 + h * .35)} ${f(x0 + w * (q - m))} ${f(y0 + h * .65)} ${f(x0 + w * (q + a))} ${f(y1)}`, dk(c, .45), S.lw * .7, .32) : stroke(`M${f(x0)} ${f(y0 + h * q)}C${f(x0 + w * .35)} ${f(y0 + h * (q + m))} ${f(x0 + w * .65)} ${f(y0 + h * (q - m))} ${f(x1)} ${f(y0 + h * (q + a))}`, dk(c, .45), S.lw * .7, .32); } return clip(d, t); };
