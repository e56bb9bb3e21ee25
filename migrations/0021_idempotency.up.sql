-- R12: requests that were sent with an Idempotency-Key, and the first answer to each.

create table idempotency_keys (
    id            uuid primary key default uuid_v7(),
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    -- Who asks, method and path.
    scope         text not null check (char_length(scope) <= 400),
    key           text not null check (char_length(key) between 1 and 255),
    -- What was sent.
    digest        bytea not null check (octet_length(digest) = 32),
    -- Who runs the request, until when it counts as running, and the id of what it creates: a crash is found out by
    -- the time, and whoever takes over finds by the id what was made already.
    holder        uuid not null,
    thing_id      uuid not null,
    lease_ends_at timestamptz not null,
    -- The answer; as long as the status is null, the request runs, or is run again when the lease has ended.
    status        smallint check (status between 200 and 499),
    location      text,
    body          bytea check (octet_length(body) <= 262144),
    constraint idempotency_keys_key unique (scope, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
create trigger idempotency_keys_touch before update on idempotency_keys
    for each row execute function touch_updated_at();
