-- U1: an account goes with every reference to it in one statement, which takes longer than a request may for somebody
-- who made hundreds of thousands of products. Such an account is emptied at once, and its row goes by a job.

-- Since when an account waits for its row to go. Nothing of the person is left in it, and nobody opens it again.
alter table users
    add column leaving_at timestamptz,
    add constraint users_leaving_closed check (leaving_at is null or not is_active);
create index users_leaving on users (leaving_at) where leaving_at is not null;

-- It is no change of staff: the trail leaves it out.
drop trigger audit_row on users;
create trigger audit_row after insert or update or delete on users for each row
    when (coalesce(current_setting('vitrine.audit_entry', true), '') <> '')
    execute function audit_row('{updated_at,password_hash,pending_email,pending_email_until,sign_in_epoch,last_login_at,leaving_at}');

-- Rules of the database, since accounts know nothing of products, reviews and what staff keep.

-- How many products, reviews and changes of stock are somebody's, counted up to so many. Entries of the trail are not
-- looked for when somebody goes.
create function made_by(person uuid, most integer) returns integer
language plpgsql stable
-- By a plan of its own: how much somebody made is nothing that a general one could know.
set plan_cache_mode = force_custom_plan as $$
begin
    return (select count(*)
            from (select 1 from products where created_by = person
                  union all
                  select 1 from reviews where user_id = person
                  union all
                  select 1 from stock_movements where actor_id = person
                  limit most) made);
end
$$;

-- Takes the name from so many products of somebody who waits, then from reviews, as the deletion of the row would
-- (users_take_products_back); answers from how many. What somebody else works on just now is left to the next time, so
-- that neither waits for the other. The ledger forgets with the row alone.
create function let_go(person uuid, most integer) returns integer
language plpgsql
set plan_cache_mode = force_custom_plan as $$
declare
    is_customer boolean;
    done integer;
begin
    select not (u.is_staff or u.is_superuser) into is_customer
    from users u where u.id = person and u.leaving_at is not null;
    if not found then
        return 0;
    end if;
    with part as (
        select id from products where created_by = person limit most for update skip locked)
    update products p
    set created_by = null,
        status = case when is_customer and p.status = 'published' then 'draft' else p.status end,
        version = p.version + (is_customer and p.status = 'published')::int
    from part where p.id = part.id;
    get diagnostics done = row_count;
    if done = 0 then
        with part as (
            select id from reviews where user_id = person limit most for update skip locked)
        update reviews r set user_id = null from part where r.id = part.id;
        get diagnostics done = row_count;
    end if;
    return done;
end
$$;

-- What would go with the row, and nobody but its owner needs.
create function users_leave() returns trigger
language plpgsql as $$
begin
    delete from wishlist_items where user_id = new.id;
    delete from saved_views where user_id = new.id;
    delete from import_uploads where user_id = new.id;
    return null;
end
$$;
create trigger users_leave after update of leaving_at on users
    for each row when (new.leaving_at is not null) execute function users_leave();

-- As before (0037), but nothing comes back to somebody who waits either.
create or replace function audit_undo(source uuid)
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
    -- The owners who are not there any more, and whom no undo brings back.
    gone text[];
    -- The rows of the island, in the statements below.
    those constant text := 'r.entry_id = $1 and r.n between $2 and $3 and r.table_name = $4 and r.forgotten is null
        and (r.before is null) = ($5 = ''insert'') and (r.after is null) = ($5 = ''delete'')';
begin
    perform set_config('vitrine.undo', 'yes', true), set_config('vitrine.stock_reason', 'undo', true);
    set constraints all deferred;
    select coalesce(array_agg(o.owner), '{}') into gone
    from (select distinct v.owner
          from audit_rows r
               cross join lateral (values (r.before ->> 'created_by'), (r.after ->> 'created_by'),
                                          (r.before ->> 'user_id'), (r.after ->> 'user_id')) v (owner)
          where r.entry_id = source and r.table_name in ('products', 'reviews') and v.owner is not null) o
    where not exists (select from users u where u.id = o.owner::uuid and u.leaving_at is null)
      and not exists (select from audit_rows u
                      where u.table_name = 'users' and u.row_id = o.owner::uuid and u.forgotten is null);
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
            from audit_rows r where r.entry_id = source and r.forgotten is null),
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
                       (select array_agg(e.k order by e.k)
                        from jsonb_each(audit_without(r.after, $7) - $6 - 'version'::text) e (k, v)
                        where t.id is null or e.v is distinct from to_jsonb(t) -> e.k)
                   from audit_rows r left join %1$I t on t.id = r.row_id
                   where %2$s and (t.id is null
                                   or not to_jsonb(t) @> (audit_without(r.after, $7) - $6 - 'version'::text))
                   order by r.n limit 1000$q$, island.tab, those)
            using source, island.first, island.last, island.tab, island.op, sums, gone;
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
                'update %1$I t set %2$s from audit_rows r
                     cross join lateral jsonb_populate_record(null::%1$I, audit_without(r.before, $6)) x
                 where %3$s and t.id = r.row_id', island.tab, cols, those)
            using source, island.first, island.last, island.tab, island.op, gone;
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
                     cross join lateral jsonb_populate_record(null::%1$I, audit_without(r.before, $6)) x
                 where %4$s order by r.n desc', island.tab, cols, vals, those)
            using source, island.first, island.last, island.tab, island.op, gone;
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
