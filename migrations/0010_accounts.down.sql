drop table throttles;
drop table account_links;
drop table sessions;
drop table user_groups;
drop table group_permissions;
drop table groups;
drop trigger users_make_profile on users;
drop function users_make_profile();
drop table profiles;
alter table users
    drop constraint users_last_name_length,
    drop constraint users_first_name_length,
    drop constraint users_username_length,
    drop constraint users_email_length,
    drop column sign_in_epoch,
    drop column pending_email,
    drop column email_verified_at,
    drop column avatar;
drop index users_username_key;
create unique index users_username_key on users (username);
