-- Notices tell of what the shop's pages show, and of nothing else: most changes of stock leave every count
-- and every list as it was, and a busy shop would drop what it remembers all the time.

drop trigger products_notice on products;

-- Products that the public does not see come and go unsaid.
create function products_come_or_go() returns trigger
language plpgsql as $$
begin
    if exists (select from touched where status = 'published' and deleted_at is null) then
        perform pg_notify('vitrine_catalogue', tg_table_name);
    end if;
    return null;
end
$$;
create trigger products_notice_insert after insert on products
    referencing new table as touched
    for each statement execute function products_come_or_go();
create trigger products_notice_delete after delete on products
    referencing old table as touched
    for each statement execute function products_come_or_go();
-- By row, since the condition then costs a change of stock nearly nothing. By statement, old and new rows
-- would have to be joined, many of them by the plan that PostgreSQL keeps from a statement that changed one.
create trigger products_notice_update after update on products
    for each row when (
        ((old.status = 'published' and old.deleted_at is null) or (new.status = 'published' and new.deleted_at is null))
        and (old.name, old.slug, old.description, old.price, old.category_id, old.status, old.in_stock,
             old.is_featured, old.review_count, old.average_rating, old.created_at, old.deleted_at)
            is distinct from
            (new.name, new.slug, new.description, new.price, new.category_id, new.status, new.in_stock,
             new.is_featured, new.review_count, new.average_rating, new.created_at, new.deleted_at))
    execute function catalogue_changed();
create trigger products_notice_truncate after truncate on products
    for each statement execute function catalogue_changed();

-- The pictures of categories are those of their products.
create trigger product_images_notice after insert or update or delete or truncate on product_images
    for each statement execute function catalogue_changed();
