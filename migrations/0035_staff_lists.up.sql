-- A2: the choices of the stock share no product any more. A saved view of "5 or fewer" would show everything, so it
-- shows what runs low, and what is still to be done to all of such a list is done to that.
update bulk_runs set query = replace(query, 'stock=short', 'stock=low')
where kind = 'product' and state = 'waiting' and query like '%stock=short%';
update saved_views set query = replace(query, 'stock=short', 'stock=low')
where kind = 'product' and query like '%stock=short%';

-- A1: pictures have a list of their own, which is searched by their words and by the name of their product.
alter table product_images add column folded_text text not null default '';

create function product_images_fold() returns trigger
language plpgsql as $$
begin
    new.folded_text := fold_text(new.alt || E'\n'
        || coalesce((select p.name from products p where p.id = new.product_id), ''));
    return new;
end
$$;
create trigger product_images_fold before insert or update of alt on product_images
    for each row execute function product_images_fold();

create function products_fold_images() returns trigger
language plpgsql as $$
begin
    -- An update of no row would still be told to all programs (product_images_notice).
    if exists (select from product_images where product_id = new.id) then
        update product_images set folded_text = fold_text(alt || E'\n' || new.name) where product_id = new.id;
    end if;
    return null;
end
$$;
create trigger products_fold_images after update of name on products
    for each row when (old.name is distinct from new.name)
    execute function products_fold_images();

-- It follows from the rest, so the trail leaves it out.
drop trigger audit_row on product_images;
create trigger audit_row after insert or update or delete on product_images for each row
    when (coalesce(current_setting('vitrine.audit_entry', true), '') <> '')
    execute function audit_row('{updated_at,folded_text}');

alter table product_images disable trigger user;
update product_images i set folded_text = fold_text(i.alt || E'\n' || p.name) from products p where p.id = i.product_id;
alter table product_images enable trigger user;
create index product_images_text on product_images using gin (folded_text gin_trgm_ops);
-- Few pictures are without words, and those are looked for.
create index product_images_undescribed on product_images (id desc) where alt = '';
