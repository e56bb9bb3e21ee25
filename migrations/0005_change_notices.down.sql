drop trigger categories_notice on categories;
drop trigger products_notice on products;
drop function catalogue_changed();
