// Living: words and drawing parameters together.
const tree = { name: 'Living', description: 'Light, seats, cloth and the small things in between.', children: [
  { name: 'Lighting', description: 'Lamps for reading, eating and doing nothing.', children: [
    { name: 'Table lamps', description: 'Small pools of light for desks, sills and bedsides.' },
    { name: 'Floor & pendant lamps', description: 'Light for the whole room, from above or beside the chair.' }] },
  { name: 'Furniture', description: 'Solid timber, honest joints.', children: [
    { name: 'Stools & chairs', description: 'Seats that are easy to move and hard to break.' },
    { name: 'Tables & shelves', description: 'Places to put things down.' }] },
  { name: 'Blankets & cushions', description: 'Wool, linen and cotton for the sofa and the bench.' },
  { name: 'Decoration', description: 'Objects that do a little and please a lot.', children: [
    { name: 'Vases', description: 'For one stem or an armful.' },
    { name: 'Candles', description: 'Beeswax, stearin and the things that hold them.' },
    { name: 'Clocks', description: 'Quiet movements, legible faces.' }] }] };
const products = [
  // Table lamps
  { name: 'Mushroom lamp Poul', cat: 'table-lamps', price: '189.00', stock: 17, featured: true, art: ['tablelamp', { c: 'rust', body: 'mushroom' }], see: 'a rust-red table lamp with a domed shade', near: 'the edge where shade meets stem', third: { lit: true, with: [['books', { cols: ['navy', 'oat', 'olive'] }, .2, 40], ['mug', { c: 'cream', body: 'barrel' }, .83, 70]] },
    text: `One spun dome, one spun foot, nothing else to look at. The bulb sits high inside, so the light falls on the page and never into your eyes.

    A dimmer is hidden in the flex, at the length of an arm hanging off a sofa.

    - Powder-coated steel, 33 cm high, 29 cm across
    - E27 socket, warm bulb included
    - Textile cable, 2 m` },
  { name: 'Linen shade lamp', cat: 'table-lamps', price: '134.00', stock: 22, art: ['tablelamp', { c: 'cream', body: 'cone', flutes: 22, bc: 'brass' }], see: 'a brass lamp with a pleated linen shade', near: 'pleats of the linen shade', third: { lit: true, with: [['vase', { body: 'bud', c: 'sage', stems: [['grass', 180, -20]] }, .18, 50], ['books', { cols: ['brick', 'oat'] }, .84, 60]] },
    text: `The shade is pleated by two sisters in Guimarães, thirty folds to a turn, each pressed with an iron and no glue in sight.

    Lit, it glows like a paper bag with a candle in it. Unlit, it is still the best-looking thing on the sideboard.

    - Linen shade, solid brass stem
    - 41 cm high, 30 cm across
    - Brush the shade; do not wash it` },
  { name: 'Task lamp Anton', cat: 'table-lamps', price: '215.00', stock: 13, art: ['tablelamp', { c: 'mustard', body: 'task', bc: 'steel' }], see: 'a mustard desk lamp with a jointed steel arm', near: 'the lamp head and upper joint', third: { cols: ['navy', 'sage', 'mustard'] },
    text: `Two joints with felt washers hold any position you push them into, without springs to squeak or screws to tighten. The head turns through a full circle.

    - Steel arm, aluminium shade
    - Reach 62 cm, base 19 cm
    - 8 W LED, 2,700 K, replaceable

    The base hides 2.4 kg of cast iron, enough to stay where it is with the arm at full stretch.` },
  { name: 'Globe lamp', cat: 'table-lamps', price: '98.00', stock: 38, art: ['tablelamp', { c: 'walnut', body: 'globe', kind: 'wood', rings: [-30] }], see: 'a white glass globe on a walnut foot', near: 'opal glass resting on walnut', third: { lit: true, with: [['clock', { body: 'alarm', rim: 'pine' }, .82, 60], ['books', { cols: ['oat', 'rust'] }, .2, 60]] },
    text: `A moon for the bedside. Three layers of opal glass spread the light so evenly that you cannot find the bulb.

    The globe simply rests in its cup of walnut. Lift it off to change the bulb or to dust.

    - Mouth-blown opal glass, turned walnut
    - 33 cm high, 21 cm across
    - G9 LED, 3 W, dimmable` },
  { name: 'Storm lantern, rechargeable', slug: 'storm-lantern', cat: 'table-lamps', price: '119.00', stock: 0, art: ['tablelamp', { c: 'pine', body: 'lantern' }], see: 'a green lantern with a wire handle and glass body', near: 'glass, green cap and handle', third: { lit: true, back: 'garden', with: [['can', {}, .16, -20, .8], ['mug', { kind: 'enamel', rim: 'navy', hw: 7 }, .83, 60]], alt: 'The storm lantern, lit, in a garden at dusk' },
    text: `No wick, no paraffin, the same calm light. It charges over lunch and lasts three long evenings at half brightness.

    The brass knob dims it. A double press brings a slow flicker, which we resisted for years and now leave on.

    - Steel and borosilicate glass, splash-proof
    - 27 cm without the handle
    - USB-C; the battery unscrews` },
  { name: 'Counterpoise lamp', cat: 'table-lamps', price: '156.00', stock: 17, art: ['tablelamp', { c: 'sage', body: 'clamp', bc: 'black' }], see: 'a sage bell-shaped lamp hung from a bent black stem', near: 'the bent stem and bell-shaped shade', third: { lit: true, with: [['radio', { body: 'table', c: 'oat' }, .82, -60, .7], ['mug', { c: 'white' }, .16, 60]], x: .4 },
    text: `A bell hung from a crook, like a streetlamp in a small town. It throws its light down and a hand's width to the left, exactly where a notebook goes.

    - Steel tube, spun shade
    - 36 cm high, base 15 cm
    - E14 socket, 40 W at most

    It came from a drawing for a railway canteen. We have only changed the plug.` },
  // Floor & pendant
  { name: 'Tripod floor lamp', cat: 'floor-and-pendant-lamps', price: '329.00', stock: 9, art: ['floorlamp', { body: 'tripod', c: 'cream' }], see: 'a tall lamp on three oak legs with a cream shade', near: 'oak legs meeting a brass collar', third: { lit: true, back: 'room', with: [['chair', { body: 'shell', sc: 'rust', plain: 1 }, .2, 30], ['plant', { kind: 'rubber' }, .85, -60]], x: .56, s: 1.1 },
    text: `Three oak legs meet in a collar of turned brass. Loosen it a quarter turn and they fold together, for moving house or only for moving out of the way.

    - Oiled oak, linen shade 52 cm across
    - 150 cm high
    - Foot switch on the cable

    The shade is open at the top, so the ceiling gets a share.` },
  { name: 'Arc lamp, stone foot', slug: 'arc-lamp', cat: 'floor-and-pendant-lamps', price: '590.00', stock: 3, art: ['floorlamp', { body: 'arc', c: 'charcoal' }], see: 'a steel arc rising from a stone foot to a dark shade', near: 'the dark shade at the end of the arc', third: { lit: true, back: 'room', with: [['table', { body: 'round', c: 'walnut', h: 420 }, .7, 20], ['stool', { c: 'oak' }, .5, 70]], x: .45, s: 1.25 },
    text: `Light over the table with no hole in the ceiling. The steel bow reaches far enough for a chair to be pushed back beneath it, and the foot is thirty kilos of limestone with a hole for a broomstick, so that two people can carry it.

    - Brushed steel, limestone, spun aluminium
    - 143 cm high, 90 cm reach
    - Delivered by two people, to the room` },
  { name: 'Reading lamp Ilse', cat: 'floor-and-pendant-lamps', price: '248.00', stock: 15, art: ['floorlamp', { body: 'reader', c: 'pine', bc: 'brass' }], see: 'a slim brass reading lamp with a green shade', near: 'the swivel between arm and shade', third: { cols: [{ c: 'brick' }, { c: 'cream' }, { c: 'pine' }] },
    text: `Stands behind the armchair and looks over your shoulder. The arm slides on the stem; the shade nods and turns, and both stay put by friction alone.

    Polished brass, left unlacquered. Where you touch it, it stays bright.

    - 135 cm high, arm 22 cm
    - E14 LED, 470 lumen
    - Foot 30 cm, weighted` },
  { name: 'Enamel pendant', cat: 'floor-and-pendant-lamps', price: '142.00', stock: 46, art: ['pendant', { c: 'pine', body: 'dome' }], see: 'a dark green enamel pendant lamp with a brass cap', near: 'green enamel, brass cap and the pale inside', third: { cols: ['mustard', 'white', 'pine'] },
    text: `Made in a factory that has lit other factories since 1927. The outside is green, the inside white and very slightly cream, which does good things to faces and to soup.

    Hang it low, about sixty centimetres above the table.

    - Vitreous enamel on steel, 43 cm across
    - Brass cap, 2 m of cotton flex
    - E27, 60 W at most` },
  { name: 'Paper globe', cat: 'floor-and-pendant-lamps', price: '69.00', stock: 84, art: ['pendant', { body: 'paper' }], see: 'a round paper lantern with fine ribs', near: 'bamboo ribs under paper', third: { lit: true, with: [['table', { body: 'trestle', c: 'oak', h: 520 }, .5, 200, .55]], y: 800, kh: .56, alt: 'The paper globe, lit, over a long table' },
    text: `Mulberry paper over a spiral of split bamboo, folded flat for the post and opened like an accordion. It weighs 190 grams and fills a corner like furniture.

    The ribs are spaced by eye. You can tell, and that is the point.

    - Handmade paper from Gifu
    - 46 cm across
    - LED bulbs only, up to 12 W` },
  { name: 'Column lamp', cat: 'floor-and-pendant-lamps', price: '275.00', stock: 6, art: ['floorlamp', { body: 'column', c: 'cream' }], see: 'a tall wavy paper column lamp on a walnut foot', near: 'the wavy paper column', third: { lit: true, back: 'room', with: [['stool', { c: 'walnut' }, .24, 60], ['plant', { kind: 'snake', pot: 'charcoal' }, .82, 30]], s: 1.1 },
    text: `Half lamp, half company. The paper swells and narrows four times on its way up, and the light gathers in the narrow places.

    Put it where nobody walks: behind a sofa, beside a bookcase, at the end of a corridor.

    - Washi paper on wire, walnut foot
    - 126 cm high, 32 cm across
    - Two E27 LED bulbs` },
  // Stools & chairs
  { name: 'Three-legged stool', slug: 'three-legged-stool', cat: 'stools-and-chairs', price: '118.00', stock: 31, featured: true, art: ['stool', { c: 'oak', dish: true }], see: 'a round oak stool on three legs', near: 'dished oak seat', third: { with: [['books', { cols: ['brick', 'oat', 'navy'] }, .2, 60], ['plant', { kind: 'rubber' }, .82, -60]], x: .45, s: .9, back: 'room' },
    text: `Three legs never rock, not even on cobbles. They pass right through the seat and are wedged from above; you can see the wedge, darker, across each round of end grain.

    The top is dished by a few millimetres, enough for comfort and too little to bother a teacup.

    - Solid oak, oiled
    - 48 cm high, 33 cm across
    - Takes 140 kg` },
  { name: 'Step stool', cat: 'stools-and-chairs', price: '96.00', stock: 18, art: ['stool', { c: 'beech', body: 'step', h: 400 }], see: 'a beech step stool with a hand slot', near: 'the hand slot and side panel', third: { cols: [{ c: '#6f8a77' }, { c: '#b5583a' }, { c: 'beech' }] },
    text: `For the top shelf, for small people at the basin, for lacing boots. The lower tread is set back so that shins pass it without a bruise.

    - Steamed beech, dovetailed
    - 40 × 42 × 34 cm
    - Felt pads fitted, spares in the bag

    Pick it up by the slot: it balances.` },
  { name: 'Bar stool, ring foot', slug: 'bar-stool-ring', cat: 'stools-and-chairs', price: '174.00', stock: 12, art: ['stool', { c: 'walnut', legs: 4, h: 650, r: 150, ringb: 'brass', splay: .18, sc: 'charcoal', sk: 'matt', th: 48 }], see: 'a tall walnut stool with a brass foot ring and black seat', near: 'the padded black seat', third: { cols: [{ sc: 'rust' }, { sc: 'sage' }, { sc: 'charcoal' }] },
    text: `The brass ring is where your heels want to be, and it takes the scuffs that would otherwise end up on the wood.

    The pad is horsehair under leather, stitched and not stapled, so it can be opened and refilled in twenty years.

    - Walnut, vegetable-tanned leather, brass
    - 70 cm high; a 62 cm version on request
    - Ships assembled` },
  { name: 'Entrance bench', cat: 'stools-and-chairs', price: '320.00', stock: 7, art: ['stool', { c: 'ash', body: 'bench', h: 430 }], see: 'a long ash bench with a stretcher', near: 'the edge of the bench', third: { with: [['frame', {}, .28, .47, .95], ['frame', { art: 1, bg: 'sky' }, .56, .47, .95], ['plant', { kind: 'snake', pot: 'white', pk: 'glaze' }, .86, -40]], kw: .78, x: .44, back: 'room', alt: 'The bench below two framed prints' },
    text: `Room for two people, or one person and the shopping. A single stretcher runs between the legs, low enough to park shoes on its far side.

    The plank is bookmatched: two halves of the same trunk, opened like a page.

    - Solid ash, soap finish
    - 104 × 32 × 45 cm
    - Four bolts, ten minutes` },
  { name: 'Spindle chair', cat: 'stools-and-chairs', price: '289.00', stock: 20, art: ['chair', { c: 'oak', body: 'spindle' }], see: 'an oak chair with seven spindles in its back', near: 'spindles and the curved top rail', third: { cols: [{ c: 'charcoal' }, { c: 'cherry' }, { c: 'oak' }] },
    text: `Seven spindles, each shaved thicker in the middle where your back presses and thinner at the ends where it only needs to hold on. They give a little. That is the upholstery.

    - Oak with a water-based matt varnish
    - 86 cm high, seat at 45 cm
    - Dry joints, no screws

    A kitchen chair by birth, content at a desk.` },
  { name: 'Rush-seat chair', cat: 'stools-and-chairs', price: '345.00', stock: 9, art: ['chair', { c: 'walnut', body: 'ladder', weave: 'oat' }], see: 'a walnut ladder-back chair with a woven seat', near: 'ladder back and turned posts', third: { with: [['table', { body: 'tray', c: 'oak', tc: 'brick' }, .8, 60], ['frame', { art: 2, bg: 'mint' }, .78, .42, .9]], x: .34, back: 'room' },
    text: `The seat takes one weaver most of a day and some four hundred metres of twisted rush. It smells of hay for the first summer.

    Sit down gently for a week and it will shape itself to you.

    - Walnut frame, freshwater rush
    - 89 cm high, 43 cm wide
    - Mist the seat with water twice a year` },
  // Tables & shelves
  { name: 'Round side table', cat: 'tables-and-shelves', price: '198.00', stock: 16, art: ['table', { body: 'round', c: 'walnut' }], see: 'a round walnut side table on three legs', near: 'the rounded rim of the table', third: { with: [['chair', { body: 'shell', sc: 'sage', plain: 1 }, .25, -30], ['frame', { art: 0 }, .74, .4, 1]], x: .66, s: .8, back: 'room' },
    text: `Half a metre across: a lamp, a book and a glass, with the width of a saucer to spare. The underside is chamfered so that the top seems thinner than it is.

    - American walnut, oil finish
    - 48 cm high, 50 cm across
    - The legs screw in by hand

    Rings left by glasses sand out with the block we put in the box.` },
  { name: 'Tray table', cat: 'tables-and-shelves', price: '139.00', stock: 25, art: ['table', { body: 'tray', c: 'oak', tc: 'pine' }], see: 'a green tray on a folding oak stand', near: 'the raised rim of the tray', third: { cols: [{ tc: 'mustard' }, { tc: 'rose' }, { tc: 'pine' }] },
    text: `Two things that come apart: a steel tray with a rim high enough to stop a sliding cup, and an oak stand that folds flat behind a door.

    Breakfast in bed, gin in the garden, printer beside the desk.

    - Powder-coated steel, oiled oak
    - 52 cm high, 46 cm across
    - Leather straps keep the legs from doing the splits` },
  { name: 'Wall shelf, pair', cat: 'tables-and-shelves', price: '88.00', stock: 42, art: ['table', { body: 'shelf', c: 'oak' }], see: 'two oak wall shelves with books, a bowl and a vase', near: 'books and a vase on the upper shelf', third: { cols: [{ c: 'oak' }, { c: 'walnut' }], alt: 'The shelves in oak and in walnut' },
    text: `The brackets are brass and stop short of the front edge, so from a chair you see only wood. Each shelf has a shallow groove along the back for a plate or a picture.

    - Two boards, 76 × 20 × 2.6 cm
    - Four solid brass brackets
    - Fixings for brick and for plasterboard

    Carries 15 kg, which is a lot of paperbacks.` },
  { name: 'Ladder shelf', cat: 'tables-and-shelves', price: '265.00', stock: 8, art: ['table', { body: 'ladder', c: 'beech' }], see: 'a beech ladder shelf filled with books and pots', near: 'books and pots on two treads', third: { with: [['floorlamp', { body: 'reader', c: 'rust' }, .17, 30], ['stool', { c: 'beech' }, .83, 60]], back: 'room', s: 1.2, kh: .5 },
    text: `Five treads that grow shallower as they climb, leaning at the angle at which a ladder feels safe. Nothing needs drilling; two rubber heels and its own weight keep it there.

    - Steamed beech
    - 150 × 50 cm, 30 cm deep at the floor
    - One screw to the wall if you have children or cats` },
  { name: 'Trestle table', cat: 'tables-and-shelves', price: '890.00', stock: 7, art: ['table', { body: 'trestle', c: 'oak', h: 730 }], see: 'a long oak table on two trestles', near: 'the oak top above a trestle', third: { with: [['pendant', { c: 'charcoal', lit: false }, .5, 560, .9], ['stool', { c: 'oak' }, .24, 80], ['stool', { c: 'oak' }, .76, 80]], kw: .8, back: 'room', y: 1180, alt: 'The trestle table below a pendant lamp' },
    text: `Eight for dinner, or one with a great many papers. The top is three wide boards with breadcrumb-proof joints; the trestles fold and hang on a nail.

    We deliver the top in a blanket, flat on the floor of the van, and carry it up.

    - Solid oak, hardwax oil
    - 140 × 80 × 75 cm; 180 and 220 to order
    - Six weeks for the longer ones` },
  // Blankets & cushions
  { name: 'Lambswool blanket', cat: 'blankets-and-cushions', price: '145.00', stock: 26, featured: true, art: ['folded', { cols: ['oat', 'rust', 'oat'], fringe: true, pat: 'check', pc: 'rust', pc2: 'cream' }], see: 'a folded checked wool blanket with fringe', near: 'checked wool and twisted fringe', third: { cols: [{ cols: ['sage', 'sage'], pc: 'pine', pc2: 'cream', th: 70 }, { cols: ['sky', 'sky'], pc: 'navy', pc2: 'cream', th: 70 }, { cols: ['oat', 'oat'], th: 70 }], alt: 'The lambswool blanket in three checks' },
    text: `First-clip wool, spun in Donegal and woven two valleys on. It is brushed twice with teasels, which raises a nap soft enough for bare feet.

    Big enough for two on a sofa, if they get along.

    - Pure new lambswool, 140 × 190 cm
    - Fringe twisted by hand
    - Air it often, wash it seldom` },
  { name: 'Waffle throw', cat: 'blankets-and-cushions', price: '69.00', stock: 37, art: ['throwOn', { c: 'sage', pat: 'waffle', pc: 'pine', fringe: true }], see: 'a sage waffle-weave throw hanging from an oak rail', near: 'waffle weave and short fringe', third: { cols: ['oat', 'rose', 'sage'] },
    text: `Cotton and linen in a deep waffle that shrinks by a tenth in the first wash and is better for it. It weighs next to nothing, dries in an hour and never needs an iron.

    - 60 % cotton, 40 % linen
    - 130 × 170 cm after washing
    - 60 °C, line dry

    For the end of the bed from April to October.` },
  { name: 'Striped picnic rug', cat: 'blankets-and-cushions', price: '92.00', stock: 0, art: ['folded', { cols: ['navy', 'navy', 'navy', 'navy'], pat: 'stripe', pc: 'cream', pc2: 'mustard', band: 'tan', th: 48 }], see: 'a folded navy striped rug with a leather band', near: 'stripes and the leather carrying band', third: { with: [['bag', { body: 'tote', c: 'canvas' }, .2, -80], ['flask', { body: 'thermos', c: 'pine' }, .84, -50]], back: 'garden', s: 1.1, y: 1130 },
    text: `Wool on top, waxed cotton below, so damp grass stays where it is. The strap is bridle leather with two holes: one for summer, one for the winter when it lives on the back seat.

    - Recycled wool, waxed cotton backing
    - 150 × 150 cm, rolls to 40 cm
    - Sponge clean` },
  { name: 'Linen cushion', cat: 'blankets-and-cushions', price: '48.00', stock: 64, art: ['cushion', { c: 'rust', piping: 'cream' }], see: 'a rust linen cushion with pale piping', near: 'the piped corner of the cushion', third: { cols: [{ c: 'sage' }, { c: 'oat', piping: 'rust' }, { c: 'rust' }] },
    text: `Flemish linen, washed with pumice until it hangs like an old shirt. The piping is cut on the bias so that the corners turn without puckering.

    - Linen cover, duck-feather pad
    - 46 × 46 cm
    - Zip along the base; cover washes at 40 °C

    Punch it in the middle on Saturdays.` },
  { name: 'Kilim cushion', cat: 'blankets-and-cushions', price: '76.00', stock: 11, art: ['cushion', { c: 'brick', pat: 'kilim', pc: 'navy', pc2: 'cream', w: 235 }], see: 'a red kilim cushion with diamond rows', near: 'woven diamonds in navy and cream', third: { with: [['cushion', { c: 'oat', pat: 'pin', pc: 'navy' }, .32, -60], ['cushion', { c: 'navy' }, .8, -90]], x: .5, back: 'window', s: 1 },
    text: `Woven on an upright loom in Konya by a cooperative that dyes with madder, indigo and walnut husk. The rows of diamonds stand for a comb, or running water, depending on whom you ask.

    - Wool on cotton warp, cotton back
    - 47 × 45 cm, feather pad included
    - Dry clean; no two alike` },
  { name: 'Buttoned floor cushion', cat: 'blankets-and-cushions', price: '84.00', stock: 14, art: ['cushion', { c: 'ochre', button: true, w: 250, h: 190, tassel: 'cream' }], see: 'a wide ochre cushion with a centre button and tassels', near: 'folds running to the covered button', third: { cols: ['plum', 'blue', 'ochre'].map((c) => ({ c })) },
    text: `Stuffed with kapok and buttoned through, so it keeps its seat after a winter of board games. Two of them make a guest bed for someone under ten.

    - Heavy cotton canvas, kapok filling
    - 60 × 60 × 14 cm
    - Beat it, sun it, turn it over` },
  // Vases
  { name: 'Bottle vase', cat: 'vases', price: '54.00', stock: 33, art: ['vase', { c: 'terra', body: 'bottle', stems: [['eucalyptus', 330, 90, 'sage']] }], see: 'a slim-necked terracotta vase with eucalyptus', near: 'eucalyptus leaves at the neck', third: { cols: [{ c: 'charcoal', stems: [['grass', 230, 40]] }, { c: 'oat', stems: [['branch', 260, -40, 'walnut', 'rust']] }, { c: 'terra', stems: [] }], alt: 'The bottle vase in charcoal, oat and terracotta' },
    text: `The neck takes one branch and holds it at the angle you chose. Everything below is ballast: two kilos of clay, thrown in two parts and joined at the shoulder.

    - Red stoneware, burnished and waxed
    - 30 cm high, mouth 4 cm
    - Glazed inside, so it holds water` },
  { name: 'Moon jar', cat: 'vases', price: '128.00', stock: 2, art: ['vase', { c: 'white', kind: 'glaze', body: 'moon', stems: [['branch', 400, 150, 'walnut', 'rose'], ['branch', 300, -90, 'walnut', 'rose']] }], see: 'a round white jar with a blossoming branch', near: 'blossom above the white jar', third: { with: [['books', { cols: ['stone', 'oat'] }, .2, 60]], back: 'arch', x: .52 },
    text: `Two bowls joined rim to rim, as they have been in Korea for three centuries. The seam slumps a touch in the fire and no jar comes out quite round, which is why people keep looking at them.

    - White porcelain, clear glaze
    - 22 cm high, 23 cm across
    - Signed on the foot` },
  { name: 'Fluted glass vase', cat: 'vases', price: '42.00', stock: 48, art: ['vase', { kind: 'glass', body: 'cyl', flutes: 12, water: true, c: '#cfe0d6', stems: [['tulip', 240, -70, 'green', 'brick'], ['tulip', 290, 10, 'green', 'flame'], ['tulip', 230, 90, 'green', 'rose']] }], see: 'a fluted glass vase with three tulips', near: 'tulip heads', third: { with: [['bowl', { c: 'cream', fruit: 'lemon' }, .2, 70], ['mug', { c: 'blush' }, .84, 80]], back: 'window' },
    text: `Straight sides and a heavy base: tulips lean on it, straighten up and lean the other way. The flutes hide the stems, which are rarely the best part.

    - Pressed glass with a trace of green
    - 26 cm high, 11 cm across
    - Dishwasher safe` },
  { name: 'Amphora Thalia', slug: 'amphora-thalia', cat: 'vases', price: '96.00', stock: 9, art: ['vase', { c: 'sand', body: 'amph', ears: true, speckle: 120, bands: [[-150, -140, 'walnut'], [-128, -122, 'walnut']], stems: [['olive', 320, 110, 'moss'], ['olive', 280, -100, 'moss']] }], see: 'a two-handled sand-coloured vase with olive branches', near: 'handle, painted lines and olive leaves', third: { with: [['platter', {}, .24, 100, .9], ['candle', { body: 'pillars', cols: ['cream', 'cream', 'cream'] }, .85, 60]], back: 'arch', x: .55 },
    text: `Two handles for carrying and one narrow foot for looking elegant. The brown lines are drawn with a brush held still while the wheel turns.

    - Sand-coloured stoneware
    - 31 cm high, 19 cm across
    - Holds 2.4 litres

    Olive, quince, beech: give it branches rather than bouquets.` },
  { name: 'Bud vase', cat: 'vases', price: '19.50', stock: 110, art: ['vase', { c: 'blue', kind: 'glaze', body: 'bud', stems: [['tulip', 170, 24, 'green', 'rose']] }], see: 'a small blue vase with one tulip', near: 'the narrow neck and tulip', third: { cols: [{ c: 'mustard', stems: [['grass', 170, -20]] }, { c: 'sage', kind: 'matt', stems: [['eucalyptus', 180, 20, 'sage']] }, { c: 'blue' }], alt: 'Three bud vases in mustard, sage and blue' },
    text: `For the flower that broke off, the sprig from the walk, the last of the sweet peas. Line up three on a sill and it looks like a plan.

    - Slip-cast stoneware
    - 15 cm high, mouth 2 cm
    - Seven glazes, this one is lake blue` },
  { name: 'Stepped vase', cat: 'vases', price: '68.00', stock: 21, art: ['vase', { c: 'sage', body: 'step', kind: 'matt', stems: [['grass', 330, -60], ['grass', 380, 30], ['grass', 290, 110]] }], see: 'a three-tiered sage vase with dried grasses', near: 'two steps of the sage vase', third: { cols: [{ c: 'plum', stems: [] }, { c: 'cream', stems: [] }, { c: 'sage', stems: [['grass', 260, 30]] }], alt: 'The stepped vase in plum, cream and sage' },
    text: `Three cylinders, each smaller than the last, like a lighthouse or a wedding cake without guests. The edges are left crisp and catch the light as lines.

    - Matt stoneware
    - 27 cm high, 18 cm across the base
    - Felt underneath

    Dried grasses suit it; so does nothing.` },
  // Candles
  { name: 'Pillar candles, set of three', slug: 'pillar-candles', cat: 'candles', price: '26.00', stock: 92, art: ['candle', { body: 'pillars', cols: ['cream', 'oat', 'blush'] }], see: 'three lit pillar candles of different heights', near: 'flame and melting wax', third: { cols: [{ cols: ['pine', 'sage', 'moss'] }, { cols: ['rust', 'terra', 'blush'] }, { cols: ['cream', 'oat', 'blush'] }], alt: 'The pillar candles in green, terracotta and cream' },
    text: `Poured, not pressed, from rapeseed and stearin. They burn down straight and leave a thin wall that glows as the flame sinks behind it.

    Trim the wick to half a centimetre and they will not smoke.

    - Heights 8, 13 and 19 cm
    - 30, 50 and 75 hours
    - Unscented` },
  { name: 'Brass candleholders', cat: 'candles', price: '79.00', stock: 13, art: ['candle', { body: 'tapers', cols: ['cream', 'cream', 'cream'] }], see: 'three brass holders with tall lit candles', near: 'turned brass foot and stem', third: { cols: [{ hc: 'iron', hk: 'iron', cols: ['brick', 'brick', 'brick'] }, { hc: 'steel', hk: 'steel', cols: ['navy', 'navy', 'navy'] }, { cols: ['cream', 'cream', 'cream'] }], alt: 'The candleholders in black iron, steel and brass' },
    text: `Turned from bar, heavier than you expect, with a drip pan the size of a coin. The three heights are chosen so that the flames make a slope and not a fence.

    - Solid brass, unlacquered
    - 4, 8 and 12 cm
    - For 22 mm candles

    Wax comes off in hot water; tarnish comes off with ketchup.` },
  { name: 'Scented candle Fig', cat: 'candles', price: '38.00', stock: 54, art: ['candle', { body: 'jar', c: 'pine', label: 'cream', lid: 'oak' }], see: 'a candle in a green pot with a paper label and oak lid', near: 'label and flame', third: { cols: [{ c: 'plum', lid: null }, { c: 'oat', lid: null }, { c: 'pine', lid: null }], alt: 'Fig, Cedar and Linen in green, plum and oat pots' },
    text: `The smell of snapped fig twigs more than of figs: green, milky, a little bitter. We made it with a perfumer in Grasse who lives next to the tree.

    The pot has a lid, which puts the flame out without smoke and later keeps paper clips in.

    - Soy wax, cotton wick, 220 g
    - 50 hours
    - Also in Cedar and Linen` },
  { name: 'Beeswax candles', cat: 'candles', price: '22.00', stock: 40, art: ['candle', { body: 'beeswax' }], see: 'three rolled honeycomb candles, lit', near: 'honeycomb pattern', third: { with: [['clock', { body: 'mantel', rim: 'cherry' }, .2, -70, .8], ['books', { cols: ['olive', 'oat', 'brick'] }, .84, -20, .8]], x: .54, back: 'shelf' },
    text: `Sheets of wax from a beekeeper in the Black Forest, rolled round a wick on his kitchen table. They smell of honey while they burn and for an hour afterwards.

    A white bloom may appear in the cold. Rub it off with a sleeve.

    - Pure beeswax, three heights
    - Drip-free out of the draught
    - About 12 hours for the tallest` },
  { name: 'Chamber candlestick', cat: 'candles', price: '34.00', stock: 19, art: ['candle', { body: 'chamber', c: 'navy' }], see: 'a navy enamel candlestick with a finger loop', near: 'the finger loop and enamel dish', third: { cols: [{ c: 'white', wc: 'brick' }, { c: 'mustard', wc: 'white' }, { c: 'navy' }] },
    text: `For power cuts and for going up to bed as though it were 1890. The dish is deep enough to catch everything, and the loop keeps your finger on the cool side.

    - Enamelled steel, 18 cm across
    - Takes 20 to 22 mm candles
    - One candle in the box` },
  // Clocks
  { name: 'Station clock', cat: 'clocks', price: '165.00', stock: 18, art: ['clock', { body: 'wall', rim: 'charcoal', min: true, w: 2.4 }], see: 'a round wall clock with black minute marks', near: 'hands and minute marks', third: { cols: [{ rim: 'steel', c: 'ink', hands: 'cream' }, { rim: 'brick' }, { rim: 'charcoal' }] },
    text: `Sixty strokes, no numerals, readable from the far end of a platform or a kitchen. The second hand sweeps, so there is nothing to hear.

    - Spun aluminium, mineral glass
    - 30 cm across, 5 cm deep
    - Quartz movement, one AA cell

    The dial is silk-screened in three passes to get the black really black.` },
  { name: 'Wood disc clock', cat: 'clocks', price: '112.00', stock: 10, art: ['clock', { body: 'disc', c: 'oak', grain: true, hands: 'black' }], see: 'an oak disc clock with two black hands', near: 'black hands on oak grain', third: { cols: [{ c: 'walnut', hands: 'cream' }, { c: 'charcoal', hands: 'brass', grain: false }, { c: 'oak' }] },
    text: `A slice of oak, two hands and four dots. You learn to read it in a day, and after that you stop noticing that the numbers are missing.

    - Quarter-sawn oak, 30 cm across
    - Silent sweep movement
    - Hangs from a keyhole, set in brass

    The grain runs from nine to three.` },
  { name: 'Alarm clock Wecker', cat: 'clocks', price: '49.00', stock: 26, art: ['clock', { body: 'alarm', rim: 'pine' }], see: 'a green twin-bell alarm clock', near: 'brass bells and hammer', third: { cols: [{ rim: 'brick' }, { rim: 'cream' }, { rim: 'pine' }] },
    text: `Two bells, one hammer, no mercy. You wind it each night, and it repays the ritual by keeping your telephone out of the bedroom.

    - Steel case, brass bells
    - 17 cm high
    - Mechanical, runs for 36 hours

    The tick is audible. Some people cannot sleep with it; others cannot sleep without.` },
  { name: 'Mantel clock', cat: 'clocks', price: '210.00', stock: 6, art: ['clock', { body: 'mantel', rim: 'walnut', c: 'cream' }], see: 'an arched walnut mantel clock with a brass ring', near: 'brass bezel and cream face', third: { with: [['candle', { body: 'tapers' }, .2, 40, .8], ['vase', { body: 'bud', c: 'terra', stems: [['grass', 180, 20]] }, .85, 20]], back: 'shelf', y: 1080 },
    text: `An arch of walnut, hollowed from a single block so that the grain runs unbroken over the top. It strikes nothing and plays nothing.

    - Walnut, brass bezel, domed glass
    - 25 × 20 × 9 cm
    - German quartz movement, five-year guarantee

    Give it a shelf with a little air on either side.` },
  { name: 'Flip clock', cat: 'clocks', price: '94.00', stock: 23, art: ['clock', { body: 'flip', rim: 'rust' }], see: 'a rust-coloured flip clock showing 10:14', near: 'split digits of the flip clock', third: { cols: [{ rim: 'cream' }, { rim: 'sage' }, { rim: 'rust' }] },
    text: `Once a minute, a small leaf falls. It sounds like a page being turned in the next room, and within a week you will hear it only when you want to.

    - ABS case, printed steel leaves
    - 34 × 15 × 10 cm
    - Mains, with a spare cell for power cuts` },
];
export default { ground: 'living', tree, products };
