drop index audit_rows_people;
drop index audit_rows_owner;
alter table audit_rows drop column forgotten;
