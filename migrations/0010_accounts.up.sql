-- D1 to D3 and U1 to U4: profiles, groups, sessions, one-time links and throttles.

-- Two users whose names differ in case alone could be taken for each other.
drop index users_username_key;
create unique index users_username_key on users (lower(username));
alter table users
    add column avatar            text
        constraint users_avatar_shape check (avatar ~ '^[a-z0-9]+(/[a-z0-9-]+)*$'),
    add column email_verified_at timestamptz,
    add column pending_email     text
        constraint users_pending_email_shape
        check (pending_email = btrim(pending_email) and pending_email like '_%@_%' and char_length(pending_email) <= 254),
    -- Grows when all sign-ins of before become void: a session counts only under the epoch it was begun in.
    add column sign_in_epoch     integer not null default 0,
    add constraint users_email_length check (char_length(email) <= 254),
    add constraint users_username_length check (char_length(username) <= 60),
    add constraint users_first_name_length check (char_length(first_name) <= 100),
    add constraint users_last_name_length check (char_length(last_name) <= 100);

-- D2: one for each user, made with it and gone with it.
create table profiles (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id    uuid not null constraint profiles_user_key unique references users (id) on delete cascade,
    phone      text not null default '' constraint profiles_phone_length check (char_length(phone) <= 20),
    address    text not null default '' constraint profiles_address_length check (char_length(address) <= 500),
    birth_date date constraint profiles_birth_date_range check (birth_date >= date '1900-01-01')
);
create trigger profiles_touch before update on profiles for each row execute function touch_updated_at();

create function users_make_profile() returns trigger
language plpgsql as $$
begin
    insert into profiles (user_id) values (new.id);
    return null;
end
$$;
create trigger users_make_profile after insert on users for each row execute function users_make_profile();
insert into profiles (user_id) select id from users;

-- D3: a user has the permissions of its groups.
create table groups (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    name       text not null
               constraint groups_name_length check (char_length(name) between 1 and 100 and name = btrim(name))
);
create unique index groups_name_key on groups (lower(name));
create trigger groups_touch before update on groups for each row execute function touch_updated_at();

create table group_permissions (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    group_id   uuid not null references groups (id) on delete cascade,
    action     text not null
               constraint group_permissions_action check (action in ('view', 'add', 'change', 'delete')),
    kind       text not null
               constraint group_permissions_kind check (kind in ('product', 'category', 'image', 'review', 'user',
                   'group', 'order', 'stock-movement', 'job', 'audit-entry')),
    constraint group_permissions_key unique (group_id, action, kind)
);
create trigger group_permissions_touch before update on group_permissions
    for each row execute function touch_updated_at();

create table user_groups (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id    uuid not null constraint user_groups_user_fkey references users (id) on delete cascade,
    group_id   uuid not null constraint user_groups_group_fkey references groups (id) on delete cascade,
    constraint user_groups_key unique (user_id, group_id)
);
create index user_groups_group on user_groups (group_id);
create trigger user_groups_touch before update on user_groups for each row execute function touch_updated_at();

-- U2. The row holds the SHA-256 of what the cookie holds: who reads the table cannot sign in with it.
create table sessions (
    id                  uuid primary key default uuid_v7(),
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    token_hash          bytea not null
                        constraint sessions_token_hash_key unique check (octet_length(token_hash) = 32),
    user_id             uuid references users (id) on delete cascade,
    sign_in_epoch       integer not null default 0,
    device              text not null default '',
    address             text not null default '',
    last_used_at        timestamptz not null default now(),
    expires_at          timestamptz not null,
    absolute_expires_at timestamptz not null,
    data                jsonb not null default '{}'
);
create index sessions_user on sessions (user_id, last_used_at desc) where user_id is not null;
create index sessions_expiry on sessions (expires_at);
create trigger sessions_touch before update on sessions for each row execute function touch_updated_at();

-- U1: links that work once. The mail has the token, the row its SHA-256.
create table account_links (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    token_hash bytea not null
               constraint account_links_token_hash_key unique check (octet_length(token_hash) = 32),
    user_id    uuid not null references users (id) on delete cascade,
    purpose    text not null
               constraint account_links_purpose check (purpose in ('verify', 'reset', 'email')),
    email      text not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index account_links_user on account_links (user_id, purpose);
create index account_links_expiry on account_links (expires_at);
create trigger account_links_touch before update on account_links
    for each row execute function touch_updated_at();

-- U4: how often something was tried under a key; all nodes count here.
create table throttles (
    id             uuid primary key default uuid_v7(),
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    key            text not null constraint throttles_key_key unique,
    tries          integer not null check (tries >= 0),
    window_ends_at timestamptz not null
);
create index throttles_window on throttles (window_ends_at);
create trigger throttles_touch before update on throttles for each row execute function touch_updated_at();

-- Which pictures are somebody's: those of nobody go.
create index users_avatar on users (avatar) where avatar is not null;
