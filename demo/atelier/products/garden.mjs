// Garden: words and drawing parameters together.
const tree = { name: 'Garden', description: 'For a balcony, a border or a single sill.', children: [
  { name: 'Pots & planters', description: 'Terracotta, zinc and stoneware with holes where they belong.' },
  { name: 'Watering', description: 'Cans that balance and roses that rain.' },
  { name: 'Garden tools', description: 'Forged, ground and handled in ash.' }] };
const products = [
  { name: 'Terracotta pot', cat: 'pots-and-planters', price: '29.00', stock: 74, art: ['planter', { saucer: true, plant: 'fig' }], see: 'a terracotta pot with a young fig', near: 'thick rim and leaves', third: { cols: [{ plant: 'succ' }, { plant: 'lavender' }, { plant: 'herb' }], alt: 'The terracotta pot with succulents, lavender and herbs' },
    text: `Pressed at Impruneta from clay with enough iron and lime to see out a hard frost. The rim is thick because rims are what gets knocked.

    White bloom and green moss will arrive in their own time. Leave them.

    - Frost-hardy terracotta, saucer included
    - 26 cm across, 22 cm high
    - One hole, 2.5 cm` },
  { name: 'Fluted planter', cat: 'pots-and-planters', price: '64.00', stock: 17, art: ['planter', { body: 'cyl', c: 'cream', kind: 'matt', flutes: 16, plant: 'lavender' }], see: 'a fluted cream planter with lavender', near: 'flutes in the cream planter', third: { cols: [{ c: 'slate', plant: 'succ' }, { c: 'rose', plant: 'herb' }, { c: 'cream' }] },
    text: `Sixteen flutes, like a stump of column left over from a better garden. It is stoneware, fired high, and stays out all winter.

    - Matt stoneware
    - 24 cm across, 22 cm high
    - Drainage hole with a cork, for use indoors

    Lavender wants it dry; so, on the whole, does the pot.` },
  { name: 'Zinc trough', cat: 'pots-and-planters', price: '58.00', stock: 23, art: ['planter', { body: 'trough', c: 'zinc', zinc: true, plant: 'lavender' }], see: 'a zinc trough of lavender', near: 'lavender above the folded zinc edge', third: { cols: [{ plant: 'herb' }, { plant: 'succ' }, { plant: 'lavender' }], alt: 'The zinc trough with herbs, succulents and lavender' },
    text: `Folded, riveted and dipped, in that order, so that no cut edge is left bare. The length suits a window sill; two brackets are in the box for those without one.

    - Hot-dip galvanised steel
    - 50 × 17 × 15 cm
    - Five drainage holes, pre-drilled and plugged` },
  { name: 'Seagrass basket', cat: 'pots-and-planters', price: '36.00', stock: 52, art: ['planter', { body: 'basket', c: 'sand', plant: 'fig' }], see: 'a woven basket with a leafy plant', near: 'woven seagrass and handle', third: { cols: [{ c: 'walnut', plant: 'herb' }, { c: 'olive', plant: 'trail' }, { c: 'sand' }], alt: 'The basket in brown, olive and natural' },
    text: `A coat for an ugly nursery pot. The lining is waxed cotton, so one forgotten watering does not reach the floorboards.

    Woven in Vietnam from grass cut at low tide and dried on the dyke. It smells of both for a while.

    - Seagrass, waxed lining
    - 28 cm across, 20 cm high
    - Also holds firewood or knitting` },
  { name: 'Egg planter, rings', slug: 'egg-planter', cat: 'pots-and-planters', price: '48.00', stock: 31, art: ['planter', { body: 'egg', c: 'blue', kind: 'glaze', rings: [-180, -160, -140], plant: 'succ' }], see: 'a rounded blue planter with succulents', near: 'turned rings and succulents', third: { with: [['can', { body: 'mister', c: 'oat', kind: 'glaze' }, .84, 80], ['planter', { plant: 'herb' }, .17, -70]], x: .5, back: 'window' },
    text: `Round-bellied and narrow-footed, glazed in the blue of old sledges. The three rings are drawn with a fingertip as the pot turns.

    - Earthenware, glazed outside only
    - 26 cm at the widest, 22 cm high
    - For indoors and frost-free porches` },
  // Watering
  { name: 'Zinc watering can', cat: 'watering', price: '62.00', stock: 28, featured: true, art: ['can', {}], see: 'a galvanised watering can with a brass rose', near: 'brass rose and spout', third: { with: [['planter', { plant: 'herb' }, .82, -40], ['planter', { body: 'egg', c: 'sage', kind: 'matt', plant: 'lavender' }, .2, -90, .8]], x: .48, back: 'garden', y: 1130 },
    text: `One hand on the long bow, anywhere you like, and the can tips itself. The rose is brass, faces up, and lets water fall as rain instead of as a verdict.

    - Hot-dip galvanised, soldered seams
    - 9 litres, 1.7 kg empty
    - Rose unscrews to be cleared with a pin` },
  { name: 'Long-spout indoor can', slug: 'long-spout-can', cat: 'watering', price: '54.00', stock: 20, art: ['can', { body: 'long', c: 'copper', kind: 'copper' }], see: 'a copper indoor watering can with a very long spout', near: 'copper body and handle', third: { with: [['planter', { body: 'cyl', c: 'white', kind: 'glaze', plant: 'succ' }, .18, 110], ['plant', { kind: 'snake', pot: 'sage', pk: 'matt' }, .86, -70, .8]], x: .52, back: 'window' },
    text: `The spout slips under leaves and between pots without touching either. It is soldered on at an angle that stops the flow the moment you level your hand.

    - Copper-plated steel, lacquered inside
    - 0.9 litres
    - 30 cm from spout to handle

    Keep it filled on the sill: plants prefer water at room temperature.` },
  { name: 'House plant can', cat: 'watering', price: '39.00', stock: 44, art: ['can', { body: 'house', c: 'sage', kind: 'enamel' }], see: 'a sage watering can with an oak bow handle', near: 'oak handle and spout', third: { cols: [{ c: 'blush' }, { c: 'mustard' }, { c: 'sage' }] },
    text: `The can that may stay out on the shelf. Its handle is a strip of steamed oak, bent in one go, and its spout is wide enough that a bored child can empty it quickly.

    - Powder-coated steel, oak
    - 1.5 litres
    - 24 cm high` },
  { name: 'Brass mister', cat: 'watering', price: '32.00', stock: 3, art: ['can', { body: 'mister', c: 'pine', kind: 'glaze' }], see: 'a green plant mister with a brass pump', near: 'brass nozzle and trigger', third: { cols: [{ c: 'rust' }, { c: 'cream' }, { c: 'pine' }] },
    text: `A fine, slow cloud for ferns, orchids and shirts. The pump is brass throughout and has a leather washer, which wants a drop of oil each spring.

    - Glazed stoneware reservoir, brass head
    - 0.3 litres
    - 19 cm high` },
  // Tools
  { name: 'Hand trowel', cat: 'garden-tools', price: '34.00', stock: 69, art: ['tool', { body: 'trowel', c: 'ash' }], see: 'a steel hand trowel with an ash handle', near: 'brass collar and ash handle', third: { cols: [{ m: 'copper', c: 'walnut' }, { m: 'iron', c: 'cherry' }, {}], alt: 'The trowel in copper, black iron and steel' },
    text: `Forged from one piece of boron steel, blade to tang, so there is no weld to give way in February clay. The edges are ground sharp enough for roots.

    - Ash handle, brass collar, leather loop
    - 32 cm, 280 g
    - Wipe with an oily rag

    Left in the bed by mistake, it will be there, and sound, in April.` },
  { name: 'Trowel and fork set', cat: 'garden-tools', price: '62.00', stock: 15, art: ['tool', { body: 'trowel', two: true, c: 'cherry' }], see: 'a trowel and a hand fork with cherry handles', near: 'tines and blade', third: { with: [['tool', { body: 'gloves', gc: 'tan', cuff: 'pine' }, .76, .62, 8, .9]], x: .38, y: .46, s: .9, cloth: 'olive', alt: 'Trowel and fork beside a pair of gloves' },
    text: `The two that do nine jobs in ten. The fork lifts weeds with their roots attached; the trowel fills the hole they leave.

    Handles are cherry, turned with a swelling in the middle for a wet glove to hold.

    - Forged steel
    - 32 and 31 cm
    - In a cotton roll, which makes a decent present` },
  { name: 'Secateurs', cat: 'garden-tools', price: '72.00', stock: 26, art: ['tool', { body: 'secateurs', hc: 'brick' }], see: 'red-handled secateurs', near: 'blade, spring and brass bolt', third: { cols: [{ hc: 'pine' }, { hc: 'charcoal' }, { hc: 'brick' }] },
    text: `They close like a well-made drawer. The cutting blade is hollow-ground and passes the anvil by a hair, leaving a wound a rose can heal.

    - Carbon steel blade, aluminium grips
    - Cuts to 24 mm
    - Every part replaceable with a coin and a spanner
    - Left-handed version at the same price` },
  { name: 'Leather garden gloves', cat: 'garden-tools', price: '38.00', stock: 41, art: ['tool', { body: 'gloves' }], see: 'a pair of tan leather gloves with green cuffs', near: 'stitched green cuff', third: { cols: [{ cuff: 'brick' }, { cuff: 'navy', gc: 'sand' }, {}] },
    text: `Goatskin is thin and stubborn: you can feel a seed through it and not a thorn. The cuffs reach past the wrist and are quilted, for brambles and for reaching into the pond.

    - Goat leather, cotton canvas cuffs
    - Sizes 7 to 10
    - If they get soaked, dry them slowly and wear them while damp` },
  { name: 'Garden twine', cat: 'garden-tools', price: '8.50', stock: 175, art: ['tool', { body: 'twine', tc: 'sand' }], see: 'a spool of natural garden twine', near: 'wound jute', third: { cols: [{ tc: 'sage' }, { tc: 'brick' }, { tc: 'sand' }] },
    text: `Three-ply jute, soft on stems and strong enough for a row of peas. It rots in a season, which spares you untying it.

    - 120 m on a cardboard core
    - Natural, green or red
    - Good also for parcels and roasts` },
  { name: 'Birch broom', cat: 'garden-tools', price: '46.00', stock: 10, art: ['tool', { body: 'broom', c: 'ash', bc: 'tan' }], see: 'a tall broom of birch twigs', near: 'bound twigs of the broom', third: { with: [['planter', { plant: 'fig' }, .2, 20, 1.2], ['stool', { c: 'oak' }, .8, 50]], back: 'garden', kh: .6, x: .5, y: 1200, alt: 'The broom leaning in the garden between a fig and a stool' },
    text: `Twigs cut in January when the sap is down, bound with split hazel and driven on to an ash pole. On wet leaves nothing made of plastic comes near it.

    - Birch, ash and hazel
    - 133 cm
    - Store it standing on the pole, twigs up` },
  { name: 'Chestnut trug', cat: 'garden-tools', price: '88.00', stock: 13, art: ['tool', { body: 'trug', c: 'tan', fill: 'brick' }], see: 'a wooden trug filled with tomatoes', near: 'tomatoes in the trug', third: { cols: [{ fill: 'lemon' }, { fill: 'plum' }, { fill: 'brick' }], alt: 'The trug with lemons, plums and tomatoes' },
    text: `A boat of willow boards on a frame of sweet chestnut, with the bark left on where you carry it. It is made the way it was shown at the Great Exhibition, by a workshop that was not there and is still slightly annoyed.

    - Willow and sweet chestnut, copper nails
    - 50 × 28 cm
    - Holds eight kilos of apples` },
];
export default { ground: 'garden', tree, products };
