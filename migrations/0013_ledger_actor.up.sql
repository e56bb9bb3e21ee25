-- D9: who made a change of stock and for which order cannot be altered either. A row forgets them when they are
-- erased, and its updated_at says so.

create or replace function stock_movements_refuse_change() returns trigger
language plpgsql as $$
begin
    if (new.id, new.created_at, new.product_id, new.quantity, new.reason)
           is not distinct from (old.id, old.created_at, old.product_id, old.quantity, old.reason)
       and (new.actor_id is not distinct from old.actor_id
            or (new.actor_id is null and not exists (select from users where id = old.actor_id)))
       and (new.order_id is not distinct from old.order_id or new.order_id is null) then
        return new;
    end if;
    raise exception 'the stock ledger cannot be altered'
        using errcode = 'check_violation', constraint = 'stock_movements_append_only', table = 'stock_movements';
end
$$;

create trigger stock_movements_touch before update on stock_movements
    for each row execute function touch_updated_at();
