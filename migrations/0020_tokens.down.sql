drop table token_keys;
drop table refresh_tokens;
drop table token_families;
