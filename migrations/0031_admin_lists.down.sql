create or replace function pictures_of(product uuid) returns text
language sql stable
return array_to_string(array(
    select concat_ws(E'\x1f', file, width, height, replace(alt, E'\x1e', ' '))
    from product_images where product_id = product order by position), E'\x1e');
update products set pictures = pictures_of(id)
where exists (select from product_images where product_id = products.id and (focus_x, focus_y) <> (50, 50));
alter table product_images drop column focus_x, drop column focus_y;
drop index reviews_text;
drop index users_text;
drop index reviews_staff_status;
drop index reviews_staff_newest;
drop index products_trash;
create index products_trash on products (deleted_at desc) where deleted_at is not null;
drop index products_staff_level;
drop index products_staff_status;
drop index products_staff_category;
drop index products_staff_name;
drop index products_staff_price;
drop index products_staff_newest;
alter table products drop column stock_level;
