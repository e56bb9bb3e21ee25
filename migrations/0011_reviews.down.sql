drop table reviews;
drop type review_status;
-- There is nothing left that they could be the count and the mean of.
update products set review_count = 0, average_rating = 0 where review_count <> 0 or average_rating <> 0;
