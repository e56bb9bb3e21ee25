drop index import_uploads_user;
drop index stock_movements_actor;
