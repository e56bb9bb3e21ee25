-- D4 and D6: the category tree, with slugs and the redirects from slugs of before.

create table categories (
    id          uuid primary key default uuid_v7(),
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    name        text not null
                constraint categories_name_length check (char_length(name) between 1 and 100 and name = btrim(name)),
    slug        text not null
                constraint categories_slug_shape check (char_length(slug) <= 255 and slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    description text not null default '',
    parent_id   uuid constraint categories_parent_fkey references categories (id) on delete cascade,
    constraint categories_not_own_parent check (parent_id <> id)
);
create unique index categories_slug_key on categories (slug);
-- Names are unique among siblings (D4, a deviation from globally unique); roots are siblings of each other.
create unique index categories_sibling_name_key on categories (parent_id, lower(name)) nulls not distinct;
create index categories_parent on categories (parent_id);
create trigger categories_touch before update on categories for each row execute function touch_updated_at();

-- No cycles (D4). Moves take one lock, so that two of them in flight cannot close a ring together.
create function categories_refuse_cycle() returns trigger
language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('vitrine.categories.tree'));
    if exists (
        with recursive above (id, parent_id) as (
            select id, parent_id from categories where id = new.parent_id
            union
            select c.id, c.parent_id from categories c join above a on c.id = a.parent_id
        )
        select from above where id = new.id
    ) then
        raise exception 'a category cannot stand below itself'
            using errcode = 'check_violation', constraint = 'categories_no_cycle', table = 'categories';
    end if;
    return new;
end
$$;
create trigger categories_no_cycle before update of parent_id on categories
    for each row when (new.parent_id is not null and new.parent_id is distinct from old.parent_id)
    execute function categories_refuse_cycle();

create table category_slug_redirects (
    id          uuid primary key default uuid_v7(),
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    slug        text not null,
    category_id uuid not null references categories (id) on delete cascade
);
create unique index category_slug_redirects_slug_key on category_slug_redirects (slug);
create index category_slug_redirects_category on category_slug_redirects (category_id);
create trigger category_slug_redirects_touch before update on category_slug_redirects
    for each row execute function touch_updated_at();
