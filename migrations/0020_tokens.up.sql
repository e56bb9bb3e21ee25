-- R9: access and refresh tokens of the API. A family begins with a sign-in; each refresh token of it is spent once.
-- The tokens themselves stand nowhere: a row has a token's id alone.

create table token_families (
    id            uuid primary key default uuid_v7(),
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    user_id       uuid not null references users (id) on delete cascade,
    -- The user's epoch at the sign-in: the family counts while it is the present one.
    sign_in_epoch integer not null,
    expires_at    timestamptz not null,
    revoked_at    timestamptz
);
create index token_families_user on token_families (user_id);
create index token_families_expiry on token_families (expires_at);
create trigger token_families_touch before update on token_families
    for each row execute function touch_updated_at();

create table refresh_tokens (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    jti        uuid not null constraint refresh_tokens_jti_key unique,
    family_id  uuid not null references token_families (id) on delete cascade,
    spent_at   timestamptz
);
create index refresh_tokens_family on refresh_tokens (family_id);
create index refresh_tokens_age on refresh_tokens (created_at);
create trigger refresh_tokens_touch before update on refresh_tokens
    for each row execute function touch_updated_at();

-- The key of programs on this database that were given none (VITRINE_TOKEN_KEYS). There is at most one.
create table token_keys (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    slot       integer not null default 1 constraint token_keys_slot_key unique check (slot = 1),
    secret     bytea not null check (octet_length(secret) = 32)
);
create trigger token_keys_touch before update on token_keys for each row execute function touch_updated_at();
