-- D10, A7: who did what to which thing, with every row before and after. A trigger of each table writes the rows when the
-- transaction says which entry it works under; everybody else pays for looking at one setting.

create table audit_entries (
    id         uuid primary key default uuid_v7(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    actor_id   uuid constraint audit_entries_actor_fkey references users (id) on delete set null,
    actor_name text not null,
    action     text not null constraint audit_entries_action_length check (char_length(action) between 1 and 60),
    kind       text not null,     -- as group_permissions.kind
    thing_id   uuid,              -- null: several things
    thing_name text not null default '',
    request_id uuid constraint audit_entries_request_key unique,
    sending    uuid,              -- what the drawing of the form is known by that was sent; for 30 days
    sent       jsonb,             -- and what it held
    row_count  integer not null default 0,
    counts     jsonb not null default '{}',   -- {"products": 50}
    undoes     uuid constraint audit_entries_undoes_fkey references audit_entries (id),
    undone_by  uuid constraint audit_entries_undone_by_fkey references audit_entries (id)
);
create index audit_entries_thing on audit_entries (thing_id, id desc) where thing_id is not null;
create index audit_entries_sending on audit_entries (sending, id desc) where sending is not null;
create index audit_entries_kind on audit_entries (kind, id desc);
create index audit_entries_actor on audit_entries (actor_id, id desc);
-- An entry under which nothing changed goes: these say at once that nothing leads to it.
create index audit_entries_undoes on audit_entries (undoes) where undoes is not null;
create index audit_entries_undone_by on audit_entries (undone_by) where undone_by is not null;
create trigger audit_entries_touch before update on audit_entries
    for each row execute function touch_updated_at();

-- The parts of an entry, in the order in which they were written. They have no id of their own: there are many.
create table audit_rows (
    entry_id   uuid not null constraint audit_rows_entry_fkey references audit_entries (id),
    n          bigint generated always as identity,
    table_name text not null,
    row_id     uuid not null,
    before     jsonb,             -- null: the row came; of a change the changed columns alone
    after      jsonb,             -- null: the row went
    primary key (entry_id, n)
);
create index audit_rows_row on audit_rows (row_id, entry_id);
-- Which files an undo could still need.
create index audit_rows_pictures on audit_rows ((before ->> 'file')) where table_name = 'product_images' and after is null;

-- The argument: the columns that are left out, which others derive or nobody may see. `version` stands in whole rows, and
-- is no change by itself.
create function audit_row() returns trigger
language plpgsql as $$
declare
    left_out text[] := tg_argv[0]::text[];
    old_row jsonb;
    new_row jsonb;
    changed_before jsonb;
    changed_after jsonb;
    row_id uuid;
begin
    if tg_op <> 'INSERT' then
        old_row := to_jsonb(old) - left_out;
        row_id := old.id;
    end if;
    if tg_op <> 'DELETE' then
        new_row := to_jsonb(new) - left_out;
        row_id := new.id;
    end if;
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key)
        into changed_before, changed_after
        from jsonb_each(old_row - 'version'::text) o
        where o.value is distinct from new_row -> o.key;
        if changed_before is null then
            return null;
        end if;
        old_row := changed_before;
        new_row := changed_after;
    end if;
    insert into audit_rows (entry_id, table_name, row_id, before, after)
    values (current_setting('vitrine.audit_entry')::uuid, tg_table_name, row_id, old_row, new_row);
    return null;
end
$$;

-- The triggers' name sorts before users_make_profile: a user is written before the profile. What a cascade takes along
-- is written after its cause; audit_undo knows that.
do $do$
declare
    audited record;
begin
    for audited in
        select * from (values
            ('products', '{updated_at,in_stock,stock_level,folded_name,folded_text,pictures,review_count,average_rating}'),
            ('product_images', '{updated_at}'),
            ('product_slug_redirects', '{updated_at}'),
            ('categories', '{updated_at}'),
            ('category_slug_redirects', '{updated_at}'),
            ('reviews', '{updated_at}'),
            ('wishlist_items', '{updated_at}'),
            ('users', '{updated_at,password_hash,pending_email,pending_email_until,sign_in_epoch,last_login_at}'),
            ('profiles', '{updated_at}'),
            ('groups', '{updated_at}'),
            ('group_permissions', '{updated_at}'),
            ('user_groups', '{updated_at}')) v (name, left_out)
    loop
        execute format(
            $sql$create trigger audit_row after insert or update or delete on %I for each row
                when (coalesce(current_setting('vitrine.audit_entry', true), '') <> '')
                execute function audit_row(%L)$sql$,
            audited.name, audited.left_out);
    end loop;
end
$do$;

-- Begins an entry: from here to its end the transaction's changes are written under it.
create function audit_begin(
    actor uuid, action text, kind text, thing uuid, thing_name text, request uuid, undoes uuid
) returns uuid
language plpgsql as $$
declare
    entry uuid := uuid_v7();
begin
    insert into audit_entries (id, actor_id, actor_name, action, kind, thing_id, thing_name, request_id, undoes)
    values (entry, actor, coalesce((select u.username from users u where u.id = actor), 'the operator'),
            action, kind, thing, thing_name, request, undoes);
    perform set_config('vitrine.audit_entry', entry::text, true),
            set_config('vitrine.actor', coalesce(actor::text, ''), true);
    return entry;
end
$$;

-- Ends it; answers how many rows it has. An entry under which nothing changed goes.
create function audit_finish(entry uuid) returns integer
language plpgsql as $$
declare
    total integer;
    by_table jsonb;
begin
    perform set_config('vitrine.audit_entry', '', true);
    select coalesce(sum(x.rows), 0), coalesce(jsonb_object_agg(x.table_name, x.rows), '{}')
    into total, by_table
    from (select r.table_name, count(*)::int as rows from audit_rows r where r.entry_id = entry group by 1) x;
    if total = 0 then
        delete from audit_entries where id = entry;
    else
        update audit_entries set row_count = total, counts = by_table where id = entry;
    end if;
    return total;
end
$$;

-- What follows by itself is not made twice when rows come back.
drop trigger users_make_profile on users;
create trigger users_make_profile after insert on users
    for each row when (coalesce(current_setting('vitrine.undo', true), '') = '')
    execute function users_make_profile();

-- Reviews that come back or go again by an undo count at once: no service is there to do it.
create function reviews_count_again() returns trigger
language plpgsql as $$
declare
    product uuid := case when tg_op = 'DELETE' then old.product_id else new.product_id end;
begin
    update products p set review_count = truth.reviews, average_rating = truth.mean
    from (select count(*)::int as reviews, coalesce(round(avg(r.rating), 2), 0) as mean
          from reviews r where r.product_id = product and r.status = 'approved') truth
    where p.id = product and (p.review_count, p.average_rating) is distinct from (truth.reviews, truth.mean);
    return null;
end
$$;
create trigger reviews_count_again after insert or update or delete on reviews
    for each row when (coalesce(current_setting('vitrine.undo', true), '') <> '')
    execute function reviews_count_again();

-- A user who comes back by an undo signs in by a link: passwords stand nowhere in the trail. Nobody signs in with this.
alter table users alter column password_hash set default '';

-- Takes the changes of an entry back, newest first, under the entry that the transaction works under. Answers the rows
-- that somebody changed since, a thousand at most; where there are any, the caller rolls back. Rows that lie beside each
-- other and are alike go by one statement. Columns in `sums` are taken back as differences.
--
-- Rows that went one after the other are a run, with the references that were emptied by it. All of them were there when
-- it began, so they can come back in any order: those that others refer to first, references last.
create function audit_undo(source uuid)
returns table (table_name text, row_id uuid, name text, columns text[])
language plpgsql as $$
#variable_conflict use_column
declare
    island record;
    cols text;
    vals text;
    done bigint;
    has_version boolean;
    sums text[];
    -- The rows of the island, in the statements below.
    those constant text := 'r.entry_id = $1 and r.n between $2 and $3 and r.table_name = $4
        and (r.before is null) = ($5 = ''insert'') and (r.after is null) = ($5 = ''delete'')';
begin
    perform set_config('vitrine.undo', 'yes', true), set_config('vitrine.stock_reason', 'undo', true);
    set constraints all deferred;
    for island in
        with shaped as (
            select r.n, r.table_name as tab,
                   case when r.before is null then 'insert' when r.after is null then 'delete' else 'update' end as op,
                   case when r.before is not null and r.after is not null
                        then (select array_agg(k order by k) from jsonb_object_keys(r.before) k) end as keys,
                   -- A row that was changed twice is taken back twice, by two statements.
                   case when r.after is not null
                        then row_number() over (partition by r.table_name, r.row_id order by r.n) end as turn,
                   r.before is not null and (r.after is null or r.after @> '{"created_by": null}'
                                             or r.after @> '{"user_id": null}') as goes
            from audit_rows r where r.entry_id = source),
        bounded as (
            select s.*, (goes is distinct from lag(goes) over (order by n))::int as starts from shaped s),
        runs as (
            select b.*, sum(starts) over (order by n) as run from bounded b),
        placed as (
            select r.n, tab, op, keys, concat_ws('|', run, tab, op, keys::text, turn) as shape,
                   row_number() over (order by run desc, case
                       when not goes then 0
                       when op = 'update' then 4
                       when tab in ('users', 'groups') then 0
                       when tab = 'categories' then 1
                       when tab = 'products' then 2
                       else 3 end,
                       case when op = 'delete' then tab end, n desc) as place
            from runs r),
        cut as (
            select p.*, (shape is distinct from lag(shape) over (order by place))::int as starts from placed p),
        islands as (
            select c.*, sum(starts) over (order by place) as number from cut c)
        select i.tab, i.op, i.keys, min(i.n) as first, max(i.n) as last, count(*) as size
        from islands i group by i.number, i.tab, i.op, i.keys order by i.number
    loop
        select exists (select from pg_attribute a
                       where a.attrelid = island.tab::regclass and a.attname = 'version' and not a.attisdropped)
        into has_version;
        sums := case when island.tab = 'products' then '{stock}' else '{}' end;
        if island.op <> 'delete' then
            execute format(
                'select from %I t where t.id in (select r.row_id from audit_rows r where %s) order by t.id for update',
                island.tab, those)
            using source, island.first, island.last, island.tab, island.op;
            return query execute format(
                $q$select %1$L::text, r.row_id,
                       coalesce(to_jsonb(t) ->> 'name', to_jsonb(t) ->> 'title', to_jsonb(t) ->> 'username',
                                r.after ->> 'name', r.after ->> 'title', r.after ->> 'username', ''),
                       (select array_agg(e.k order by e.k) from jsonb_each(r.after - $6 - 'version'::text) e (k, v)
                        where t.id is null or e.v is distinct from to_jsonb(t) -> e.k)
                   from audit_rows r left join %1$I t on t.id = r.row_id
                   where %2$s and (t.id is null or not to_jsonb(t) @> (r.after - $6 - 'version'::text))
                   order by r.n limit 1000$q$, island.tab, those)
            using source, island.first, island.last, island.tab, island.op, sums;
            if found then
                return;
            end if;
        end if;
        if island.op = 'update' then
            select string_agg(
                       case when k = any (sums)
                            then format('%1$I = t.%1$I + ((r.before ->> %1$L)::int - (r.after ->> %1$L)::int)', k)
                            else format('%1$I = x.%1$I', k) end, ', ')
                   || case when has_version then ', version = t.version + 1' else '' end
            into cols from unnest(island.keys) k;
            execute format(
                'update %1$I t set %2$s from audit_rows r cross join lateral jsonb_populate_record(null::%1$I, r.before) x
                 where %3$s and t.id = r.row_id', island.tab, cols, those)
            using source, island.first, island.last, island.tab, island.op;
        elsif island.op = 'insert' then
            execute format(
                'delete from %I t using audit_rows r where %s and t.id = r.row_id', island.tab, those)
            using source, island.first, island.last, island.tab, island.op;
        else
            select string_agg(format('%I', a.attname), ', '),
                   string_agg(case when a.attname = 'version' then 'x.version + 1' else format('x.%I', a.attname) end, ', ')
            into cols, vals
            from pg_attribute a,
                 (select r.before from audit_rows r where r.entry_id = source and r.n = island.last) one
            where a.attrelid = island.tab::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
              and one.before ? a.attname::text;
            execute format(
                'insert into %1$I (%2$s) select %3$s from audit_rows r
                     cross join lateral jsonb_populate_record(null::%1$I, r.before) x
                 where %4$s order by r.n desc', island.tab, cols, vals, those)
            using source, island.first, island.last, island.tab, island.op;
        end if;
        get diagnostics done = row_count;
        if done <> island.size then
            return query select island.tab::text, null::uuid, ''::text, null::text[];
            return;
        end if;
    end loop;
    set constraints all immediate;
    -- What went or changed besides, by a cascade, is somebody else's.
    return query
        select distinct on (u.table_name, u.row_id) u.table_name, u.row_id,
               coalesce(u.before ->> 'name', u.before ->> 'title', u.before ->> 'username', ''), null::text[]
        from audit_rows u
        where u.entry_id = current_setting('vitrine.audit_entry')::uuid
          and not exists (select from audit_rows r
                          where r.entry_id = source and r.table_name = u.table_name and r.row_id = u.row_id)
        limit 1000;
end
$$;
