drop table api_use;
