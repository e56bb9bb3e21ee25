-- D4: how deep the tree of categories can be. The program walks it level by level, and pages show a few levels of it.
-- A tree that is deeper already stays as it is; nothing can be put too deep from now on.

create function categories_refuse_depth() returns trigger
language plpgsql as $$
declare
    most constant integer := 8;
    levels integer;
begin
    -- The lock of all who write the tree: two moves in flight cannot make it too deep together.
    perform pg_advisory_xact_lock(hashtext('vitrine.categories.tree'));
    with recursive above (id, parent_id, level) as (
        select id, parent_id, 1 from categories where id = new.parent_id
        union all
        select c.id, c.parent_id, a.level + 1 from categories c join above a on c.id = a.parent_id
        where a.level <= most
    ), below (id, level) as (
        select new.id, 1
        union all
        select c.id, b.level + 1 from categories c join below b on c.parent_id = b.id where b.level <= most
    )
    select coalesce((select max(level) from above), 0) + (select max(level) from below) into levels;
    if levels > most then
        raise exception 'the categories would be % levels deep', levels
            using errcode = 'check_violation', constraint = 'categories_depth', table = 'categories';
    end if;
    return new;
end
$$;
-- After categories_no_cycle by its name: a ring is called a ring.
create trigger categories_not_too_deep before update of parent_id on categories
    for each row when (new.parent_id is not null and new.parent_id is distinct from old.parent_id)
    execute function categories_refuse_depth();
create trigger categories_not_too_deep_at_first before insert on categories
    for each row when (new.parent_id is not null) execute function categories_refuse_depth();
