drop trigger stock_movements_touch on stock_movements;

create or replace function stock_movements_refuse_change() returns trigger
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
