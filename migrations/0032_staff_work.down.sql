drop table import_uploads;
drop table bulk_items;
drop table bulk_runs;
drop table saved_views;
