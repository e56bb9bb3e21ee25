drop table category_slug_redirects;
drop table categories;
drop function categories_refuse_cycle();
