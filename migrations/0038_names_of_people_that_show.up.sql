-- Names of people and groups show all that they hold, as those of products do since 0036: a form with another one could
-- not be sent any more. A name that would then be another one's, or none where there has to be one, stays as it is.
do $$
declare
    hidden constant text := '[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f'
        '\u2800\u3164\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e00ff'
        '\U000e01f0-\U0010ffff]';
    place record;
    found record;
begin
    for place in select * from (values ('users', 'first_name'), ('users', 'last_name'), ('groups', 'name')) p (tab, col)
    loop
        for found in execute format(
            'select id, shown from (select id, %2$I as kept, trim(normalize(regexp_replace(%2$I, $1, '''', ''g''))) as shown
             from %1$I) x where kept <> shown', place.tab, place.col) using hidden
        loop
            begin
                execute format('update %1$I set %2$I = $1 where id = $2', place.tab, place.col)
                    using found.shown, found.id;
            exception when unique_violation or check_violation then
                null;
            end;
        end loop;
    end loop;
end
$$;
