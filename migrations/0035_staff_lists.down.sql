drop index product_images_undescribed;
drop index product_images_text;
drop trigger audit_row on product_images;
create trigger audit_row after insert or update or delete on product_images for each row
    when (coalesce(current_setting('vitrine.audit_entry', true), '') <> '')
    execute function audit_row('{updated_at}');
drop trigger products_fold_images on products;
drop function products_fold_images();
drop trigger product_images_fold on product_images;
drop function product_images_fold();
alter table product_images drop column folded_text;
