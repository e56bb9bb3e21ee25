-- What the services keep to, the database now refuses to whoever writes: a slug that leads to another thing
-- by a redirect (D6), and a ledger that is written to by anything but a change of stock (D9).

-- Where a redirect stood beside a present slug, the present one won: the redirect led nowhere.
delete from product_slug_redirects r using products p where p.slug = r.slug;
delete from category_slug_redirects r using categories c where c.slug = r.slug;

-- These look after the slug was written, since a writer who had to wait for the slug's owner to leave it
-- sees the redirect that the owner left behind only then.
create function categories_keep_redirects() returns trigger
language plpgsql as $$
begin
    if exists (select from category_slug_redirects where slug = new.slug and category_id <> new.id) then
        raise exception 'the slug leads to another category'
            using errcode = 'unique_violation', constraint = 'categories_slug_redirected', table = 'categories';
    end if;
    return null;
end
$$;
create trigger categories_keep_redirects after insert or update of slug on categories
    for each row execute function categories_keep_redirects();

-- Many products come with one statement, so new ones are looked at together.
create function products_keep_redirects() returns trigger
language plpgsql as $$
declare
    is_taken boolean;
begin
    if tg_op = 'INSERT' then
        is_taken := exists (select from written w join product_slug_redirects r on r.slug = w.slug);
    else
        is_taken := exists (select from product_slug_redirects where slug = new.slug and product_id <> new.id);
    end if;
    if is_taken then
        raise exception 'the slug leads to another product'
            using errcode = 'unique_violation', constraint = 'products_slug_redirected', table = 'products';
    end if;
    return null;
end
$$;
create trigger products_keep_redirects_insert after insert on products
    referencing new table as written
    for each statement execute function products_keep_redirects();
create trigger products_keep_redirects_update after update of slug on products
    for each row when (new.slug is distinct from old.slug)
    execute function products_keep_redirects();

-- Rows of the ledger go with their product alone: when it is erased, or when all products are.
create function stock_movements_refuse_stray() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if not exists (select from products where id = old.product_id) then
            return old;
        end if;
    elsif tg_op = 'TRUNCATE' then
        if not exists (select from products) then
            return null;
        end if;
    end if;
    raise exception 'the stock ledger cannot be altered'
        using errcode = 'check_violation', constraint = 'stock_movements_append_only', table = 'stock_movements';
end
$$;
-- Only the triggers of products add rows: outside of any trigger the depth is 0.
create trigger stock_movements_by_stock_alone before insert on stock_movements
    for each statement when (pg_trigger_depth() = 0)
    execute function stock_movements_refuse_stray();
create trigger stock_movements_with_product_alone before delete on stock_movements
    for each row execute function stock_movements_refuse_stray();
create trigger stock_movements_with_products_alone after truncate on stock_movements
    for each statement execute function stock_movements_refuse_stray();
