-- Those who wait for it go now.
delete from users where leaving_at is not null;
drop trigger users_leave on users;
drop function users_leave();
drop function made_by(uuid, integer);
drop trigger audit_row on users;
create trigger audit_row after insert or update or delete on users for each row
    when (coalesce(current_setting('vitrine.audit_entry', true), '') <> '')
    execute function audit_row('{updated_at,password_hash,pending_email,pending_email_until,sign_in_epoch,last_login_at}');
alter table users drop column leaving_at;
