drop trigger users_take_products_back on users;
drop function users_take_products_back();
