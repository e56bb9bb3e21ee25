drop trigger product_images_notice on product_images;
drop trigger products_notice_truncate on products;
drop trigger products_notice_update on products;
drop trigger products_notice_delete on products;
drop trigger products_notice_insert on products;
drop function products_come_or_go();
create trigger products_notice after insert or update or delete or truncate on products
    for each statement execute function catalogue_changed();
