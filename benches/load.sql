-- Fill an empty, migrated Vitrine with the neutral CSV files. Run it by psql in the folder of the
-- files: psql -v ON_ERROR_STOP=1 -f …/load.sql
-- The ids and times of the files are kept, and rows are written in the order of created_at, as the
-- peer's loader does it. The stock ledger is written by its trigger.
\set QUIET on
set client_min_messages = warning;
begin;

create temp table s_categories (id int, name text, slug text, parent_slug text) on commit drop;
create temp table s_products (id uuid, name text, slug text, description text, price numeric, category_slug text,
    status product_status, stock int, is_featured boolean, created_at timestamptz) on commit drop;
create temp table s_images (product_slug text, url text, alt text, position int) on commit drop;
\copy s_categories from 'categories.csv' with (format csv, header)
\copy s_products from 'products.csv' with (format csv, header)
\copy s_images from 'images.csv' with (format csv, header)
analyze s_categories;
analyze s_products;
analyze s_images;

truncate categories, products cascade;

-- A GIN index is built at once much faster than row by row.
create temp table gin_indexes on commit drop as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
where i.indrelid in ('products'::regclass, 'product_images'::regclass) and a.amname = 'gin';
select format('drop index %s', name) from gin_indexes \gexec

alter table s_categories add column key uuid not null default uuid_v7();
insert into categories (id, name, slug, parent_id)
select c.key, c.name, c.slug, p.key
from s_categories c left join s_categories p on p.slug = c.parent_slug
order by c.id;

-- The text of a product's pictures is written at once, as the trigger would write it afterwards.
insert into products (id, name, slug, description, price, category_id, status, stock, is_featured, created_at, updated_at,
    pictures)
select p.id, p.name, p.slug, p.description, p.price, c.id, p.status, p.stock, p.is_featured, p.created_at, p.created_at,
    coalesce(i.pictures, '')
from s_products p join categories c on c.slug = p.category_slug
left join (
    select product_slug, string_agg(
        concat_ws(E'\x1f', 'bench/' || product_slug || '-' || position + 1, 1200, 1500, alt), E'\x1e' order by position
    ) as pictures
    from s_images group by product_slug
) i on i.product_slug = p.slug
order by p.created_at;

-- Pages only name the pictures, so there are no files behind them.
insert into product_images (product_id, file, alt, position, width, height)
select p.id, 'bench/' || i.product_slug || '-' || i.position + 1, i.alt, i.position, 1200, 1500
from s_images i join s_products p on p.slug = i.product_slug
order by p.created_at, i.position;

select definition from gin_indexes \gexec

-- Nothing may have fallen out of a join.
do $$
begin
    if (select count(*) from categories) <> (select count(*) from s_categories)
       or (select count(*) from products) <> (select count(*) from s_products)
       or (select count(*) from product_images) <> (select count(*) from s_images) then
        raise exception 'the tables do not hold as many rows as the files';
    end if;
end
$$;

-- Reviews, once the shop has them (SPEC D8): their authors become users who cannot sign in.
select to_regclass('reviews') is not null as has_reviews \gset
\if :has_reviews
create temp table s_reviews (product_slug text, author_email text, rating int, title text, body text,
    created_at timestamptz) on commit drop;
\copy s_reviews from 'reviews.csv' with (format csv, header)
analyze s_reviews;
insert into users (email, username, password_hash)
select author_email, split_part(author_email, '@', 1), '!' from (select distinct author_email from s_reviews) a
on conflict do nothing;
insert into reviews (product_id, user_id, rating, title, body, created_at, updated_at)
select p.id, u.id, r.rating, r.title, r.body, r.created_at, r.created_at
from s_reviews r join s_products p on p.slug = r.product_slug join users u on lower(u.email) = r.author_email
order by p.created_at, r.created_at;
update products p set review_count = r.n, average_rating = r.average
from (select product_id, count(*) as n, round(avg(rating), 2) as average from reviews group by product_id) r
where r.product_id = p.id and (p.review_count, p.average_rating) is distinct from (r.n, r.average);
\endif

commit;
