-- U1: when an account is deleted, its rows are looked for in every table that refers to users. These two were read from
-- end to end, once for each account: the ledger grows with every change of stock.
create index stock_movements_actor on stock_movements (actor_id) where actor_id is not null;
create index import_uploads_user on import_uploads (user_id);
