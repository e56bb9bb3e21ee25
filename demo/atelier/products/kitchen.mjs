// Kitchen: words and drawing parameters together.
const tree = { name: 'Kitchen', description: 'Tools for cooking, brewing and eating that earn their place on the shelf.', children: [
  { name: 'Tea & coffee', description: 'From the first kettle of the morning to the last pot of the evening.', children: [
    { name: 'Kettles', description: 'For the hob and the worktop, with spouts that pour where you point them.' },
    { name: 'Teapots', description: 'Pots that pour without dripping, for one cup or eight.' },
    { name: 'Coffee makers', description: 'Slow and quick ways to a good cup.' },
    { name: 'Mugs & cups', description: 'Thrown, pressed and enamelled, with handles that fit a hand.' }] },
  { name: 'Cooking', description: 'Pans, blades and boards for daily use.', children: [
    { name: 'Pots & pans', description: 'Iron, steel, copper and enamel.' },
    { name: 'Knives', description: 'Few, sharp and worth sharpening again.' },
    { name: 'Boards', description: 'Timber for cutting and carrying.' },
    { name: 'Kitchen tools', description: 'Spoons, mills and other things that stand by the hob.' }] },
  { name: 'Table', description: 'What the food is served on and the water poured from.', children: [
    { name: 'Plates & bowls', description: 'Everyday stoneware and a few pieces for guests.' },
    { name: 'Glasses & carafes', description: 'Plain glass, well made.' }] }] };
const mugs = (a = 'white', b = 'sage') => [['mug', { c: a }, .2, 70], ['mug', { c: b, body: 'barrel' }, .82, 90]];
const products = [
  // Kettles
  { name: 'Arc kettle', slug: 'kettle-arc', cat: 'kettles', price: '89.00', stock: 34, featured: true, art: ['kettle', { c: 'pine', kind: 'enamel', body: 'dome', hc: 'oak', knob: 'oak', kk: 'wood' }], see: 'a pine-green enamel kettle with an oak grip on its arched steel handle', near: 'where the wire handle meets the green enamel shoulder', third: { cols: ['rust', 'cream', 'pine'] },
    text: `The handle swings on two brass pins and stays where you leave it, so the lid comes off without a fight. The spout is short and set high: it fills a cup, not the tablecloth.

    Each body is pressed from one sheet of steel and enamelled twice. The second coat gives it the slight depth you notice in evening light.

    - Enamelled steel, oiled oak grip
    - Holds 1.8 litres; 25 cm high with the handle up
    - Gas, induction and solid plates; wash by hand` },
  { name: 'Gooseneck kettle', slug: 'gooseneck-kettle', cat: 'kettles', price: '124.00', stock: 12, art: ['kettle', { c: 'steel', kind: 'steel', body: 'goose', handle: 'side', hc: 'walnut', spout: 'goose', knob: 'walnut', kk: 'wood' }], see: 'a brushed steel kettle with a thin curved spout and walnut handle', near: 'the lid and long neck of the steel kettle', third: { with: [['dripper', { c: 'white' }, .86, 40], ['mug', { c: 'sand', body: 'low', handle: 'none' }, .14, 110]], x: .42, back: 'tiles', alt: 'The gooseneck kettle beside a coffee dripper, in front of pale tiles' },
    text: `Eight millimetres of spout, bent in a slow curve, turn a rush of water into a thread. You can lay it down on the coffee grounds in circles and stop on a drop.

    The handle hangs low, behind the centre of weight, so a full kettle tips from the wrist.

    - Brushed stainless steel, walnut handle
    - 0.9 litres, enough for two large cups
    - Not for the dishwasher: the wood would mind` },
  { name: 'Norr electric kettle', cat: 'kettles', price: '149.00', stock: 21, art: ['kettle', { c: 'charcoal', kind: 'matt', body: 'slim', handle: 'side', hc: 'charcoal', spout: 'lip', base: 'charcoal', knob: 'brass', kk: 'brass' }], see: 'a tall matt charcoal electric kettle with a brass knob', near: 'the brass knob and pouring lip of the charcoal kettle', third: { cols: ['oat', 'sage', 'charcoal'] },
    text: `A tall, narrow column that boils a litre in under three minutes and keeps its voice down while doing so. There is one switch, under the handle, where your thumb already is.

    The inside is bare steel with no plastic in the water path. A fine mesh behind the lip catches scale and lifts out to be rinsed.

    - Powder-coated steel, solid brass knob
    - 1.2 litres, 2,200 W, cable 90 cm
    - Five-year guarantee; every part can be ordered singly` },
  { name: 'Whistling kettle Tilda', cat: 'kettles', price: '64.50', stock: 14, art: ['kettle', { c: 'mustard', kind: 'enamel', body: 'round', hc: 'black', wide: 68 }], see: 'a round mustard kettle with a black grip', near: 'the mustard spout and shoulder', third: { with: [['mug', { c: 'white', rim: 'navy', kind: 'enamel' }, .17, 80], ['plant', { kind: 'herb' }, .86, -60, .7]], back: 'window' },
    text: `Tilda sings two notes, a third apart, rather than the single shriek most kettles make. It is a small kindness at seven in the morning.

    Nearly spherical, she has little surface to lose heat through and stays hot enough for a second pot.

    - Enamel on steel with a bakelite grip
    - 2 litres, all hobs including induction
    - The whistle unscrews for descaling` },
  { name: 'Copper kettle No. 3', cat: 'kettles', price: '238.00', stock: 0, art: ['kettle', { c: 'copper', kind: 'copper', body: 'cone', hc: 'walnut', wire: 'brass', knob: 'brass', kk: 'brass', rings: [-20], wide: 56 }], see: 'a conical copper kettle with brass fittings and a walnut grip', near: 'polished copper, brass hinge and walnut', third: { with: [['teapot', { c: 'white', body: 'low' }, .2, 60], ['books', { cols: ['brick', 'oat'] }, .84, -40]], back: 'arch' },
    text: `Spun from a single disc of copper, tinned inside by hand, and seamed nowhere below the waterline. It weighs less than it looks and warms faster than steel.

    Left alone, the outside will go from pink to penny to deep brown. A cut lemon and salt take it back to the beginning whenever you like.

    - Tinned copper, brass rivets, walnut grip
    - 1.5 litres; gas and electric plates, not induction
    - Re-tinning offered by our workshop for the life of the kettle` },
  // Teapots
  { name: 'Round teapot', cat: 'teapots', price: '58.00', stock: 40, art: ['teapot', { c: 'cream', kind: 'glaze', body: 'round', bands: [[-30, 20, 'oat', 1]] }], see: 'a round cream teapot with a bare clay foot', near: 'the spout and lid of the cream teapot', third: { cols: ['sky', 'rose', 'cream'] },
    text: `The sort of pot a child draws when asked for one. Its lid has a long inner collar, so it stays put when you pour the last cup.

    The foot is left unglazed and lightly sanded; you feel the clay each time you lift it.

    - Glazed stoneware, fired in Limburg
    - 0.9 litres, four small cups
    - Dishwasher safe; the strainer is built into the spout` },
  { name: 'Cast-iron teapot Iwa', cat: 'teapots', price: '112.00', stock: 9, art: ['teapot', { c: 'iron', kind: 'iron', body: 'low', handle: 'arc', hc: 'iron', hw: 9, speckle: 320, speckc: 'black', rings: [-58, -48, -38] }], see: 'a low black cast-iron teapot with an arched handle', near: 'the pebbled surface and ribs of the cast iron', third: { with: [['mug', { body: 'yunomi', handle: 'none', c: 'sage', drink: 'moss' }, .14, 60], ['mug', { body: 'yunomi', handle: 'none', c: 'sand', drink: 'moss' }, .86, 80]], back: 'window' },
    text: `Poured in a sand mould and broken out by hand, so the pebbling differs a little from pot to pot. It holds heat for the length of a long conversation.

    The inside is enamelled in black and will not rust, though it asks to be emptied and wiped before bed.

    - Cast iron, 1.6 kg
    - 0.7 litres with a steel basket
    - For brewing only; keep it off the hob` },
  { name: 'Glass teapot Clara', cat: 'teapots', price: '46.00', stock: 27, art: ['teapot', { kind: 'glass', body: 'drum' }], see: 'a clear glass teapot with tea and a steel infuser', near: 'amber tea through the glass and the steel infuser', third: { with: [['mug', { c: 'white', body: 'low', saucer: true, drink: 'ochre' }, .83, 90], ['fruit', {}, .16, 60]], back: 'window', x: .45 },
    text: `For people who like to see when it is ready. The infuser reaches almost to the base, so even a single cup gets a proper steep.

    Clara is mouth-blown borosilicate, thin enough to ring and tough enough for boiling water straight from the kettle.

    - Borosilicate glass and stainless steel
    - 0.8 litres
    - All parts go in the dishwasher` },
  { name: 'Tall teapot, bamboo handle', slug: 'tall-teapot-bamboo', cat: 'teapots', price: '72.00', stock: 15, art: ['teapot', { c: 'blue', kind: 'glaze', body: 'tall', handle: 'arc', hc: 'tan', wrap: true, hw: 11, bands: [[-34, 20, 'canvas', 1]] }], see: 'a tall blue teapot with an arched bamboo handle', near: 'wrapped bamboo and the blue glaze', third: { with: [['bowl', { c: 'cream', r: 44, h: 46 }, .2, 70], ['vase', { body: 'bud', c: 'oat', stems: [['grass', 190, 30]] }, .85, -40]], back: 'arch' },
    text: `A pot for pouring from a height, with the weight carried above your hand instead of beside it. The bamboo is steamed, bent round a post and bound with cane.

    The blue comes from cobalt and wood ash. It thins to grey over the edges and pools darker at the foot.

    - Stoneware with a removable bamboo bow
    - 1.1 litres, 24 cm to the top of the handle
    - Unhook the handle before washing` },
  // Coffee makers
  { name: 'Café moka pot', slug: 'cafe-moka-pot', cat: 'coffee-makers', price: '39.90', stock: 63, art: ['moka', { c: 'steel', hc: 'walnut' }], see: 'a faceted steel moka pot with walnut handle and knob', near: 'facets, spout and walnut handle of the moka pot', third: { with: [['mug', { body: 'espresso', c: 'rust', saucer: true, drink: 'walnut' }, .18, 80], ['mug', { body: 'espresso', c: 'cream', saucer: true, drink: 'walnut' }, .84, 100]], back: 'tiles' },
    text: `Eight sides, three parts and one seal you can replace with a fingernail. We chose steel over aluminium because it keeps its taste to itself.

    Fill to the valve, heap the basket, keep the flame low. When it starts to murmur, take it off.

    - Stainless steel, walnut handle and knob
    - Six small cups (0.3 litres)
    - Works on induction` },
  { name: 'Pour-over set Alba', cat: 'coffee-makers', price: '54.00', stock: 18, art: ['dripper', { c: 'white', flutes: 13, paper: true }], see: 'a white porcelain dripper on a glass server', near: 'the fluted porcelain cone and filter paper', third: { cols: ['terra', 'charcoal', 'white'] },
    text: `A porcelain cone that sits square on its own server and lets you watch the level rise. The ribs inside hold the paper away from the wall, so the water finds its way down evenly.

    It comes with forty unbleached papers and a card with two recipes, one of them wrong on purpose for people who like it strong.

    - Porcelain cone, borosilicate server
    - 0.6 litres
    - Takes ordinary size 2 papers` },
  { name: 'French press', cat: 'coffee-makers', price: '62.00', stock: 29, art: ['press', { c: 'brass', kind: 'brass', knob: 'walnut', hc: 'walnut' }], see: 'a glass coffee press in a brass frame', near: 'plunger, lid and brass rim', third: { with: [['mug', { c: 'charcoal', kind: 'matt', body: 'barrel', drink: 'walnut' }, .83, 70], ['books', { cols: ['navy', 'oat', 'rust'] }, .17, -40]], x: .47, back: 'window' },
    text: `Four minutes and a slow push. The plunger has a second, finer mesh on a spring, which keeps the silt in the pot and out of the last sip.

    The frame is brass-plated and unlacquered. It will mark, then mellow.

    - Heat-proof glass, brass-plated steel, walnut
    - 1 litre, about three mugs
    - Spare glasses always in stock` },
  { name: 'Hand grinder Møller', slug: 'hand-grinder-moller', cat: 'coffee-makers', price: '138.00', stock: 7, art: ['grinder', { c: 'walnut', knob: 'black' }], see: 'a slim walnut hand grinder with a steel crank', near: 'crank and steel cap of the grinder', third: { with: [['moka', {}, .17, 0, .8], ['mug', { c: 'cream', body: 'low', handle: 'none' }, .85, 80]], back: 'tiles' },
    text: `Conical steel burrs on two bearings: forty turns for one cup, with almost no wobble at the end of the arm. The clicks are fine enough to move from moka to filter and back by number.

    It fits between the knees, which is where most people end up grinding.

    - Turned walnut and hardened steel
    - 25 g of beans
    - Brush it out; never rinse` },
  { name: 'Copper cezve', cat: 'coffee-makers', price: '48.00', stock: 11, art: ['cezve', {}], see: 'a small copper coffee pot with a long walnut handle', near: 'the hammered waist and tinned inside of the cezve', third: { with: [['mug', { body: 'espresso', c: 'navy', handle: 'none', drink: 'walnut' }, .14, 110], ['mug', { body: 'espresso', c: 'rust', handle: 'none', drink: 'walnut' }, .3, 160]], back: 'arch', x: .6, y: 1090, s: 1.15 },
    text: `Wide below, narrow at the neck, so that the foam gathers and thickens before it rises. The tin lining is wiped on by hand over a charcoal fire in Gaziantep.

    Cold water, very fine coffee, patience. Lift it twice before it boils.

    - Tinned copper, walnut handle
    - 0.25 litres, two small cups
    - Gas or sand; not for induction` },
  // Mugs
  { name: 'Everyday mug', cat: 'mugs-and-cups', price: '16.00', stock: 180, featured: true, art: ['mug', { c: 'cream', body: 'straight', speckle: 110, bands: [[-26, 12, 'sand', 1]] }], see: 'a speckled cream mug with a bare clay base', near: 'speckled glaze and the join of the handle', third: { cols: [{ c: 'sky' }, { c: 'blush' }, { c: 'cream' }] },
    text: `We drank from eleven versions of this before choosing the handle. Three fingers go through, the fourth rests underneath, and the knuckles stay clear of the hot wall.

    Iron in the clay burns through the glaze as it fires and leaves the freckles. No two sets match exactly.

    - Stoneware, 0.35 litres
    - 9 cm high, 8.5 cm across
    - Dishwasher and microwave safe` },
  { name: 'Enamel mug', cat: 'mugs-and-cups', price: '12.50', stock: 96, art: ['mug', { c: 'white', kind: 'enamel', body: 'straight', rim: 'navy', handle: 'c', hw: 7 }], see: 'a white enamel mug with a dark blue rim', near: 'the blue rolled rim and glossy enamel', third: { with: [['flask', { body: 'thermos', c: 'olive' }, .2, -50, .7], ['mug', { c: 'navy', kind: 'enamel', rim: 'white', hw: 7 }, .8, 60]], back: 'garden', s: .66, x: .52, y: 1130 },
    text: `At home by a campfire, a workbench or a bathroom sink. It clinks, it chips in the end, and people keep it anyway.

    The blue rim is dipped by hand, which is why the line is never quite level.

    - Enamelled steel, rolled edge
    - 0.4 litres, 130 g
    - Can stand on an open flame` },
  { name: 'Cup and saucer Solveig', cat: 'mugs-and-cups', price: '28.00', stock: 36, art: ['mug', { c: 'rose', body: 'bell', saucer: true, sc: 'rose', drink: '#8a4d24', hw: 7 }], see: 'a rose-coloured cup of tea on its saucer', near: 'the thin lip of the rose cup', third: { cols: [{ c: 'sage', sc: 'sage' }, { c: 'white', sc: 'white' }, { c: 'rose', sc: 'rose' }] },
    text: `A cup that opens like a bell and cools tea to drinking heat in the time it takes to find a biscuit. The saucer has a shallow well off-centre, leaving room for that biscuit.

    - Porcelain, satin glaze outside, clear inside
    - Cup 0.22 litres; saucer 14 cm
    - Stacks four high

    Solveig was drawn in 1961 for a hotel in Bergen, and the mould has been in use since.` },
  { name: 'Yunomi cup, ash glaze', slug: 'yunomi-cup-ash-glaze', cat: 'mugs-and-cups', price: '24.00', stock: 3, art: ['mug', { c: 'stone', body: 'yunomi', handle: 'none', kind: 'glaze', speckle: 130, bands: [[-100, -62, 'sage', 1], [-16, 10, 'walnut', 1]], drink: 'moss' }], see: 'a handleless tea cup with two ash glazes', near: 'where the green glaze runs over the grey', third: { with: [['mug', { c: 'charcoal', body: 'yunomi', handle: 'none', speckle: 90, bands: [[-100, -66, 'slate', 1]] }, .19, 60], ['teapot', { c: 'iron', kind: 'iron', body: 'low', handle: 'arc', hc: 'iron' }, .72, -90, .9]], x: .46, s: .68, back: 'window' },
    text: `Taller than it is wide and held in both hands. The glaze is made with ash from the potter's own stove, so the green shifts with whatever she burned that winter.

    A turned foot keeps the heat off the table.

    - Wood-fired stoneware from Mashiko clay
    - 0.18 litres
    - Rinse before first use; hand wash` },
  { name: 'Espresso cups, set of two', slug: 'espresso-cups', cat: 'mugs-and-cups', price: '34.00', stock: 44, art: ['mug', { c: 'charcoal', kind: 'matt', body: 'espresso', saucer: true, sc: 'oak', handle: 'ear', drink: '#5a341c', inner: 'white' }], see: 'a small black espresso cup on an oak-coloured saucer', near: 'crema in the small black cup', third: { with: [['mug', { c: 'charcoal', kind: 'matt', body: 'espresso', saucer: true, sc: 'oak', handle: 'ear', inner: 'white', drink: '#5a341c' }, .24, -70], ['moka', { hc: 'black' }, .74, -120]], x: .5, s: .62, back: 'tiles' },
    text: `Thick walls for a thin drink. Warm them under the tap and they will hold the temperature of a short coffee to its end.

    Unglazed outside with a chalky grip; white and glossy inside, so you can judge the crema.

    - Two cups, two saucers in oiled oak
    - 60 ml each
    - Cups in the dishwasher, saucers by hand` },
  // Pots & pans
  { name: 'Cast-iron casserole', cat: 'pots-and-pans', price: '189.00', stock: 25, art: ['pot', { c: 'brick', kind: 'enamel', rings: true }], see: 'a brick-red enamelled casserole with a brass knob', near: 'lid, brass knob and ear handle', third: { cols: [{ c: 'ochre' }, { c: 'pine' }, { c: 'brick' }] },
    text: `Four and a half kilos that turn cheap cuts into Sunday. The underside of the lid is studded with small points; steam gathers on them and rains back over the meat.

    The ears are big enough for oven gloves, a detail you only notice on other pots when it is missing.

    - Enamelled cast iron, brass knob
    - 4.2 litres, 24 cm across
    - Oven to 250 °C, any hob` },
  { name: 'Iron frying pan', cat: 'pots-and-pans', price: '74.00', stock: 52, art: ['pan', { c: 'iron', food: 'eggs' }], see: 'a black iron pan with two fried eggs', near: 'eggs on seasoned iron', third: { with: [['mill', {}, .14, -70, .9], ['fruit', { c: 'rust' }, .36, 130]], x: .53, s: 1.2, back: 'tiles', y: 1060 },
    text: `Sheet iron, three millimetres thick, pressed and then left alone. It arrives grey. After a week of onions it is bronze, and after a year it is black and lets go of an egg.

    We season each pan once with linseed oil to give you a start.

    - Carbon steel, 26 cm, 1.7 kg
    - Hob, oven, grill, embers
    - No soap needed; wipe, warm, oil` },
  { name: 'Milk pan with lip', slug: 'milk-pan', cat: 'pots-and-pans', price: '42.00', stock: 33, art: ['pot', { c: 'white', kind: 'enamel', w: 78, h: 92, lid: false, handle: 'long', hc: 'beech', lip: true, rim: 'pine', soup: '#fbf6ea' }], see: 'a white enamel milk pan with a beech handle', near: 'the pouring lip and green rim', third: { with: [['mug', { c: 'sage', body: 'barrel' }, .12, 100], ['carafe', { body: 'jar', liquid: '#f8f2e4', la: .95 }, .86, -80, .8]], back: 'tiles', x: .5 },
    text: `Porridge, custard, one tin of soup, milk for cocoa. It is the pan that never gets as far as the cupboard.

    One lip on the left, which suits right-handed pourers; a mirrored version is made every spring.

    - Enamelled steel, beech handle
    - 1.1 litres
    - Measures marked inside at 250 ml steps` },
  { name: 'Copper sauté pan', slug: 'copper-saute-pan', cat: 'pots-and-pans', price: '265.00', stock: 2, art: ['pan', { c: 'copper', kind: 'copper', inner: 'steel', hc: 'iron', h: 70, w: 132, help: true }], see: 'a deep copper pan with steel lining and an iron handle', near: 'copper wall, steel lining and riveted handle', third: { with: [['bowl', { c: 'cream', fruit: 'lemon' }, .17, -80, .9], ['carafe', { body: 'jar', liquid: '#c9a83e', la: .8, stop: 'cork' }, .84, -110, .8]], s: 1.1, back: 'arch', y: 1100 },
    text: `Two millimetres of copper bonded to a skin of steel. Turn the flame down and the pan follows within seconds, which is all a sauce ever asked for.

    The handle is cast iron and slow to warm. A helper handle on the far side spares your wrist.

    - Copper outside, 18/10 steel inside
    - 24 cm, 3 litres
    - Gas, ceramic and oven; not induction` },
  { name: 'Steel stockpot', cat: 'pots-and-pans', price: '98.00', stock: 14, art: ['pot', { c: 'steel', kind: 'steel', lidk: 'steel', w: 118, h: 172, knob: 'steel', kk: 'steel', rings: [-150] }], see: 'a tall polished steel stockpot with lid', near: 'steel lid, knob and handle', third: { with: [['crock', { c: 'cream' }, .13, -60], ['bowl', { c: 'terra', fruit: 'rust' }, .87, 50]], back: 'tiles' },
    text: `Tall rather than wide, so a stock can tick over for an afternoon and lose little of itself. The base is three layers thick and stops at the edge, where flames would only scorch.

    Litre marks are etched inside. The lid has no vent; prop it with a spoon as your grandmother did.

    - 18/10 stainless steel
    - 7 litres, 22 cm across
    - Dishwasher safe` },
  // Knives
  { name: 'Chef’s knife', slug: 'chefs-knife', cat: 'knives', price: '128.00', stock: 22, featured: true, art: ['knife', { blade: 'chef', hc: 'walnut' }], see: 'a chef’s knife with a walnut handle and brass rivets', near: 'bolster, walnut scales and brass rivets', third: { with: [['knife', { blade: 'paring', hc: 'walnut', a: 78 }, .78, .5], ['knife', { blade: 'bread', hc: 'walnut', a: 66 }, .24, .5]], s: 1.12, cloth: 'oat', alt: 'Chef’s, bread and paring knives from the same smith on a linen cloth' },
    text: `If you own one knife, own this. The belly is long enough to rock through parsley, the heel heavy enough for a squash, and the spine is rounded where your finger lies.

    Forged in Solingen and ground thin by a man who has done nothing else for thirty years.

    - Carbon steel, 20 cm blade, 58 HRC
    - Walnut handle, brass rivets
    - Dry after use; it will grow a grey patina` },
  { name: 'Santoku Kaede', cat: 'knives', price: '164.00', stock: 8, art: ['knife', { blade: 'santoku', hc: 'cherry', oct: true, bolster: 'black', damask: true, a: 58 }], see: 'a santoku with a patterned blade and octagonal handle', near: 'layered steel near the edge', third: { with: [['board', { c: 'oak', w: 250, h: 330 }, .62, 1.02, 8]], flat: true, x: .42, cloth: 'sage', alt: 'The santoku beside an oak board' },
    text: `Three virtues, says the name: slicing, dicing, mincing. Thirty-three layers are folded over a hard core, and the pattern is what the folding leaves behind, not a print.

    The eight-sided handle tells your hand which way the edge is facing.

    - VG-10 core, 17 cm blade
    - Cherry handle with a buffalo-horn-coloured resin ferrule
    - Whetstone only` },
  { name: 'Bread knife', cat: 'knives', price: '69.00', stock: 31, art: ['knife', { blade: 'bread', hc: 'beech', a: 66 }], see: 'a bread knife with a wavy edge and beech handle', near: 'the scalloped edge', third: { with: [['board', { c: 'walnut', w: 220, h: 330, shape: 'paddle' }, .66, 1.0, 6]], x: .36, cloth: 'canvas', flat: true, alt: 'The bread knife beside a walnut paddle board' },
    text: `Wide, shallow scallops ride over a crust where points would tear it. Use the whole length and let the weight do the pushing.

    It is also the best tool in the house for ripe tomatoes and chocolate.

    - Stainless steel, 22 cm blade
    - Oiled beech
    - We resharpen it free of charge, once` },
  { name: 'Paring knife', cat: 'knives', price: '24.00', stock: 88, art: ['knife', { blade: 'paring', hc: 'brick', a: 70 }], see: 'a small paring knife with a red-stained handle', near: 'the fine point and red handle', third: { cols: ['pine', 'mustard', 'brick'].map((hc) => ({ hc })) },
    text: `Nine centimetres of thin steel for the work done in the hand: peeling a pear in one ribbon, topping strawberries, taking out an eye.

    The beech handles are stained, not painted, so the grain still shows. Buy one in each colour and the family will stop arguing.

    - Carbon steel, 9 cm blade
    - Stained beech
    - Weighs 48 g` },
  { name: 'Vegetable cleaver Nakiri', slug: 'nakiri-cleaver', cat: 'knives', price: '142.00', stock: 9, art: ['knife', { blade: 'nakiri', hc: 'oak', oct: true, bolster: 'walnut', hollow: true, a: 54 }], see: 'a square-ended vegetable knife with hollow-ground blade', near: 'dimples in the flat of the blade', third: { with: [['board', { c: 'beech', shape: 'round', w: 290 }, .6, .82, 0]], x: .42, y: .52, flat: true, cloth: 'stone', alt: 'The nakiri lying by a round board' },
    text: `Straight down, straight up. The edge meets the board along its whole length, so the last millimetre of a leek is cut and not merely dented.

    Shallow hollows in the flat keep slices of potato from clinging.

    - Aogami steel clad in soft iron
    - 16.5 cm blade, 5.4 cm deep
    - Wipe dry between jobs` },
  // Boards
  { name: 'Oak cutting board', cat: 'boards', price: '59.00', stock: 47, art: ['board', { c: 'oak', groove: true }], see: 'an oak cutting board with a juice groove', near: 'oak grain, groove and hanging hole', third: { with: [['board', { c: 'walnut', shape: 'paddle', w: 170, h: 240 }, .82, 14], ['mortar', { c: 'stone' }, .15, 90, .9]], back: 'tiles', x: .46, s: 1.15 },
    text: `One plank, quarter-sawn, which is the cut that moves least. The groove holds about what a roast chicken lets go.

    Use both sides: one for onions, the other for everything that should not taste of them.

    - European oak, oiled, 34 × 24 × 2.4 cm
    - Re-oil when water stops beading
    - Stand it on edge to dry` },
  { name: 'Walnut paddle board', cat: 'boards', price: '68.00', stock: 19, art: ['board', { c: 'walnut', shape: 'paddle', w: 210, h: 300, loop: 'leather' }], see: 'a walnut board with a handle and leather loop', near: 'the handle and its leather loop', third: { cols: [{ c: 'oak' }, { c: 'cherry' }, { c: 'walnut' }], alt: 'The paddle board in oak, cherry and walnut' },
    text: `Bread goes to the table on it and crumbs come back. The handle is shaped on a spokeshave, so it swells slightly at the end and will not slip.

    Offcuts from a chair maker two villages away; the sapwood streak is part of the bargain.

    - Black walnut, linseed oil and wax
    - 40 × 21 cm with handle
    - Leather loop for hanging` },
  { name: 'End-grain butcher’s block', slug: 'butchers-block', cat: 'boards', price: '145.00', stock: 6, art: ['board', { c: 'beech', w: 320, h: 300, end: true, r: 10, foot: true }], see: 'a thick end-grain block made of many small squares', near: 'end grain, square by square', third: { with: [['crock', { c: 'sage' }, .15, 60], ['mill', { c: 'charcoal', c2: 'cream' }, .86, 70]], back: 'tiles', s: 1.1 },
    text: `The fibres stand upright, like the bristles of a brush. A blade slips between them and they close again, so neither edge nor board suffers.

    Seventy pieces, glued in two passes and flattened by hand. It is heavy enough to stay put without a cloth beneath it.

    - Steamed beech, 32 × 30 × 5 cm, 4.1 kg
    - Four rubber feet, screwed on
    - Oil monthly in the first year` },
  { name: 'Round serving board', cat: 'boards', price: '52.00', stock: 26, art: ['board', { c: 'cherry', shape: 'round', w: 320 }], see: 'a round cherry board with a finger hole', near: 'cherry grain by the finger hole', third: { with: [['plates', { c: 'white', n: 3 }, .2, 120, .8], ['carafe', {}, .85, 40]], back: 'window', x: .5, s: 1.1 },
    text: `Sized for a whole Brie and the mess around it, or a pizza if you roll modestly. The rim is undercut so that fingers find their way beneath.

    Cherry starts pale and reddens in daylight. Turn it now and then unless you want the shadow of a fruit bowl.

    - Solid cherry, 32 cm across
    - Finished with walnut oil` },
  { name: 'Striped bread board', cat: 'boards', price: '64.00', stock: 0, art: ['board', { c: 'ash', shape: 'arch', w: 220, h: 350, strips: [[.18, .07, '#7c5438'], [.3, .03, '#7c5438'], [.66, .03, '#a9683f'], [.74, .09, '#a9683f']] }], see: 'an arched ash board inlaid with dark stripes', near: 'inlaid stripes in pale ash', third: { with: [['board', { c: 'oak', w: 190, h: 250 }, .83, 10], ['jug', { c: 'white' }, .15, 90]], back: 'arch', x: .48, s: 1.1 },
    text: `Made on Fridays from the week's thin offcuts, which would otherwise heat the workshop. Each board has its own sequence of stripes; you get the one you get.

    - Ash, walnut and cherry
    - 35 × 22 cm
    - Food-safe glue, plain oil

    The arch is not for looks alone: it hangs straight from a single peg.` },
  // Kitchen tools
  { name: 'Spoon crock with tools', cat: 'kitchen-tools', price: '78.00', stock: 16, art: ['crock', { c: 'oat', speckle: 90, bands: [[-30, 20, 'terra', 1]] }], see: 'a stoneware crock holding a spoon, a spatula and a whisk', near: 'spoon, whisk and spatula heads', third: { cols: [{ c: 'navy', bands: [] }, { c: 'white', bands: [] }, { c: 'oat' }] },
    text: `A heavy-bottomed crock and the three tools we reach for most: a beech spoon with a proper point for corners, a cherry spatula cut on the slant, and a whisk with five wires.

    It will not topple when you pull the whisk out in a hurry.

    - Stoneware, 14 cm high
    - Tools 30 to 34 cm
    - The crock also keeps a bottle of wine cold` },
  { name: 'Salt and pepper mills', cat: 'kitchen-tools', price: '86.00', stock: 23, art: ['mill', { c: 'walnut', c2: 'ash' }], see: 'a dark and a pale turned wooden mill', near: 'turned shoulders and steel caps', third: { cols: [{ c: 'pine', c2: 'oat' }, { c: 'brick', c2: 'blush' }, { c: 'walnut', c2: 'ash' }] },
    text: `Two woods so that nobody has to ask. The ceramic burrs are the same in both; it is only habit that keeps salt in the pale one.

    Loosen the cap for coarse, tighten for dust.

    - Walnut and ash, turned and oiled
    - 19 cm
    - Burrs guaranteed for 25 years` },
  { name: 'Granite mortar', cat: 'kitchen-tools', price: '49.50', stock: 12, art: ['mortar', { c: 'grey' }], see: 'a grey granite mortar with its pestle', near: 'rough granite and the pestle', third: { with: [['plant', { kind: 'herb', pot: 'terra' }, .84, -80, .75], ['fruit', {}, .17, 80]], back: 'tiles', x: .47 },
    text: `Rough inside and smooth out, six kilos together. Pesto takes four minutes of honest work and smells better for each of them.

    Season it with a handful of rice, ground to flour and thrown away.

    - Solid granite, 16 cm across
    - Pestle 18 cm
    - Rinse with hot water only` },
  { name: 'Rolling pin', cat: 'kitchen-tools', price: '29.00', stock: 58, art: ['rolling', { c: 'beech', hc: 'cherry' }], see: 'a beech rolling pin with cherry handles', near: 'the turned end and cherry handle', third: { cols: [{ c: 'walnut', hc: 'ash' }, { c: 'ash', hc: 'brick' }, { c: 'beech', hc: 'cherry' }], alt: 'The rolling pin in three pairs of woods' },
    text: `The barrel turns on a steel axle in two nylon sleeves, so your palms stay still and the pastry does the travelling.

    - Beech barrel, cherry grips
    - 49 cm overall, 25 cm working width
    - Dust with flour, wipe, never soak

    At 900 g it is heavy enough to flatten cold butter and light enough for a nine-year-old.` },
  // Plates & bowls
  { name: 'Dinner plates, set of four', slug: 'dinner-plates', cat: 'plates-and-bowls', price: '72.00', stock: 41, art: ['plates', { c: 'cream', n: 4, speckle: 1, rim: 'walnut' }], see: 'a stack of four speckled plates with brown rims', near: 'rims of the stacked plates', third: { with: [['tumblers', { n: 2 }, .8, -110], ['jug', { c: 'white' }, .2, -140]], back: 'window', s: 1.1, y: 1110 },
    text: `A low wall keeps peas on the plate without getting in the way of a knife. The rim is left bare and brushed with iron, which is where the brown line comes from.

    They stack tight: four take up the height of a paperback.

    - Stoneware, 27 cm
    - Dishwasher, microwave and a warm oven
    - Single replacements available` },
  { name: 'Nesting bowls', cat: 'plates-and-bowls', price: '64.00', stock: 30, art: ['bowl', { n: 3, cols: ['rust', 'ochre', 'cream'], r: 92 }], see: 'three stacked bowls in rust, ochre and cream', near: 'three rims, one inside another', third: { with: [['bowl', { c: 'rust', r: 92, soup: '#c9803f' }, .2, 110], ['bowl', { c: 'cream', r: 92, fruit: 'lemon' }, .8, 130]], s: .85, x: .5, back: 'window' },
    text: `Breakfast, soup and supper in front of the television. The three share one diameter, so they pile up straight, and one foot, so they sit well in the palm.

    The ochre is the oldest of the glazes, taken from a recipe pencilled inside a kiln door in Höganäs.

    - Glazed earthenware, set of three
    - 18 cm across, 0.7 litres each
    - Dishwasher safe` },
  { name: 'Ramen bowl Häkan', slug: 'ramen-bowl-hakan', cat: 'plates-and-bowls', price: '32.00', stock: 24, art: ['bowl', { c: 'navy', r: 104, h: 88, foot: .42, soup: '#b98242', inner: 'white', rim: 'sand' }], see: 'a deep navy bowl of broth with a sand-coloured rim', near: 'broth against the white inside', third: { cols: [{ c: 'brick' }, { c: 'sage' }, { c: 'navy' }] },
    text: `Deep enough for noodles, an egg and second thoughts. The foot is tall so that you can lift it, hot, and drink the last of the broth.

    - Porcelain, reactive blue glaze
    - 21 cm across, 1.2 litres
    - Microwave safe

    Drawn by Häkan Lind, who ate from the prototypes for a year.` },
  { name: 'Serving platter, thrown', slug: 'serving-platter', cat: 'plates-and-bowls', price: '84.00', stock: 10, art: ['platter', { c: 'stone', speckle: 150 }], see: 'a wide platter of lemons', near: 'lemons in the speckled platter', third: { with: [['carafe', { handle: true }, .82, -150], ['wine', {}, .2, -150]], s: 1.15, back: 'window', y: 1110 },
    text: `Thrown in one go from four kilos of clay, and wide enough to show it. Look for the spiral under the fruit: the potter leaves it in as a signature.

    For lemons all week and a side of salmon on Saturday.

    - Stoneware with a semi-matt glaze
    - 34 cm, 5 cm deep
    - Warm it slowly` },
  { name: 'Egg cups, set of three', slug: 'egg-cups', cat: 'plates-and-bowls', price: '21.00', stock: 67, art: ['eggcups', { cols: ['mustard', 'white', 'sky'] }], see: 'three egg cups with eggs in yellow, white and pale blue', near: 'a boiled egg in its cup', third: { with: [['plates', { c: 'white', n: 1 }, .22, -60, .9], ['mug', { c: 'sky', body: 'barrel' }, .84, -70]], s: .85, x: .53, back: 'window' },
    text: `Six minutes, a cold rinse, and somewhere to sit. The waist is narrow enough to hold between two fingers while the other hand does the tapping.

    - Slip-cast porcelain
    - 5.4 cm high
    - One each of mustard, white and pale blue

    Turned upside down they take a quail's egg or, we are told, a dram.` },
  // Glasses & carafes
  { name: 'Fluted tumblers', cat: 'glasses-and-carafes', price: '36.00', stock: 73, art: ['tumblers', { body: 'tumbler', flutes: 14, liquid: '#d9a25a' }], see: 'three fluted glass tumblers, one filled', near: 'fluting and the rim of a tumbler', third: { with: [['carafe', { stop: 'cork' }, .2, -120], ['fruit', {}, .84, 70]], x: .56, back: 'window', s: .74 },
    text: `Fourteen flutes, pressed in a steel mould from the 1930s that still closes to a hair. They give the hand something to hold and the table something to look at.

    Set of six, of which we expect you to break one.

    - Pressed soda glass, 0.25 litres
    - 9.6 cm high
    - Dishwasher safe; do not stack while warm` },
  { name: 'Water carafe', cat: 'glasses-and-carafes', price: '38.00', stock: 35, art: ['carafe', { stop: 'cork' }], see: 'a slender carafe of water with a cork stopper', near: 'cork and neck of the carafe', third: { cols: [{ c: '#cfdcc0', a: .6 }, { c: '#e8c9ae', a: .6 }, {}], alt: 'The carafe in green, amber and clear glass' },
    text: `Narrow enough for a fridge door and wide enough to be cleaned with an ordinary brush. The lip is cut, not rolled, so the last drop falls back inside.

    - Hand-blown glass, natural cork
    - 1 litre, 27 cm
    - Top-rack safe without the cork

    Tap water, half an hour, a slice of something: it beats a bottle.` },
  { name: 'Bedside carafe Søren', slug: 'bedside-carafe-soren', cat: 'glasses-and-carafes', price: '44.00', stock: 1, art: ['carafe', { body: 'jar', stop: 'cup', c: '#c9d8d2', a: .6 }], see: 'a bedside carafe with its cup turned over the neck', near: 'the cup resting over the neck', third: { with: [['books', { cols: ['navy', 'oat', 'rust'] }, .22, -20], ['candle', { body: 'jar', c: 'sage' }, .84, 40]], x: .52, back: 'window' },
    text: `The glass is the lid and the lid is the glass. In the dark your hand finds one thing, not two.

    Søren blew the first for his daughter, who kept knocking hers over; the base is thick for that reason.

    - Mouth-blown glass with a faint grey cast
    - 0.8 litres, cup 0.2 litres
    - Dishwasher safe` },
  { name: 'Wine glasses, pair', cat: 'glasses-and-carafes', price: '48.00', stock: 28, art: ['wine', {}], see: 'two wine glasses, one with red wine', near: 'wine in the bowl of a glass', third: { with: [['carafe', { body: 'wide', liquid: '#6e2430', la: .9 }, .2, -100], ['platter', {}, .8, 90, .7]], x: .55, back: 'arch', s: .85 },
    text: `One glass for red, white and whatever is open. The bowl closes just enough to hold a scent and the stem is short enough for the dishwasher.

    - Lead-free crystal, drawn stems
    - 0.38 litres, 20.6 cm
    - Sold in pairs

    Hold one to the light and there is no seam: bowl and stem are pulled from the same gather of glass.` },
  { name: 'Stoneware jug', cat: 'glasses-and-carafes', price: '46.00', stock: 20, art: ['jug', { c: 'sage', body: 'tall', bands: [[-60, 20, 'canvas', 1]], inner: 'cream' }], see: 'a tall sage jug with an unglazed base', near: 'spout and shoulder of the sage jug', third: { cols: [{ c: 'rose', bands: [] }, { c: 'blue', bands: [] }, { c: 'sage' }] },
    text: `Milk, custard, tulips, wooden spoons. A good jug is never empty and seldom used for what it was bought for.

    The spout is pulled out with a wet finger while the clay is soft. It cuts the flow cleanly.

    - Dipped stoneware, 1.3 litres
    - 23 cm
    - Dishwasher safe` },
];
export default { ground: 'kitchen', tree, products };
