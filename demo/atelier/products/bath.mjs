// Bath: words and drawing parameters together.
const tree = { name: 'Bath', description: 'Cotton, soap and good bristles.', children: [
  { name: 'Towels & mats', description: 'Cotton and linen that dry you and then dry themselves.' },
  { name: 'Washing & care', description: 'For the basin, the shower and the sink.', children: [
    { name: 'Soap', description: 'Boiled, poured and cut by small makers.' },
    { name: 'Brushes', description: 'Wood and bristle for skin, teeth, dishes and floors.' }] }] };
const products = [
  { name: 'Terry towels, folded set', slug: 'terry-towels', cat: 'towels-and-mats', price: '78.00', stock: 61, art: ['folded', { cols: ['white', 'sky', 'oat', 'white'], th: 58, w: 400, loop: 'white' }], see: 'a stack of four folded towels in white, blue and oat', near: 'folded edges of the towels', third: { cols: [{ cols: ['sage', 'mint', 'sage'] }, { cols: ['blush', 'rose', 'blush'] }, { cols: ['white', 'sky', 'oat'] }], alt: 'The towel set in green, rose and blue' },
    text: `Long-staple cotton at 550 grams, the weight at which a towel is thick enough to feel kind and thin enough to be dry by evening.

    Two bath towels and two for hands. The loops are on the long side, so they hang flat.

    - 100 % organic cotton, woven in Portugal
    - 70 × 140 and 50 × 90 cm
    - 60 °C; skip the softener, it clogs the pile` },
  { name: 'Linen hand towel', cat: 'towels-and-mats', price: '24.00', stock: 85, art: ['hung', { c: 'cream', pat: 'ends', pc: 'navy', w: 270, h: 400 }], see: 'a cream linen towel with navy stripes on a brass rail', near: 'navy stripes and hem', third: { cols: [{ pc: 'brick' }, { c: 'sage', pc: 'cream' }, { pc: 'navy' }] },
    text: `Crisp for the first month, soft for the following ten years. Linen drinks more than cotton and gives it up faster, which is why it never smells of yesterday.

    - Lithuanian linen, 50 × 80 cm
    - Stripes woven in, not printed
    - 60 °C, hang while damp

    It doubles as a tea towel. Polish glasses with it and you will not go back.` },
  { name: 'Hammam towel', cat: 'towels-and-mats', price: '36.00', stock: 29, art: ['hung', { hook: true, c: 'rose', pat: 'stripe', pc: 'cream', pc2: 'brick', w: 300, h: 470 }], see: 'a rose striped towel hanging from a hook', near: 'stripes in the folds', third: { cols: [{ c: 'blue', pc2: 'navy' }, { c: 'sage', pc2: 'pine' }, { c: 'rose' }] },
    text: `Flat-woven and thin as a shirt. Rolled up it takes the space of a paperback, so it goes to the pool, the beach, the gym and, knotted at the neck, to dinner afterwards.

    - Turkish cotton, 90 × 170 cm
    - Hand-knotted fringe
    - Thirstier after every wash` },
  { name: 'Rolled guest towels', cat: 'towels-and-mats', price: '32.00', stock: 3, art: ['towelRoll', { cols: ['sage', 'white', 'blush'] }], see: 'three rolled guest towels in a pyramid', near: 'spirals of rolled terry', third: { cols: [{ cols: ['white', 'oat', 'sand'] }, { cols: ['sky', 'blue', 'white'] }], alt: 'Guest towels in oat and in blue' },
    text: `Small enough that each guest may have a fresh one and the washing machine will hardly notice. Roll them, stack them, and the bathroom looks as if someone had thought about it.

    - Cotton terry, 30 × 50 cm
    - Set of three
    - 60 °C, tumble dry low` },
  { name: 'Slatted bath mat', cat: 'towels-and-mats', price: '89.00', stock: 12, art: ['mat', { c: 'oak', slat: true }], see: 'a slatted oak bath mat seen from above', near: 'oak slats and gaps between them', third: { cols: [{ c: 'walnut' }, { c: 'ash' }, { c: 'oak' }] },
    text: `Warm underfoot, dry within minutes, never soggy. Seven slats of oak on two rubber rails, with gaps narrow enough for a child's toe.

    - Oak, finished with hard oil
    - 60 × 40 × 3 cm
    - Lift it weekly and wipe beneath` },
  // Soap
  { name: 'Olive oil soap, three bars', slug: 'olive-oil-soap', cat: 'soap', price: '18.00', stock: 140, art: ['soap', { body: 'bars', cols: ['sage', 'cream', 'olive'] }], see: 'three stacked bars of soap in greens and cream', near: 'stamped top of a soap bar', third: { cols: [{ cols: ['blush', 'rose', 'cream'] }, { cols: ['oat', 'sand', 'cream'] }, { cols: ['sage', 'cream', 'olive'] }], alt: 'Soap bars in rose, oat and olive' },
    text: `Boiled in a copper for ten days, poured on the floor, cut with a rake and dried in the wind off the harbour. The recipe has four ingredients and one of them is sea salt.

    - 72 % olive oil, no perfume
    - Three bars of 150 g
    - Good for hands, wool and dogs

    Let it dry between uses and a bar lasts two months.` },
  { name: 'Soap dish with bar', cat: 'soap', price: '27.00', stock: 34, art: ['soap', { body: 'dish', c: 'blush', dc: 'white' }], see: 'a pink bar of soap on a white dish', near: 'soap bar on glossy porcelain', third: { cols: [{ c: 'sage', dc: 'charcoal' }, { c: 'oat', dc: 'blue' }, { c: 'blush' }] },
    text: `A shallow dish with three ridges and a hole you will not see until you look for it. Water leaves, soap stays firm.

    The bar that comes with it smells faintly of rose geranium and is gone in six weeks. The dish is not.

    - Porcelain, 12 cm
    - Soap 100 g
    - Dishwasher safe` },
  { name: 'Soap on a rope', cat: 'soap', price: '14.50', stock: 51, art: ['soap', { body: 'rope', c: 'ochre' }], see: 'an oval honey-coloured soap on a cotton rope', near: 'cotton rope running into the soap', third: { cols: ['sage', 'terra', 'ochre'] },
    text: `It hangs, it dries, it does not end up under your heel. Honey and oat flakes give it a mild scrub on one side; the other is smooth.

    - Cold-processed, 220 g
    - Cotton rope, knotted through
    - Eight weeks of showers for one person` },
  { name: 'Hand wash Vetiver', cat: 'soap', price: '29.00', stock: 72, art: ['soap', { body: 'pump', c: '#8a5a34', kind: 'glass' }], see: 'an amber glass bottle of hand wash with a black pump', near: 'label on amber glass', third: { with: [['soap', { body: 'dish', c: 'sage' }, .2, 90], ['towelRoll', { cols: ['white', 'oat', 'sky'] }, .83, -80, .8]], back: 'tiles', x: .5 },
    text: `Vetiver root, a little grapefruit peel, and a base that rinses off at the first pass. It leaves hands smelling of a garden shed in the best sense.

    The bottle is meant to stay. Refills come in a pouch that folds to the size of an envelope.

    - 500 ml, amber glass
    - Plant-based, pH 5.5
    - Made in small batches in Ghent` },
  // Brushes
  { name: 'Bath brush', cat: 'brushes', price: '32.00', stock: 27, art: ['brush', { body: 'body', c: 'beech' }], see: 'a long-handled beech bath brush', near: 'rounded head and pale bristles', third: { cols: [{ c: 'walnut' }, { c: 'oak', bc: 'charcoal' }, { c: 'beech' }] },
    text: `Reaches the spot between the shoulder blades that nobody else will scrub. The head comes off the handle with a twist and goes on a strap for dry brushing.

    - Waxed beech, wild boar bristle
    - 42 cm
    - Hang with the bristles down` },
  { name: 'Nail brush', cat: 'brushes', price: '11.00', stock: 150, art: ['brush', { body: 'nail', c: 'oak' }], see: 'an oak nail brush standing on its bristles', near: 'rows of bristles and stitched oak', third: { with: [['soap', { body: 'dish', c: 'sage' }, .26, -110], ['beaker', { c: 'white' }, .83, -90]], x: .55, s: .8, back: 'tiles' },
    text: `For gardeners, painters and anyone who has met a beetroot. Stiff on top, softer below; the narrow row is for under the nails.

    - Oiled oak, plant fibre
    - 9.5 cm
    - Made by a workshop for blind craftspeople in Zürich` },
  { name: 'Shaving brush and bowl', cat: 'brushes', price: '64.00', stock: 15, art: ['brush', { body: 'shave', c: 'walnut', bowl: 'navy' }], see: 'a shaving brush beside a navy bowl', near: 'soft tips of the shaving brush', third: { cols: [{ bowl: 'white', c: 'black', kind: 'glaze' }, { bowl: 'sage', c: 'oak' }, { bowl: 'navy', c: 'walnut' }] },
    text: `The bowl has a ribbed floor, and that is where the lather comes from. Warm both under the tap, swirl for thirty seconds, think of something else.

    - Synthetic bristle that feels like badger
    - Walnut handle; stoneware bowl, 12 cm
    - Stand the brush on its base to dry` },
  { name: 'Dustpan and brush', cat: 'brushes', price: '39.00', stock: 0, art: ['brush', { body: 'dust', c: 'beech', pc: 'pine', bc: 'oat' }], see: 'a green dustpan with a beech hand brush', near: 'bristles and beech handle over the pan', third: { cols: [{ pc: 'mustard' }, { pc: 'slate' }, { pc: 'pine' }] },
    text: `The lip of the pan is rolled thin and lies flat, so that maddening last line of dust goes in. Both hang from one hook, brush in front.

    - Powder-coated steel, 24 cm wide
    - Beech and horsehair
    - Rinse the bristles in soapy water now and then` },
  { name: 'Dish brush, round', slug: 'dish-brush', cat: 'brushes', price: '9.50', stock: 200, art: ['brush', { body: 'dish', c: 'beech' }], see: 'a round dish brush with a beech handle', near: 'round head, bristles and wire', third: { cols: [{ c: 'cherry' }, { c: 'walnut', bc: 'sand' }, { c: 'beech' }] },
    text: `The head clips into a spring of steel wire. When the fibres have gone soft, after four months or so, you replace the head and keep the handle.

    - Untreated beech, tampico fibre
    - 23 cm
    - Worn heads may go on the compost` },
  { name: 'Toothbrush beaker', cat: 'brushes', price: '17.00', stock: 45, art: ['beaker', { c: 'sky', kind: 'glaze', bands: [[-30, 10, 'canvas', 1]] }], see: 'a pale blue beaker with two wooden toothbrushes', near: 'two toothbrushes in the beaker', third: { cols: [{ c: 'rose' }, { c: 'sage' }, { c: 'sky' }] },
    text: `A beaker with a dry foot: three notches under the rim of the base let air in, so no ring forms on the shelf. Two beech toothbrushes come with it, one pale, one dark, to prevent confusion before coffee.

    - Glazed stoneware, 10 cm
    - Dishwasher safe
    - Replacement brushes in packs of four` },
];
export default { ground: 'bath', tree, products };
