-- U1: nobody signs in before the address is confirmed, and a name says nothing about who has an account.

-- Names that were typed together with an address that has an account: as taken as those of new accounts, and for as long.
create table held_usernames (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    username   text not null constraint held_usernames_length check (char_length(username) between 1 and 60)
);
create unique index held_usernames_username_key on held_usernames (lower(username));
create index held_usernames_oldest on held_usernames (created_at);
create trigger held_usernames_touch before update on held_usernames
    for each row execute function touch_updated_at();

-- Until when another address counts as waiting: as long as its link works.
alter table users add column pending_email_until timestamptz;

-- Those whose address nobody has confirmed go after some days.
create index users_unconfirmed on users (created_at) where email_verified_at is null;

-- Whoever signed in before that had to be is signed out, and confirms first.
update users set sign_in_epoch = sign_in_epoch + 1 where email_verified_at is null;
delete from sessions where user_id in (select id from users where email_verified_at is null);
