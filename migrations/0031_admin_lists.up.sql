-- A2: the lists of staff show what shoppers do not see, in orders of their own. Each order that a list offers walks an
-- index, with the filters' columns in it; what is rare has an index of its own.

-- How full the shelf is: 0, 1 to 5, 6 to 20, more. An index on the stock itself would be written at each sale; this
-- changes rarely.
alter table products
    add column stock_level smallint not null generated always as
        (case when stock <= 0 then 0 when stock <= 5 then 1 when stock <= 20 then 2 else 3 end) stored;

create index products_staff_newest on products (created_at desc, id desc)
    include (status, category_id, stock_level, is_featured) where deleted_at is null;
create index products_staff_price on products (price, id)
    include (status, category_id, stock_level, is_featured, created_at) where deleted_at is null;
create index products_staff_name on products (folded_name collate "C", id)
    include (status, category_id, stock_level, is_featured, created_at) where deleted_at is null;
create index products_staff_category on products (category_id, created_at desc, id desc)
    include (status, stock_level, is_featured, price) where deleted_at is null;
create index products_staff_status on products (status, stock_level, created_at desc, id desc)
    where deleted_at is null;
create index products_staff_level on products (stock_level, created_at desc, id desc)
    where deleted_at is null and stock_level <= 1;
drop index products_trash;
create index products_trash on products (deleted_at desc, id desc) where deleted_at is not null;

create index reviews_staff_newest on reviews (created_at desc, id desc) include (status, rating);
create index reviews_staff_status on reviews (status, created_at desc, id desc);

create index users_text on users
    using gin (fold_text(username || ' ' || email || ' ' || first_name || ' ' || last_name) gin_trgm_ops);
create index reviews_text on reviews using gin (fold_text(title || ' ' || body) gin_trgm_ops);

-- D7: the point of a picture that stays in sight when it is cropped, in percent from the left and from the top.
alter table product_images
    add column focus_x smallint not null default 50
        constraint product_images_focus_x_range check (focus_x between 0 and 100),
    add column focus_y smallint not null default 50
        constraint product_images_focus_y_range check (focus_y between 0 and 100);

-- It stands behind the height, in tenths, where it is not the middle: `1500@3,7`. So far it is the middle everywhere.
create or replace function pictures_of(product uuid) returns text
language sql stable
return array_to_string(array(
    select concat_ws(E'\x1f', file, width,
        height || case when focus_x = 50 and focus_y = 50 then ''
                       else '@' || round(focus_x / 10.0) || ',' || round(focus_y / 10.0) end,
        replace(alt, E'\x1e', ' '))
    from product_images where product_id = product order by position), E'\x1e');
