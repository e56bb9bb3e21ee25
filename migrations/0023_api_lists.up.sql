-- S5, R1: what the API lists and pages do not: drafts and archived products, of one creator or of all.
create index products_unpublished on products (status, created_at desc, id desc) include (created_by)
    where status <> 'published' and deleted_at is null;
