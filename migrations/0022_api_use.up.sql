-- R11: how often a key was used within its window. Unlogged: counting must not wait for the disk, and what a crash
-- forgets is an hour's counts. The one statement that writes here sets updated_at itself: no trigger for each request.

create unlogged table api_use (
    id             uuid primary key default uuid_v7(),
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    key            text not null constraint api_use_key_key unique,
    used           integer not null check (used >= 0),
    window_ends_at timestamptz not null
) with (fillfactor = 70);
create index api_use_window on api_use (window_ends_at);
