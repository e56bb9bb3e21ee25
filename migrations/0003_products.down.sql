drop table product_images;
drop table product_slug_redirects;
drop table products;
drop type product_status;
