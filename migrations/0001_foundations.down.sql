drop table users;
drop function touch_updated_at();
drop function uuid_v7();
drop function contains_pattern(text);
drop function fold_text(text);
