-- A2 to A4: what staff keep for themselves, and what is too much for one request.

-- A list's state under a name; the query is that of its address.
create table saved_views (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id    uuid not null constraint saved_views_user_fkey references users (id) on delete cascade,
    kind       text not null,
    name       text not null constraint saved_views_name_length check (char_length(name) between 1 and 60),
    query      text not null constraint saved_views_query_length check (char_length(query) <= 2000),
    constraint saved_views_key unique (user_id, kind, name)
);
create trigger saved_views_touch before update on saved_views
    for each row execute function touch_updated_at();

-- An action on many things, which the worker does in parts. All parts stand in one entry of the audit trail.
create table bulk_runs (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    actor_id   uuid not null constraint bulk_runs_actor_fkey references users (id) on delete cascade,
    kind       text not null,
    action     text not null,
    word       text not null default '',   -- what the entry says of it: published
    value      text not null default '',
    query      text not null default '',   -- all that match; empty: the items are there already
    request_id uuid constraint bulk_runs_request_key unique,
    entry_id   uuid constraint bulk_runs_entry_fkey references audit_entries (id),
    place      uuid,                       -- the last item that is done
    total      integer,
    done       integer not null default 0,
    failed     integer not null default 0,
    state      text not null default 'waiting'
               constraint bulk_runs_state check (state in ('waiting', 'running', 'done', 'failed')),
    message    text not null default '',
    problems   text[] not null default '{}'
);
create index bulk_runs_actor on bulk_runs (actor_id, id desc);
create index bulk_runs_entry on bulk_runs (entry_id) where entry_id is not null;
create trigger bulk_runs_touch before update on bulk_runs
    for each row execute function touch_updated_at();

-- The things of a run as they were when it began, so that what is done does not change what is left.
create table bulk_items (
    run_id   uuid not null constraint bulk_items_run_fkey references bulk_runs (id) on delete cascade,
    thing_id uuid not null,
    primary key (run_id, thing_id)
);

-- A CSV file between its check and its import.
create table import_uploads (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id    uuid not null constraint import_uploads_user_fkey references users (id) on delete cascade,
    file_name  text not null,
    options    jsonb not null,
    report     jsonb not null,
    content    bytea not null constraint import_uploads_size check (octet_length(content) <= 20971520)
);
create index import_uploads_oldest on import_uploads (created_at);
create trigger import_uploads_touch before update on import_uploads
    for each row execute function touch_updated_at();
