// Out & about: words and drawing parameters together.
const tree = { name: 'Out & about', description: 'What to carry, what to drink from, what to do about the rain.', children: [
  { name: 'Carrying', description: 'Bags and umbrellas made to be mended.', children: [
    { name: 'Bags & backpacks', description: 'Waxed canvas, leather and good zips.' },
    { name: 'Umbrellas', description: 'Frames that can be repaired, cloth that dries quickly.' }] },
  { name: 'Bottles & lunch boxes', description: 'For the train, the desk and the hill.' }] };
const products = [
  { name: 'Canvas backpack', cat: 'bags-and-backpacks', price: '168.00', stock: 19, featured: true, art: ['bag', { body: 'ruck', c: 'olive' }], see: 'an olive canvas backpack with leather straps', near: 'leather strap, brass buckle and stitching', third: { cols: ['rust', 'navy', 'olive'] },
    text: `A rucksack of the old sort: one big room, one pocket, a lid that keeps the rain off both. The buckles look slow, but there are magnets behind them.

    The back panel is double canvas with felt between. It will carry a laptop without telling anyone.

    - Waxed cotton, bridle leather, brass
    - 18 litres, 44 × 34 × 16 cm
    - Rewax once a year, repair whenever` },
  { name: 'Roll-top backpack', cat: 'bags-and-backpacks', price: '132.00', stock: 27, art: ['bag', { body: 'roll', c: 'slate', c2: 'charcoal', lc: 'black' }], see: 'a slate roll-top backpack with a dark base', near: 'rolled top and brass clip', third: { cols: [{ c: 'mustard', c2: 'walnut' }, { c: 'sage', c2: 'pine' }, { c: 'slate' }] },
    text: `Roll it twice for a commute, once for the market, not at all for a borrowed tent. The seams are taped and the base is dipped, so it can stand in a puddle while you find your keys.

    - Recycled nylon canvas
    - 20 to 28 litres, 980 g
    - Side access to a padded sleeve` },
  { name: 'Market tote', cat: 'bags-and-backpacks', price: '38.00', stock: 95, art: ['bag', { body: 'tote', c: 'canvas', hc: 'leather', dip: 'rust' }], see: 'a natural canvas tote with a rust base and leather handles', near: 'crossed stitching on the handle', third: { cols: [{ dip: 'pine' }, { dip: 'navy' }, { dip: 'rust' }] },
    text: `Twelve-ounce canvas stands open by itself on the counter, which is all one wants from a shopping bag. The handles are long enough for a shoulder in a winter coat.

    - Cotton canvas, leather handles
    - 38 × 35 × 14 cm, 15 litres
    - The dipped base wipes clean

    A leek fits upright.` },
  { name: 'Weekend bag', cat: 'bags-and-backpacks', price: '295.00', stock: 8, art: ['bag', { body: 'weekend', c: 'navy' }], see: 'a navy weekend bag with leather base and handles', near: 'leather handles and brass zip', third: { cols: [{ c: 'olive' }, { c: 'plum', lc: 'walnut' }, { c: 'navy' }] },
    text: `Two shirts, one good jumper, a book, shoes. The mouth opens as wide as the bag is long, so nothing has to be dug for.

    The leather comes up past the point where wet floors reach, and the feet are brass.

    - Cotton twill and vegetable-tanned leather
    - 56 × 27 × 24 cm, 36 litres
    - Fits under the seats of most airlines, half full` },
  { name: 'Satchel Étienne', slug: 'satchel-etienne', cat: 'bags-and-backpacks', price: '219.00', stock: 12, art: ['bag', { body: 'sling', c: 'tan', lc: 'walnut' }], see: 'a tan leather satchel with a brass clasp', near: 'brass clasp on the leather flap', third: { cols: [{ c: 'charcoal' }, { c: 'wine' }, { c: 'tan' }] },
    text: `Cut from one shoulder of leather, folded and stitched along two sides: there is very little to come apart. It arrives stiff and pale. Étienne, who makes it, says to judge it after a year.

    - Full-grain leather, 3 mm
    - 34 × 22 × 8 cm
    - Saddle-stitched by hand with linen thread` },
  // Umbrellas
  { name: 'Long umbrella', cat: 'umbrellas', price: '84.00', stock: 22, art: ['umbrella', { body: 'open', c: 'navy' }], see: 'an open navy umbrella with a cherry-wood crook', near: 'navy panels and the curved edge', third: { cols: ['brick', 'mustard', 'navy'] },
    text: `Eight ribs of steel that bend before they break and a shaft that runs in one piece from ferrule to handle. Opened, it makes the low thump of a good car door.

    - Woven polyester, 104 cm across
    - Steamed cherry crook
    - Ribs replaced while you wait, or by post` },
  { name: 'City umbrella, bordered', slug: 'city-umbrella', cat: 'umbrellas', price: '68.00', stock: 0, art: ['umbrella', { body: 'open', c: 'oat', edge: 'brick', hc: 'walnut' }], see: 'a pale open umbrella with a red border', near: 'red border of the umbrella', third: { cols: [{ c: 'sage', edge: 'cream' }, { c: 'sky', edge: 'navy' }, {}] },
    text: `A pale umbrella is a small act of defiance in November. Light comes through it, and so does the colour of the border, which falls on your shoulders like a scarf.

    - Cotton-feel canopy, water-repellent
    - 98 cm across, 480 g
    - Walnut handle, push-button opening` },
  { name: 'Walking umbrella, closed', slug: 'walking-umbrella', cat: 'umbrellas', price: '112.00', stock: 13, art: ['umbrella', { body: 'closed', c: 'pine', hc: 'cherry' }], see: 'a rolled green umbrella leaning upright', near: 'cherry crook and brass collar', third: { cols: [{ c: 'plum' }, { c: 'charcoal', hc: 'walnut' }, { c: 'pine' }] },
    text: `Strong enough to lean on. The shaft is ash, the tip is brass, and rolled tight it passes for a stick on any hill you would care to climb in good shoes.

    - Ash shaft, cherry crook
    - 88 cm rolled, 106 cm open
    - Leave it open to dry, then roll it clockwise` },
  { name: 'Compact umbrella', cat: 'umbrellas', price: '49.00', stock: 57, art: ['umbrella', { body: 'compact', c: 'mustard', hc: 'walnut' }], see: 'a folded mustard umbrella with a walnut grip', near: 'strap and folds of the canopy', third: { cols: [{ c: 'slate' }, { c: 'brick' }, { c: 'mustard' }] },
    text: `The one that is actually in your bag when it rains. Three folds, six ribs, and joints of glass fibre that turn inside out and back again without comment.

    - 29 cm folded, 310 g
    - 94 cm across
    - Sleeve made from the offcuts of its own canopy` },
  // Bottles & boxes
  { name: 'Steel bottle', cat: 'bottles-and-lunch-boxes', price: '34.00', stock: 130, art: ['flask', { c: 'sage', cap: 'oak', loop: 'leather' }], see: 'a sage steel bottle with an oak cap and leather loop', near: 'oak cap and leather loop', third: { cols: [{ c: 'rust' }, { c: 'white' }, { c: 'sage' }] },
    text: `Single-walled, so it weighs as little as a bottle can and fits the cage of a bicycle. The powder coat is rough enough to hold with cold fingers.

    - 18/8 steel, oak and silicone cap
    - 0.75 litres, 26 cm, 190 g
    - Wide enough for ice and for a brush` },
  { name: 'Thermos flask', cat: 'bottles-and-lunch-boxes', price: '56.00', stock: 39, art: ['flask', { body: 'thermos', c: 'brick', cap: 'cream', ck: 'matt' }], see: 'a red thermos flask with a cream cup', near: 'cup, steel band and handle', third: { with: [['mug', { c: 'white', kind: 'enamel', rim: 'brick', hw: 7 }, .24, 70], ['books', { cols: ['olive', 'oat'] }, .82, 40]], back: 'garden', x: .52, y: 1150 },
    text: `Filled at six, still too hot to drink at noon. The stopper pours when you press and seals when you let go, and comes apart into four pieces for the sake of cleanliness.

    - Double-walled steel
    - 1 litre, with a cup for a friend
    - Spare seals included` },
  { name: 'Travel cup with cork', slug: 'travel-cup', cat: 'bottles-and-lunch-boxes', price: '26.00', stock: 66, art: ['flask', { body: 'cup', c: 'cream', kind: 'glaze' }], see: 'a cream travel cup with a cork sleeve and dark lid', near: 'cork sleeve and lid', third: { cols: [{ c: 'sky' }, { c: 'charcoal', cap: 'black' }, { c: 'cream' }] },
    text: `Porcelain, because coffee tastes of itself in it. A band of cork keeps fingers cool, and the lid closes with a half turn that even a bus driver would trust.

    - Double-fired porcelain, natural cork
    - 0.35 litres, fits under most machines
    - Dishwasher safe without the sleeve` },
  { name: 'Lunch tin', cat: 'bottles-and-lunch-boxes', price: '42.00', stock: 48, art: ['flask', { body: 'tin', c: 'steel' }], see: 'a steel lunch tin with two clips', near: 'clip and rounded corner', third: { cols: [{ c: 'steel', lid: 'pine' }, { c: 'steel', lid: 'mustard' }, { c: 'steel' }], alt: 'The lunch tin with a green, a yellow and a steel lid' },
    text: `Two sandwiches, an apple cut in half, no plastic. The divider slides, the clips click, and the whole thing goes in the oven if lunch turns out to be lasagne.

    - Stainless steel, silicone seal
    - 20 × 15 × 7 cm, 1.2 litres
    - Leakproof for dressings, not for soup` },
  { name: 'Bento box', cat: 'bottles-and-lunch-boxes', price: '58.00', stock: 18, art: ['flask', { body: 'bento', c: 'cherry', c2: 'oak', lid: 'charcoal', strap: 'brick' }], see: 'a two-tier wooden bento box with a red strap', near: 'two tiers and the red strap', third: { cols: [{ strap: 'pine', lid: 'cream' }, { strap: 'navy', lid: 'walnut' }, {}] },
    text: `Two tiers bent from a single strip of cedar each and sewn shut with cherry bark. Wood breathes, so rice stays separate until one o'clock.

    - Japanese cedar, urushi lid
    - 18 × 10 × 12 cm, 0.9 litres
    - Rinse, wipe, dry with the lid off
    - Elastic strap, washable` },
];
export default { ground: 'out', tree, products };
