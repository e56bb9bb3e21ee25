drop index products_unpublished;
