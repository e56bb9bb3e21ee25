-- W7: what a user keeps for later. Visitors without an account have theirs in their session.

create table wishlist_items (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id    uuid not null constraint wishlist_items_user_fkey references users (id) on delete cascade,
    product_id uuid not null constraint wishlist_items_product_fkey references products (id) on delete cascade,
    constraint wishlist_items_key unique (user_id, product_id)
);
create index wishlist_items_newest on wishlist_items (user_id, created_at desc, id desc) include (product_id);
create index wishlist_items_product on wishlist_items (product_id);
create trigger wishlist_items_touch before update on wishlist_items
    for each row execute function touch_updated_at();
