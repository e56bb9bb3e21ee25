drop table stock_movements;
drop trigger products_open_ledger on products;
drop trigger products_write_ledger on products;
drop function products_open_ledger();
drop function products_write_ledger();
drop function stock_movements_refuse_change();
drop function stock_actor();
drop function stock_reason();
