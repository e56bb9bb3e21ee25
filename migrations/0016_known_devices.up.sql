-- U4: whoever signed in before with a device is not shut out by a stranger who tries passwords.
create table known_devices (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(), -- the last sign-in
    token_hash bytea not null constraint known_devices_token_hash check (octet_length(token_hash) = 32),
    user_id    uuid not null constraint known_devices_user_fkey references users (id) on delete cascade
);
create unique index known_devices_token_key on known_devices (token_hash, user_id);
create index known_devices_user on known_devices (user_id, updated_at);
create index known_devices_oldest on known_devices (updated_at);
create trigger known_devices_touch before update on known_devices
    for each row execute function touch_updated_at();
