-- What every table stands on: text folding for search, time stamps, and the people that rows refer to.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Lower case without accents: the form in which names and queries are compared (W2).
-- unaccent(text) is only STABLE since a dictionary can be altered; naming the dictionary
-- makes the answer depend on its argument alone, so that indexes may use it.
create function fold_text(value text) returns text
language sql immutable strict parallel safe
return lower(public.unaccent('public.unaccent', value));

-- The LIKE pattern for "has this text somewhere", folded, with the pattern's own signs taken literally.
create function contains_pattern(value text) returns text
language sql immutable strict parallel safe
return '%' || replace(replace(replace(fold_text(value), '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- A version 7 UUID (RFC 9562): milliseconds since 1970 in the first 48 bits, then random ones.
create function uuid_v7() returns uuid
language sql volatile parallel safe
return encode(
    set_bit(set_bit(
        overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                from 1 for 6),
        52, 1), 53, 1),
    'hex')::uuid;

-- Every write bumps updated_at (SPEC D).
create function touch_updated_at() returns trigger
language plpgsql as $$
begin
    new.updated_at := clock_timestamp();
    return new;
end
$$;

-- D1. The services for people come with their own area; the table stands here because
-- products and stock movements say who made them.
create table users (
    id            uuid primary key default uuid_v7(),
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    email         text not null check (email = btrim(email) and email like '_%@_%'),
    username      text not null check (username = btrim(username) and username <> ''),
    password_hash text not null,
    first_name    text not null default '',
    last_name     text not null default '',
    bio           text not null default '' check (char_length(bio) <= 500),
    is_active     boolean not null default true,
    is_staff      boolean not null default false,
    is_superuser  boolean not null default false,
    last_login_at timestamptz
);
create unique index users_email_key on users (lower(email));
create unique index users_username_key on users (username);
create index users_newest on users (created_at desc, id desc);
create trigger users_touch before update on users for each row execute function touch_updated_at();
