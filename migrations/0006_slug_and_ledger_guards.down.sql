drop trigger stock_movements_with_products_alone on stock_movements;
drop trigger stock_movements_with_product_alone on stock_movements;
drop trigger stock_movements_by_stock_alone on stock_movements;
drop function stock_movements_refuse_stray();
drop trigger products_keep_redirects_update on products;
drop trigger products_keep_redirects_insert on products;
drop function products_keep_redirects();
drop trigger categories_keep_redirects on categories;
drop function categories_keep_redirects();
