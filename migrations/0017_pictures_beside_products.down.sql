drop trigger product_images_stay on product_images;
drop function product_images_stay();
drop trigger product_images_kept_beside_delete on product_images;
drop trigger product_images_kept_beside_update on product_images;
drop trigger product_images_kept_beside_insert on product_images;
drop function product_images_kept_beside();
drop function pictures_of(uuid);
alter table products drop column pictures;
