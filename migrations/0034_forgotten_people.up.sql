-- D10, U1: when an account is deleted, the trail keeps what was done and when, and of the person nothing.

-- The columns whose values are gone from `before` and `after`; null: none.
alter table audit_rows add column forgotten text[];

-- Whose a row was: what else the trail has of a person whose account is deleted.
create index audit_rows_owner on audit_rows
    ((coalesce(before ->> 'user_id', before ->> 'created_by', after ->> 'user_id', after ->> 'created_by')))
    where coalesce(before ->> 'user_id', before ->> 'created_by', after ->> 'user_id', after ->> 'created_by')
        is not null;

-- The people of whom something stands there: those who are gone for long are forgotten too.
create index audit_rows_people on audit_rows (row_id) where table_name = 'users' and forgotten is null;

-- Those who left before are forgotten too: their names stood in the trail.
update audit_entries set actor_name = 'deleted user' where actor_id is null and actor_name <> 'the operator';
