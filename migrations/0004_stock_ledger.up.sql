-- D9: the stock ledger. PostgreSQL itself writes a row for each change of a product's stock, so that
-- the stock is the sum of its rows whoever made the change; the caller says why and who through the
-- transaction's settings vitrine.stock_reason and vitrine.actor.

create table stock_movements (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    product_id uuid not null references products (id) on delete cascade,
    quantity   integer not null check (quantity <> 0),
    reason     text not null check (reason <> ''),
    actor_id   uuid references users (id) on delete set null,
    order_id   uuid
);
create index stock_movements_product on stock_movements (product_id, created_at desc);

create function stock_reason() returns text
language sql stable
return coalesce(nullif(current_setting('vitrine.stock_reason', true), ''), 'adjustment');

create function stock_actor() returns uuid
language sql stable
return nullif(current_setting('vitrine.actor', true), '')::uuid;

create function products_open_ledger() returns trigger
language plpgsql as $$
begin
    insert into stock_movements (product_id, quantity, reason, actor_id)
    select id, stock, coalesce(nullif(current_setting('vitrine.stock_reason', true), ''), 'opening stock'), stock_actor()
    from created where stock <> 0;
    return null;
end
$$;
create trigger products_open_ledger after insert on products
    referencing new table as created
    for each statement execute function products_open_ledger();

create function products_write_ledger() returns trigger
language plpgsql as $$
begin
    insert into stock_movements (product_id, quantity, reason, actor_id)
    values (new.id, new.stock - old.stock, stock_reason(), stock_actor());
    return null;
end
$$;
create trigger products_write_ledger after update of stock on products
    for each row when (new.stock is distinct from old.stock)
    execute function products_write_ledger();

-- A ledger is added to, never altered; its rows go only with their product.
create function stock_movements_refuse_change() returns trigger
language plpgsql as $$
begin
    if new.product_id = old.product_id and new.quantity = old.quantity and new.reason = old.reason
       and new.created_at = old.created_at then
        return new; -- a user or an order was erased and the row keeps the rest
    end if;
    raise exception 'the stock ledger cannot be altered'
        using errcode = 'check_violation', constraint = 'stock_movements_append_only', table = 'stock_movements';
end
$$;
create trigger stock_movements_append_only before update on stock_movements
    for each row execute function stock_movements_refuse_change();
