-- D5 to D7: products, their slugs of before, and their images.

create type product_status as enum ('draft', 'published', 'archived');

create table products (
    id             uuid primary key default uuid_v7(),
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    name           text not null
                   constraint products_name_length check (char_length(name) between 1 and 255 and name = btrim(name)),
    slug           text not null
                   constraint products_slug_shape check (char_length(slug) <= 255 and slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    description    text not null default ''
                   constraint products_description_length check (char_length(description) <= 20000),
    price          numeric(10, 2) not null constraint products_price_positive check (price >= 0.01),
    category_id    uuid not null constraint products_category_fkey references categories (id) on delete restrict,
    status         product_status not null default 'draft',
    stock          integer not null default 0 constraint products_stock_not_negative check (stock >= 0),
    is_featured    boolean not null default false,
    created_by     uuid references users (id) on delete set null,
    review_count   integer not null default 0 check (review_count >= 0),
    average_rating numeric(3, 2) not null default 0 check (average_rating between 0 and 5),
    version        integer not null default 1,
    deleted_at     timestamptz,

    -- Kept by PostgreSQL, so that a filter can be answered from an index alone. in_stock changes only
    -- when the stock reaches or leaves 0: other stock changes touch no index.
    in_stock       boolean not null generated always as (stock > 0) stored,
    folded_name    text not null generated always as (fold_text(name)) stored,
    folded_text    text not null generated always as (fold_text(name || E'\n' || description)) stored
);
create unique index products_slug_key on products (slug);
-- S1: a second product of the same name in the category is refused. Deleted ones do not count.
create unique index products_name_in_category_key on products (category_id, lower(name)) where deleted_at is null;
create trigger products_touch before update on products for each row execute function touch_updated_at();

-- The shop's lists: one covering index for each order that a page offers. A page walks one of them from
-- its key on and reads the filters from the index, then fetches twenty rows.
create index products_list_newest on products (created_at desc, id desc)
    include (category_id, price, in_stock, average_rating, folded_name)
    where status = 'published' and deleted_at is null;
create index products_list_price on products (price, id)
    include (category_id, created_at, in_stock, average_rating)
    where status = 'published' and deleted_at is null;
create index products_list_name on products (folded_name collate "C", id)
    include (category_id, price, in_stock, average_rating)
    where status = 'published' and deleted_at is null;
create index products_list_rating on products (average_rating desc, review_count desc, id desc)
    include (category_id, price, in_stock)
    where status = 'published' and deleted_at is null;
-- The same within one category, for the newest and for small categories in any order.
create index products_list_category on products (category_id, created_at desc, id desc)
    include (price, in_stock, average_rating, folded_name)
    where status = 'published' and deleted_at is null;
create index products_featured on products (created_at desc, id desc)
    where status = 'published' and deleted_at is null and is_featured;
-- Any part of a word (W2).
create index products_text_trigrams on products using gin (folded_text gin_trgm_ops) where deleted_at is null;
create index products_name_trigrams on products using gin (folded_name gin_trgm_ops) where deleted_at is null;
create index products_created_by on products (created_by, created_at desc) where created_by is not null;
create index products_trash on products (deleted_at desc) where deleted_at is not null;

create table product_slug_redirects (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    slug       text not null,
    product_id uuid not null references products (id) on delete cascade
);
create unique index product_slug_redirects_slug_key on product_slug_redirects (slug);
create index product_slug_redirects_product on product_slug_redirects (product_id);
create trigger product_slug_redirects_touch before update on product_slug_redirects
    for each row execute function touch_updated_at();

-- D7. `file` is the stem of the stored picture: its sizes are files beside each other.
-- Several products may share a file.
create table product_images (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    product_id uuid not null references products (id) on delete cascade,
    file       text not null check (file ~ '^[a-z0-9]+(/[a-z0-9-]+)*$'),
    alt        text not null default '' check (char_length(alt) <= 300),
    position   integer not null check (position >= 0),
    width      integer not null check (width > 0),
    height     integer not null check (height > 0),
    constraint product_images_position_key unique (product_id, position) deferrable initially immediate
);
create index product_images_file on product_images (file);
create trigger product_images_touch before update on product_images
    for each row execute function touch_updated_at();
