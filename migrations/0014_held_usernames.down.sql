drop index users_unconfirmed;
alter table users drop column pending_email_until;
drop table held_usernames;
