-- What pages and programs read of a product's pictures stands beside it as one text, so that a list of products looks
-- nothing up: a record for each picture in their order, its parts being file, width, height and, at the end, the words,
-- which must not hold what separates the records. PostgreSQL keeps it; product_images has the truth (D7).

alter table products add column pictures text not null default '';

create function pictures_of(product uuid) returns text
language sql stable
return array_to_string(array(
    select concat_ws(E'\x1f', file, width, height, replace(alt, E'\x1e', ' '))
    from product_images where product_id = product order by position), E'\x1e');

create function product_images_kept_beside() returns trigger
language plpgsql as $$
begin
    -- Who changes other pictures of the same product at this moment is waited for and seen.
    perform from products where id in (select product_id from touched) order by id for no key update;
    update products set pictures = pictures_of(id)
    where id in (select product_id from touched) and pictures <> pictures_of(id);
    return null;
end
$$;
create trigger product_images_kept_beside_insert after insert on product_images
    referencing new table as touched
    for each statement execute function product_images_kept_beside();
create trigger product_images_kept_beside_update after update on product_images
    referencing new table as touched
    for each statement execute function product_images_kept_beside();
create trigger product_images_kept_beside_delete after delete on product_images
    referencing old table as touched
    for each statement execute function product_images_kept_beside();

-- A picture stays with its product: the text of the one that it left would not be written anew.
create function product_images_stay() returns trigger
language plpgsql as $$
begin
    raise exception 'a picture stays with its product'
        using errcode = 'check_violation', constraint = 'product_images_stay', table = 'product_images';
end
$$;
create trigger product_images_stay before update of product_id on product_images
    for each row when (new.product_id <> old.product_id)
    execute function product_images_stay();

alter table products disable trigger products_touch;
update products set pictures = pictures_of(id) where exists (select from product_images where product_id = products.id);
alter table products enable trigger products_touch;
