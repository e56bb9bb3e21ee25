-- Tells every running program that the catalogue changed, so that it drops what it remembers of it.
-- PostgreSQL sends equal notices of one transaction once, and none when it is rolled back.

create function catalogue_changed() returns trigger
language plpgsql as $$
begin
    perform pg_notify('vitrine_catalogue', tg_table_name);
    return null;
end
$$;
create trigger categories_notice after insert or update or delete or truncate on categories
    for each statement execute function catalogue_changed();
create trigger products_notice after insert or update or delete or truncate on products
    for each statement execute function catalogue_changed();
