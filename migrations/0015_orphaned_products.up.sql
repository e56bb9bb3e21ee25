-- S2: a product is changed by its owner or by staff. One whose owner's account is deleted would stay on sale with
-- nobody but staff to change it, so it goes back to draft in the transaction that deletes the account. Staff see
-- drafts, and publish what the shop keeps. What staff made is the shop's own and stays on sale when one of them leaves.
-- A rule of the database, since accounts know nothing of products.

create function users_take_products_back() returns trigger
language plpgsql as $$
begin
    update products set status = 'draft', version = version + 1
    where created_by = old.id and status = 'published';
    return old;
end
$$;
-- Before: afterwards nothing tells any more whose the products were.
create trigger users_take_products_back before delete on users
    for each row when (not (old.is_staff or old.is_superuser)) execute function users_take_products_back();
