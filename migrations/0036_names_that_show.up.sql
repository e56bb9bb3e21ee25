-- Names show something and are composed (NFC): what was kept before that was asked for is brought in line, since a form
-- with such a name could not be sent any more. A name that would then be another one's stays as it is.
do $$
declare
    hidden constant text := '[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f'
        '\u2800\u3164\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e00ff'
        '\U000e01f0-\U0010ffff]';
    place record;
    found record;
begin
    for place in select * from (values ('products', 'name'), ('categories', 'name'), ('reviews', 'title')) p (tab, col)
    loop
        for found in execute format(
            'select id, shown from (select id, %2$I as kept, trim(normalize(regexp_replace(%2$I, $1, '''', ''g''))) as shown
             from %1$I) x where kept <> shown and shown <> ''''', place.tab, place.col) using hidden
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
