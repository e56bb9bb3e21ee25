drop trigger categories_not_too_deep_at_first on categories;
drop trigger categories_not_too_deep on categories;
drop function categories_refuse_depth();
