drop index reviews_own;
