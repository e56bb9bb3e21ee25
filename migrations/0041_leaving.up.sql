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

-- Rules of the database, since accounts know nothing of products and reviews.

-- How many products and changes of stock are somebody's, counted up to so many.
create function made_by(person uuid, most integer) returns integer
language plpgsql stable
-- By a plan of its own: how much somebody made is nothing that a general one could know.
set plan_cache_mode = force_custom_plan as $$
begin
    return (select count(*)
            from (select 1 from products where created_by = person
                  union all
                  select 1 from stock_movements where actor_id = person
                  limit most) made);
end
$$;

-- What would go with the row and can be seen before.
create function users_leave() returns trigger
language plpgsql as $$
begin
    update reviews set user_id = null where user_id = new.id;
    delete from wishlist_items where user_id = new.id;
    return null;
end
$$;
create trigger users_leave after update of leaving_at on users
    for each row when (new.leaving_at is not null) execute function users_leave();
