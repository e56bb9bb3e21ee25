// Desk: words and drawing parameters together.
const tree = { name: 'Desk', description: 'Paper, pens and something to listen to meanwhile.', children: [
  { name: 'Paper & pens', description: 'The quiet tools.', children: [
    { name: 'Notebooks', description: 'Sewn books that lie flat and take ink.' },
    { name: 'Writing & cutting', description: 'Pencils, pens, scissors and where to keep them.' }] },
  { name: 'Sound', description: 'Radios, records and headphones for long listening.' }] };
const products = [
  { name: 'Cloth notebook', cat: 'notebooks', price: '22.00', stock: 120, featured: true, art: ['notebook', { c: 'navy', elastic: 'rust', ribbon: 'rust', label: 'cream' }], see: 'a navy cloth notebook with a rust elastic band', near: 'cloth cover, label and elastic', third: { cols: [{ c: 'sage', elastic: 'pine', ribbon: 'pine' }, { c: 'brick', elastic: 'navy', ribbon: 'navy' }, { c: 'navy' }] },
    text: `Bound in bookbinder's cloth and sewn in sections, so page one lies as flat as page ninety-six. The paper takes a fountain pen on both sides without a shadow.

    There is a pocket at the back for the ticket you meant to keep.

    - 192 pages, 100 g, ruled or plain
    - 21 × 14.8 cm
    - Bound in Leipzig` },
  { name: 'Pocket notebooks, three', slug: 'pocket-notebooks', cat: 'notebooks', price: '14.00', stock: 88, art: ['notebook', { c: 'tan', w: 230, h: 350, stitch: 'cream', stack: ['sage', 'rust'], r: 8 }], see: 'three fanned pocket notebooks in tan, rust and green', near: 'stitched spine on tan card', third: { with: [['pen', { cols: ['green', 'rust', 'navy'] }, .78, .5]], x: .4, cloth: 'oat', alt: 'The pocket notebooks with three pencils' },
    text: `Forty-eight pages each: about a month of lists, or one good trip. They bend to the shape of a back pocket and do not mind.

    - Thread-sewn, recycled card covers
    - 14 × 9 cm, dot grid
    - Pack of three: tan, rust and green

    Number the spines. In ten years you will be glad.` },
  { name: 'Spiral sketchbook', cat: 'notebooks', price: '28.00', stock: 42, art: ['notebook', { c: 'charcoal', spiral: true, w: 310, h: 400, r: 6, deboss: true, focus: [-110, -90] }], see: 'a black spiral sketchbook with a debossed ring', near: 'wire spiral and black board', third: { with: [['pen', { cols: ['charcoal', 'rust'] }, .8, .52]], x: .44, cloth: 'sky', alt: 'The sketchbook with two pencils' },
    text: `The boards are stiff enough to draw on standing up, in the wind, against a fence. Paper with a slight tooth: charcoal holds, watercolour dries without much of a wave.

    - 80 leaves, 180 g, acid-free
    - 29.7 × 21 cm
    - Double wire, opens right round` },
  { name: 'Half-linen ledger', cat: 'notebooks', price: '46.00', stock: 2, art: ['notebook', { c: 'oat', spine: 'brick', corners: 'brick', w: 300, h: 420, label: 'white' }], see: 'a ledger with a red linen spine and corners', near: 'red linen corner and paper boards', third: { cols: [{ spine: 'pine', corners: 'pine', c: 'mint' }, { spine: 'navy', corners: 'navy', c: 'sky' }, {}], alt: 'The ledger with green, blue and red spines' },
    text: `A serious book for accounts, recipes or the weather. The spine is rounded and backed by hand; the corners are turned in linen because that is where books die first.

    - 288 numbered pages, 90 g
    - 26 × 19 cm
    - An index at the front, a blotter at the back

    Made to order in batches of sixty.` },
  { name: 'Patterned album', cat: 'notebooks', price: '34.00', stock: 25, art: ['notebook', { c: 'sage', pat: 'dots', pc: 'cream', spine: 'pine', w: 360, h: 330, a: -6 }], see: 'a square album with a dotted sage cover', near: 'printed dots and green spine', third: { cols: [{ c: 'blush', spine: 'brick' }, { c: 'mustard', spine: 'walnut' }, { c: 'sage' }] },
    text: `For photographs on paper, of which everyone should have a few. The covers are block-printed in Jaipur; each dot lands where the printer's wrist put it.

    - 60 black pages with glassine between
    - 25 × 23 cm
    - Brass screws, so you can add leaves` },
  // Writing
  { name: 'Pencils, set of five', slug: 'pencils-set', cat: 'writing-and-cutting', price: '12.00', stock: 160, art: ['pen', { body: 'pencils' }], see: 'five coloured pencils side by side', near: 'sharpened points', third: { with: [['notebook', { c: 'oat', w: 300, h: 400 }, .38, .52, 0, .9]], x: .76, s: .9, cloth: 'rose', alt: 'The pencils beside a notebook' },
    text: `Incense cedar, which sharpens in one long curl and smells of church. Hexagonal, so they stop at the edge of the desk.

    - Grade HB, one each in five lacquers
    - 17.5 cm, rubber tipped
    - FSC cedar from California, leads from Nuremberg

    The lacquer goes on in seven coats. Chew marks are your own affair.` },
  { name: 'Fountain pen Lyon', cat: 'writing-and-cutting', price: '118.00', stock: 14, art: ['pen', { body: 'fountain', c: 'pine' }], see: 'a green fountain pen with a brass nib and clip', near: 'nib and brass ring', third: { cols: ['brick', 'navy', 'pine'] },
    text: `A pen that starts at the first touch even after a fortnight in a drawer. The nib is steel with a little spring in it; press and the line answers.

    Turned from solid resin, which is why it feels warm.

    - Fine, medium or broad nib
    - 14 cm closed, 22 g
    - Cartridge or converter, both included` },
  { name: 'Paper scissors', cat: 'writing-and-cutting', price: '44.00', stock: 36, art: ['pen', { body: 'scissors', c: 'black' }], see: 'black-handled steel scissors', near: 'the brass pivot screw', third: { cols: ['brick', 'pine', 'black'] },
    text: `Forged blades joined by a screw rather than a rivet, so they can be tightened as the decades pass. Drop the top blade: it should fall slowly, like an eyelid.

    - Carbon steel, enamelled handles
    - 22 cm
    - Fits left and right hands

    From Premana, where one family grinds and the next one sets.` },
  { name: 'Tape dispenser', cat: 'writing-and-cutting', price: '58.00', stock: 9, art: ['pen', { body: 'tape', c: 'rust' }], see: 'a heavy rust-coloured tape dispenser', near: 'serrated edge and roll', third: { cols: ['sage', 'charcoal', 'rust'].map((c) => ({ c })) },
    text: `A kilo and a half of cast iron, so one hand is enough. The edge is cut like a bread knife and leaves the tape straight.

    - Powder-coated cast iron, steel blade
    - 16 cm, takes rolls up to 33 m
    - Felt base

    It also stops doors and presses flowers.` },
  { name: 'Oak pencil cup', cat: 'writing-and-cutting', price: '31.00', stock: 48, art: ['pen', { body: 'cup', c: 'oak', rings: [-90, -14] }], see: 'an oak cup with pencils', near: 'pencil points above the oak rim', third: { with: [['tablelamp', { body: 'globe', c: 'oak' }, .84, -60, .85], ['books', { cols: ['navy', 'oat', 'rust'] }, .2, 30]], x: .5, back: 'window' },
    text: `Turned from a length of branch and left with its pith off-centre, so the rings wander. The floor is leaded and lined with cork: it stands.

    - Oak, oiled
    - 10.5 cm high, 9 cm across
    - Pencils not included, though we can fix that` },
  // Sound
  { name: 'Listening headphones', cat: 'sound', price: '289.00', stock: 24, featured: true, art: ['radio', { body: 'phones', c: 'oat', pad: 'leather', hc: 'charcoal' }], see: 'over-ear headphones in oat with tan leather pads', near: 'leather pad, steel yoke and oat-coloured shell', third: { cols: [{ c: 'pine', pad: 'charcoal' }, { c: 'brick', pad: 'tan' }, { c: 'oat' }] },
    text: `Tuned in a living room, not a laboratory: voices sit in front of you, cymbals stay silk, and nothing tires after the second side.

    Every part that wears is held by a screw. Pads, band, battery and cable can all be swapped at a kitchen table.

    - Closed back, 40 mm drivers, 262 g
    - 38 hours wireless, or use the cable
    - Sheepskin pads, steel yokes` },
  { name: 'Table radio Linnea', cat: 'sound', price: '198.00', stock: 11, art: ['radio', { body: 'table', c: 'cream', wc: 'walnut' }], see: 'a walnut table radio with a large brass dial', near: 'brass tuning dial and scale', third: { cols: [{ c: 'sage', wc: 'oak' }, { c: 'charcoal', wc: 'walnut', gc: 'slate' }, { c: 'cream' }] },
    text: `Turn it on, turn it up, turn it to the station. There is no screen. The big dial is geared five to one, so finding a frequency feels like opening a safe.

    - FM, DAB+ and Bluetooth
    - Walnut case, 38 × 21 × 18 cm
    - One wide-range driver, 12 W

    Linnea remembers where you left her.` },
  { name: 'Portable radio', cat: 'sound', price: '89.00', stock: 30, art: ['radio', { body: 'portable', c: 'brick' }], see: 'a red portable radio with leather handle and aerial', near: 'tuning scale and cream knob', third: { cols: ['mustard', 'pine', 'brick'] },
    text: `For the allotment, the workshop and the end of the bath. It runs a week on one charge, or on four ordinary batteries from the village shop.

    The handle is real leather and will darken where you hold it.

    - FM and DAB+, rain-resistant
    - 30 × 25 × 9 cm, 1.4 kg
    - Telescopic aerial, replaceable` },
  { name: 'Bookshelf speaker', cat: 'sound', price: '245.00', stock: 16, art: ['radio', { body: 'speaker', c: 'slate', wc: 'oak' }], see: 'an oak speaker with a grey woven front', near: 'woven cloth and oak edge', third: { with: [['radio', { body: 'speaker', c: 'slate', wc: 'oak' }, .2, 0], ['books', { cols: ['brick', 'oat', 'navy', 'olive'] }, .5, 6]], x: .8, back: 'shelf', s: .9, alt: 'A pair of speakers on a shelf with books between' },
    text: `Sold singly, because a kitchen needs one and a living room two. The cloth is wool, woven by the same mill that does our blankets, and pulls off to be washed.

    - Oak cabinet, 22 × 32 × 19 cm
    - 13 cm woofer, silk tweeter
    - Wireless, with a line input that never drops out` },
  { name: 'Turntable', cat: 'sound', price: '420.00', stock: 4, art: ['radio', { body: 'turntable', c: 'walnut' }], see: 'a walnut turntable with a record', near: 'label, grooves and tone arm', third: { cols: [{ c: 'oak', lc: 'pine' }, { c: 'charcoal', lc: 'mustard' }, { c: 'walnut' }] },
    text: `Two speeds, one belt, an arm balanced on a knife edge. You lift it, lower it and sit down; it will not do that part for you.

    - Walnut plinth on three rubber feet
    - 45 × 35 × 13 cm
    - Moving-magnet cartridge, aligned before it leaves
    - Built-in phono stage, which can be bypassed

    The mat is cork. Records come off it clean.` },
];
export default { ground: 'desk', tree, products };
