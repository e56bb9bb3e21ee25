-- D8: what shoppers say of products.

create type review_status as enum ('pending', 'approved', 'rejected');

create table reviews (
    id                uuid primary key default uuid_v7(),
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now(),
    product_id        uuid not null constraint reviews_product_fkey references products (id) on delete cascade,
    -- A review stays when its writer's account is deleted.
    user_id           uuid constraint reviews_user_fkey references users (id) on delete set null,
    rating            smallint not null constraint reviews_rating_range check (rating between 1 and 5),
    title             text not null
                      constraint reviews_title_length check (char_length(title) between 1 and 120 and title = btrim(title)),
    body              text not null default ''
                      constraint reviews_body_length check (char_length(body) <= 5000),
    status            review_status not null default 'approved',
    verified_purchase boolean not null default false,
    -- When its writer last changed it: updated_at also grows when the account is deleted.
    edited_at         timestamptz
);
create unique index reviews_user_product_key on reviews (user_id, product_id) where user_id is not null;
-- A page of a product's reviews walks this; the distribution of stars is counted from it alone.
create index reviews_list on reviews (product_id, created_at desc, id desc) include (rating)
    where status = 'approved';
create index reviews_product on reviews (product_id);
create trigger reviews_touch before update on reviews for each row execute function touch_updated_at();
