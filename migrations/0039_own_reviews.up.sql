-- W6: all that somebody wrote, newest first.
create index reviews_own on reviews (user_id, created_at desc, id desc) where user_id is not null;
